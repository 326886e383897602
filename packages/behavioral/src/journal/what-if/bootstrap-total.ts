import { optimalBlockLength, RandomStream } from "@plimsoll/numeric";

/** How the interval of a total is drawn. */
export interface BootstrapOptions {
  readonly confidence: number;
  readonly replications: number;
  readonly seed: number;
}

/**
 * Percentile interval of the sum of a series by the circular block bootstrap (Politis & Romano 1992), with the block length
 * of Politis & White (2004) and at least the cube root of the size.
 */
export function bootstrapTotal(
  series: Float64Array,
  { confidence, replications, seed }: BootstrapOptions,
): readonly [number, number] {
  const size = series.length;
  const block = Math.min(size, Math.ceil(Math.max(optimalBlockLength(series).circular, Math.cbrt(size))));
  // sums up to each place of the series written twice, so that a block is one difference
  const sums = new Float64Array(2 * size + 1);
  for (let i = 0; i < 2 * size; i++) sums[i + 1] = sums[i]! + series[i < size ? i : i - size]!;
  const stream = RandomStream.of(seed);
  const totals = new Float64Array(replications);
  for (let draw = 0; draw < replications; draw++) {
    let total = 0;
    for (let left = size; left > 0; left -= block) {
      const start = stream.integer(size);
      total += sums[start + Math.min(block, left)]! - sums[start]!;
    }
    totals[draw] = total;
  }
  totals.sort();
  const at = (probability: number): number => {
    const position = probability * (replications - 1);
    const below = Math.floor(position);
    const above = Math.min(below + 1, replications - 1);
    return totals[below]! + (position - below) * (totals[above]! - totals[below]!);
  };
  return [at((1 - confidence) / 2), at((1 + confidence) / 2)];
}
