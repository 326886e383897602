import { mean } from "./mean.ts";

/**
 * Sample autocovariances at lags 0..`lags`, each the sum of products of deviations from the one mean over n.
 *
 * Dividing by n keeps the sequence positive semidefinite. NaN and Infinity give NaN; an empty series gives NaN; lags
 * beyond n - 1 are 0. Throws `RangeError` when `lags` is not a non-negative integer.
 *
 * @example
 * ```ts
 * import { autocovariances } from "@plimsoll/numeric";
 *
 * console.log(autocovariances(Float64Array.of(1, -1, 1, -1), 1).join(" ")); // 1 -0.75
 * ```
 */
export function autocovariances(x: Float64Array, lags: number): Float64Array {
  if (!Number.isInteger(lags) || lags < 0) {
    throw new RangeError(`expected the number of lags to be a non-negative integer, was ${lags}`);
  }
  const n = x.length;
  const centre = mean(x);
  const out = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags; lag++) {
    let products = 0;
    for (let i = lag; i < n; i++) products += (x[i]! - centre) * (x[i - lag]! - centre);
    out[lag] = products / n;
  }
  return out;
}

/**
 * Sample autocorrelations at lags 0..`lags`: the autocovariances over that of lag 0. A constant series gives NaN; the
 * rest of the NaN policy is that of {@link autocovariances}.
 *
 * @example
 * ```ts
 * import { autocorrelations } from "@plimsoll/numeric";
 *
 * console.log(autocorrelations(Float64Array.of(1, -1, 1, -1), 2).join(" ")); // 1 -0.75 0.5
 * ```
 */
export function autocorrelations(x: Float64Array, lags: number): Float64Array {
  const out = autocovariances(x, lags);
  const variance = out[0]!;
  return out.map((value) => value / variance);
}
