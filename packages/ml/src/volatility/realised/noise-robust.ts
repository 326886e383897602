import { invalidInput } from "@plimsoll/core";
import { readSeries, type SeriesInput } from "../../read-series.ts";

/** A variance that noise in the prices doesn't bias. */
export interface NoiseRobustVariance {
  readonly value: number;
  /** Estimated variance of the noise in one log price: realised variance over 2 n. */
  readonly noiseVariance: number;
}

function parzen(x: number): number {
  if (x <= 0.5) return 1 - 6 * x * x * (1 - x);
  return x >= 1 ? 0 : 2 * (1 - x) ** 3;
}

function squares(r: Float64Array, step: number): number {
  let sum = 0;
  for (let i = 0; i + step <= r.length; i += step) {
    let move = 0;
    for (let k = 0; k < step; k++) move += r[i + k]!;
    sum += move * move;
  }
  return sum;
}

/**
 * The realised kernel with Parzen weights (Barndorff-Nielsen, Hansen, Lunde & Shephard 2009): gamma_0 + 2 sum
 * k(h / (H + 1)) gamma_h over realised autocovariances of the intraday returns; never negative.
 *
 * @throws `INVALID_INPUT` for NaN or a bandwidth out of range, `NOT_ENOUGH_DATA` for fewer than 10 returns
 *
 * @example
 * ```ts
 * import { realisedKernel } from "@plimsoll/ml";
 *
 * const bounce = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0.001 : -0.001));
 * console.log(realisedKernel(bounce, { bandwidth: 10 }).value < 1e-6); // true
 * ```
 */
export function realisedKernel(
  intradayReturns: SeriesInput,
  options: {
    /** Autocovariances taken in, H. @defaultValue 3.5134 xi^(4/5) n^(3/5), xi^2 = noise variance / (variance of 20 returns joined) */
    readonly bandwidth?: number;
  } = {},
): NoiseRobustVariance & { readonly bandwidth: number } {
  const r = readSeries(intradayReturns, "intradayReturns", 10);
  const n = r.length;
  const noiseVariance = squares(r, 1) / (2 * n);
  const sparse = squares(r, Math.max(1, Math.min(20, Math.floor(n / 10))));
  const plugIn = 3.5134 * Math.pow(noiseVariance / sparse, 2 / 5) * Math.pow(n, 3 / 5);
  const bandwidth = options.bandwidth ?? Math.min(n - 1, Math.ceil(plugIn));
  if (!Number.isInteger(bandwidth) || bandwidth < 0 || bandwidth >= n) {
    throw invalidInput("bandwidth", `bandwidth: expected a whole number from 0 to ${n - 1}, was ${bandwidth}`);
  }
  let value = squares(r, 1);
  for (let lag = 1; lag <= bandwidth; lag++) {
    let product = 0;
    for (let i = lag; i < n; i++) product += r[i]! * r[i - lag]!;
    value += 2 * parzen(lag / (bandwidth + 1)) * product;
  }
  return { value, noiseVariance, bandwidth };
}

/**
 * The two-scale realised variance (Zhang, Mykland & Ait-Sahalia 2005): the mean over `subsamples` sparse grids less the
 * share of noise the dense grid shows, with the small-sample factor 1 / (1 - nbar / n). Can be negative in small samples.
 *
 * @throws `INVALID_INPUT` for NaN or subsamples out of range, `NOT_ENOUGH_DATA` for fewer than 10 returns
 *
 * @example
 * ```ts
 * import { twoScaleVariance } from "@plimsoll/ml";
 *
 * const drift = Array.from({ length: 100 }, () => 0.001);
 * console.log(twoScaleVariance(drift, { subsamples: 5 }).value > 0); // true
 * ```
 */
export function twoScaleVariance(
  intradayReturns: SeriesInput,
  options: {
    /** Sparse grids, K. @defaultValue n^(2/3), rounded */
    readonly subsamples?: number;
  } = {},
): NoiseRobustVariance & { readonly subsamples: number } {
  const r = readSeries(intradayReturns, "intradayReturns", 10);
  const n = r.length;
  const subsamples = options.subsamples ?? Math.round(Math.pow(n, 2 / 3));
  if (!Number.isInteger(subsamples) || subsamples < 2 || subsamples > n) {
    throw invalidInput("subsamples", `subsamples: expected a whole number from 2 to ${n}, was ${subsamples}`);
  }
  const dense = squares(r, 1);
  let move = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    move += r[i]! - (i >= subsamples ? r[i - subsamples]! : 0);
    if (i >= subsamples - 1) sum += move * move;
  }
  const mean = (n - subsamples + 1) / subsamples;
  const value = (sum / subsamples - (mean / n) * dense) / (1 - mean / n);
  return { value, noiseVariance: dense / (2 * n), subsamples };
}
