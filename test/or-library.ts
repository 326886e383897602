/** A universe of OR-Library's portfolio problems (Chang et al. 2000); `covariance` is n x n, row-major. */
export interface OrLibraryPort {
  readonly n: number;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** Reads a `port` file: n, then mean and standard deviation of each asset, then `i j correlation` for the pairs i <= j. */
export function parsePort(text: string): OrLibraryPort {
  const values = text.trim().split(/\s+/).map(Number);
  const n = values[0]!;
  const mean = Float64Array.from({ length: n }, (_, i) => values[1 + 2 * i]!);
  const deviation = Float64Array.from({ length: n }, (_, i) => values[2 + 2 * i]!);
  const covariance = new Float64Array(n * n);
  for (let at = 1 + 2 * n; at < values.length; at += 3) {
    const i = values[at]! - 1;
    const j = values[at + 1]! - 1;
    covariance[i * n + j] = covariance[j * n + i] = values[at + 2]! * deviation[i]! * deviation[j]!;
  }
  return { n, mean, covariance };
}
