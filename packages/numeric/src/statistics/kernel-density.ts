import { normalCdf, normalPdf } from "../distributions/normal.ts";
import { standardDeviation } from "./moments.ts";
import { quantileSorted } from "./quantile.ts";
import { findRoot } from "./root.ts";
import { sorted } from "./selection.ts";

/** Rules for the width of a Gaussian kernel. */
export type BandwidthRule = "silverman" | "scott";

/**
 * The width of a Gaussian kernel by rule of thumb: `"silverman"` 0.9 min(sd, IQR / 1.34) n^(-1/5) (Silverman 1986),
 * `"scott"` 1.059 sd n^(-1/5) (Scott 1992).
 *
 * Where the quartiles coincide, the standard deviation alone counts. A constant series gives 0; NaN gives NaN.
 *
 * @example
 * ```ts
 * import { kernelBandwidth } from "@plimsoll/numeric";
 *
 * console.log(kernelBandwidth(Float64Array.of(-2, -1, 0, 1, 2)).toFixed(4)); // 0.9736
 * ```
 */
export function kernelBandwidth(x: Float64Array, rule: BandwidthRule = "silverman"): number {
  const deviation = standardDeviation(x);
  const shrink = x.length ** -0.2;
  if (rule === "scott") return 1.059 * deviation * shrink;
  const ascending = sorted(x);
  const spread = (quantileSorted(ascending, 0.75) - quantileSorted(ascending, 0.25)) / 1.34;
  return 0.9 * (spread > 0 ? Math.min(deviation, spread) : deviation) * shrink;
}

/**
 * Density of a sample smoothed by a Gaussian kernel, mean phi((at - x_i) / bandwidth) / bandwidth.
 *
 * @example
 * ```ts
 * import { kernelDensity } from "@plimsoll/numeric";
 *
 * console.log(kernelDensity(Float64Array.of(0), 0, 1).toFixed(6)); // 0.398942
 * ```
 */
export function kernelDensity(x: Float64Array, at: number, bandwidth: number): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += normalPdf((at - x[i]!) / bandwidth);
  return total / (x.length * bandwidth);
}

/**
 * Distribution function of a sample smoothed by a Gaussian kernel, mean Phi((at - x_i) / bandwidth).
 *
 * @example
 * ```ts
 * import { kernelCdf } from "@plimsoll/numeric";
 *
 * console.log(kernelCdf(Float64Array.of(-1, 1), 0, 0.5)); // 0.5
 * ```
 */
export function kernelCdf(x: Float64Array, at: number, bandwidth: number): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += normalCdf((at - x[i]!) / bandwidth);
  return total / x.length;
}

/**
 * The point where {@link kernelCdf} is `probability`, to rounding. Throws `RangeError` unless the probability lies strictly
 * between 0 and 1 and the bandwidth is positive.
 *
 * @example
 * ```ts
 * import { kernelQuantile } from "@plimsoll/numeric";
 *
 * console.log(kernelQuantile(Float64Array.of(0), 0.05, 1).toFixed(6)); // -1.644854
 * ```
 */
export function kernelQuantile(x: Float64Array, probability: number, bandwidth: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`expected a probability strictly between 0 and 1, was ${probability}`);
  }
  if (!(bandwidth > 0 && bandwidth < Infinity)) throw new RangeError(`expected a positive bandwidth, was ${bandwidth}`);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < x.length; i++) {
    low = Math.min(low, x[i]!);
    high = Math.max(high, x[i]!);
  }
  return findRoot((at) => kernelCdf(x, at, bandwidth) - probability, low - 38 * bandwidth, high + 38 * bandwidth, {
    tolerance: 1e-15 * Math.max(bandwidth, high - low),
  });
}
