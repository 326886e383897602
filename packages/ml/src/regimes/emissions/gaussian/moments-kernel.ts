import type { Observations } from "../../../observations.ts";

/** Rows that one step of a kernel takes together, so that each number read serves several rows. */
const BLOCK = 4;

/**
 * Squared Mahalanobis distances of all rows from `mean`: `out[t * stride + offset]` = |W (x_t - mean)|^2, W the inverse
 * (lower triangular, of which only the diagonal counts if `diagonal`) of a Cholesky factor. Missing rows get a number
 * without a meaning.
 */
export function squaredDistances(
  { rows, columns: d, values }: Observations,
  mean: Float64Array,
  whitening: Float64Array,
  out: Float64Array,
  offset: number,
  stride: number,
  diagonal: boolean,
): void {
  if (d === 1) {
    const centre = mean[0]!;
    const scale = whitening[0]!;
    for (let t = 0; t < rows; t++) {
      const z = scale * (values[t]! - centre);
      out[t * stride + offset] = z * z;
    }
    return;
  }
  const whole = rows - (rows % BLOCK);
  const differences = new Float64Array(BLOCK * d);
  for (let t = 0; t < whole; t += BLOCK) {
    const row = t * d;
    for (let i = 0; i < d; i++) {
      const centre = mean[i]!;
      const at = BLOCK * i;
      differences[at] = values[row + i]! - centre;
      differences[at + 1] = values[row + d + i]! - centre;
      differences[at + 2] = values[row + 2 * d + i]! - centre;
      differences[at + 3] = values[row + 3 * d + i]! - centre;
    }
    let square0 = 0;
    let square1 = 0;
    let square2 = 0;
    let square3 = 0;
    for (let i = 0; i < d; i++) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let j = diagonal ? i : 0; j <= i; j++) {
        const w = whitening[i * d + j]!;
        const at = BLOCK * j;
        sum0 += w * differences[at]!;
        sum1 += w * differences[at + 1]!;
        sum2 += w * differences[at + 2]!;
        sum3 += w * differences[at + 3]!;
      }
      square0 += sum0 * sum0;
      square1 += sum1 * sum1;
      square2 += sum2 * sum2;
      square3 += sum3 * sum3;
    }
    const target = t * stride + offset;
    out[target] = square0;
    out[target + stride] = square1;
    out[target + 2 * stride] = square2;
    out[target + 3 * stride] = square3;
  }
  for (let t = whole; t < rows; t++) {
    let square = 0;
    for (let i = 0; i < d; i++) {
      let sum = 0;
      for (let j = diagonal ? i : 0; j <= i; j++) sum += whitening[i * d + j]! * (values[t * d + j]! - mean[j]!);
      square += sum * sum;
    }
    out[t * stride + offset] = square;
  }
}

/**
 * Weighted moments about `centre` in one pass: adds sum w (x - c) to `first` and the lower triangle of
 * sum w (x - c)(x - c)', or its diagonal alone, to `second`; the weight of row t is `weights[t * stride + offset]`, 0 where the row is missing.
 * About a centre near the mean nothing cancels. Returns the sum of weights.
 */
export function weightedMoments(
  { rows, columns: d, values, missing }: Observations,
  weights: Float64Array,
  offset: number,
  stride: number,
  centre: Float64Array,
  first: Float64Array,
  second: Float64Array,
  diagonal: boolean,
): number {
  let weightSum = 0;
  if (d === 1) {
    const c = centre[0]!;
    let sum = 0;
    let square = 0;
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      const weight = weights[t * stride + offset]!;
      const difference = values[t]! - c;
      weightSum += weight;
      sum += weight * difference;
      square += weight * difference * difference;
    }
    first[0]! += sum;
    second[0]! += square;
    return weightSum;
  }
  const differences = new Float64Array(BLOCK * d);
  for (let t = 0; t < rows;) {
    const row = t * d;
    const w = t * stride + offset;
    if (t + BLOCK > rows || missing[t]! + missing[t + 1]! + missing[t + 2]! + missing[t + 3]! > 0) {
      // the last rows, and those near a missing one, each by itself
      const end = Math.min(rows, t + BLOCK);
      for (; t < end; t++) {
        if (missing[t] === 1) continue;
        const weight = weights[t * stride + offset]!;
        weightSum += weight;
        for (let i = 0; i < d; i++) {
          differences[i] = values[t * d + i]! - centre[i]!;
          const weighted = weight * differences[i]!;
          first[i]! += weighted;
          for (let j = diagonal ? i : 0; j <= i; j++) second[i * d + j]! += weighted * differences[j]!;
        }
      }
      continue;
    }
    t += BLOCK;
    const weight0 = weights[w]!;
    const weight1 = weights[w + stride]!;
    const weight2 = weights[w + 2 * stride]!;
    const weight3 = weights[w + 3 * stride]!;
    weightSum += weight0 + weight1 + (weight2 + weight3);
    for (let i = 0; i < d; i++) {
      const c = centre[i]!;
      const at = BLOCK * i;
      const difference0 = values[row + i]! - c;
      const difference1 = values[row + d + i]! - c;
      const difference2 = values[row + 2 * d + i]! - c;
      const difference3 = values[row + 3 * d + i]! - c;
      differences[at] = difference0;
      differences[at + 1] = difference1;
      differences[at + 2] = difference2;
      differences[at + 3] = difference3;
      const weighted0 = weight0 * difference0;
      const weighted1 = weight1 * difference1;
      const weighted2 = weight2 * difference2;
      const weighted3 = weight3 * difference3;
      first[i]! += weighted0 + weighted1 + (weighted2 + weighted3);
      for (let j = diagonal ? i : 0; j <= i; j++) {
        const other = BLOCK * j;
        second[i * d + j]! +=
          weighted0 * differences[other]! +
          weighted1 * differences[other + 1]! +
          (weighted2 * differences[other + 2]! + weighted3 * differences[other + 3]!);
      }
    }
  }
  return weightSum;
}
