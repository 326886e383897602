import { optimalBlockLength, RandomStream, stationaryBootstrapIndices } from "@plimsoll/numeric";

/** How the interval of a total is drawn. */
export interface BootstrapOptions {
  readonly confidence: number;
  readonly replications: number;
  readonly seed: number;
}

/**
 * Percentile interval of the sum of a series by the stationary bootstrap (Politis & Romano 1994), with the block length of
 * Politis & White (2004).
 */
export function bootstrapTotal(
  series: Float64Array,
  { confidence, replications, seed }: BootstrapOptions,
): readonly [number, number] {
  const size = series.length;
  const meanBlock = Math.min(optimalBlockLength(series).stationary, size);
  const stream = RandomStream.of(seed);
  const rows = new Int32Array(size);
  const totals = new Float64Array(replications);
  for (let draw = 0; draw < replications; draw++) {
    stationaryBootstrapIndices(stream, size, meanBlock, rows);
    let total = 0;
    for (const row of rows) total += series[row]!;
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
