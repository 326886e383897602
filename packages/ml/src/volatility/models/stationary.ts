/** The largest partial autocorrelation: rounding must not reach 1. */
const MOST = 1 - 1e-9;

/**
 * Coefficients of a stationary autoregression from any numbers: tanh of each is a partial autocorrelation, and
 * Durbin-Levinson makes coefficients of them (Monahan 1984). `from` and `count` say where they stand in both arrays.
 */
export function toStationary(free: Float64Array, out: Float64Array, from: number, count: number): void {
  for (let k = 0; k < count; k++) {
    const partial = MOST * Math.tanh(free[from + k]!);
    const before = out.slice(from, from + k);
    for (let j = 0; j < k; j++) out[from + j] = before[j]! - partial * before[k - 1 - j]!;
    out[from + k] = partial;
  }
}

/** Partial autocorrelations of an autoregression; one outside -1..1 means that it is not stationary. */
export function partialAutocorrelations(coefficients: Float64Array): Float64Array {
  const partial = coefficients.slice();
  for (let k = coefficients.length - 1; k > 0; k--) {
    const last = partial[k]!;
    if (!(Math.abs(last) < 1)) return partial;
    const before = partial.slice(0, k);
    for (let j = 0; j < k; j++) partial[j] = (before[j]! + last * before[k - 1 - j]!) / (1 - last * last);
  }
  return partial;
}

/** The free numbers of a stationary autoregression; one at the edge is moved inside by 1e-8. */
export function fromStationary(coefficients: Float64Array, out: Float64Array, from: number, count: number): void {
  partialAutocorrelations(coefficients.slice(from, from + count)).forEach((partial, k) => {
    out[from + k] = Math.atanh(Math.max(-1 + 1e-8, Math.min(1 - 1e-8, partial / MOST)));
  });
}

/** Whether an autoregression is stationary. */
export function isStationary(coefficients: Float64Array): boolean {
  return partialAutocorrelations(coefficients).every((partial) => Math.abs(partial) < 1);
}

/** The derivative by free numbers from that by coefficients. */
export function pullBackStationary(
  free: Float64Array,
  byCoefficient: Float64Array,
  byFree: Float64Array,
  from: number,
  count: number,
): void {
  // back through the Durbin-Levinson steps, whose inputs are made again
  const stages: Float64Array[] = [];
  const made = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    stages.push(made.slice(0, k));
    toStationary(free.subarray(from, from + k + 1), made, 0, k + 1);
  }
  const slope = byCoefficient.slice(from, from + count);
  for (let k = count - 1; k >= 0; k--) {
    const size = Math.tanh(free[from + k]!);
    const partial = MOST * size;
    const before = stages[k]!;
    let byPartial = slope[k]!;
    const earlier = slope.slice(0, k);
    for (let j = 0; j < k; j++) {
      byPartial -= earlier[j]! * before[k - 1 - j]!;
      slope[j] = earlier[j]! - partial * earlier[k - 1 - j]!;
    }
    byFree[from + k] = byPartial * MOST * (1 - size * size);
  }
}
