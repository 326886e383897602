import { invalidInput, PlimsollError } from "@plimsoll/core";
import {
  choleskyFactor,
  choleskySolve,
  columnMeans,
  covarianceMatrix,
  fDistribution,
  leastSquares,
  longRunCovariance,
  normalCdf,
} from "@plimsoll/numeric";
import type { ReturnPanelLike } from "../input/return-series.ts";
import { alignFactors, type FactorSelection } from "./aligned.ts";
import { designOf } from "./time-series.ts";

/** Test assets and factors. */
export interface PricingInput extends FactorSelection {
  readonly returns: ReturnPanelLike;
  /** Joined to the returns by date. */
  readonly factors: ReturnPanelLike;
}

/** Whether all intercepts are 0. */
export interface GrsResult {
  readonly statistic: number;
  readonly pValue: number;
  /** Assets, and periods - assets - factors. */
  readonly degreesOfFreedom: readonly [number, number];
  readonly alphas: readonly { readonly asset: string; readonly alpha: number }[];
}

interface FirstPass {
  readonly assets: readonly string[];
  readonly factors: readonly string[];
  readonly rows: number;
  readonly returns: Float64Array;
  readonly factorReturns: Float64Array;
  readonly alphas: Float64Array;
  /** assets x factors. */
  readonly betas: Float64Array;
  readonly residuals: Float64Array;
}

function firstPass(input: PricingInput, minimum: (factors: number) => number): FirstPass {
  const data = alignFactors(input.returns, input.factors, input, minimum);
  const { rows, assets, factors } = data;
  const k = factors.length;
  const design = designOf(data, 0, rows);
  const alphas = new Float64Array(assets.length);
  const betas = new Float64Array(assets.length * k);
  const residuals = new Float64Array(rows * assets.length);
  for (let i = 0; i < assets.length; i++) {
    const y = Float64Array.from({ length: rows }, (_, t) => data.returns[t * assets.length + i]!);
    const { coefficients, rank } = leastSquares(design, rows, k + 1, y);
    if (rank < k + 1)
      throw invalidInput("factors", `factors: ${factors.join(", ")} are linearly dependent: leave one out`);
    alphas[i] = coefficients[0]!;
    betas.set(coefficients.subarray(1), i * k);
    for (let t = 0; t < rows; t++) {
      let fitted = 0;
      for (let j = 0; j <= k; j++) fitted += design[t * (k + 1) + j]! * coefficients[j]!;
      residuals[t * assets.length + i] = y[t]! - fitted;
    }
  }
  return { ...data, alphas, betas, residuals };
}

/** x' A^-1 x; throws `INVALID_INPUT` naming what is singular. */
function inverseForm(matrix: Float64Array, x: Float64Array, culprit: string): number {
  const n = x.length;
  const lower = new Float64Array(n * n);
  if (choleskyFactor(matrix, n, lower) < n) {
    throw invalidInput("returns", `returns: the covariance of the ${culprit} is singular: leave out what repeats`);
  }
  const solved = choleskySolve(lower, n, x);
  return solved.reduce((sum, entry, i) => sum + entry * x[i]!, 0);
}

/**
 * Whether traded factors price the assets: all intercepts are 0 (Gibbons, Ross & Shanken 1989).
 *
 * F = (T - N - K)/N (1 + m' Omega^-1 m)^-1 a' Sigma^-1 a with covariances divided by T, exact under normal residuals. Returns
 * and factors in excess of the risk-free rate. Throws `NOT_ENOUGH_DATA` unless T > N + K.
 *
 * @example
 * ```ts
 * import { grsTest } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 80 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const market = dates.map((_, t) => 0.02 * Math.sin(t * 12.9898));
 * const factors = { assets: ["MKT"], rows: 80, columns: 1, dates, values: Float64Array.from(market) };
 * const values = Float64Array.from(market.flatMap((m, t) => [0.01 + m + 0.003 * Math.cos(t * 7), 0.5 * m + 0.003 * Math.sin(t * 5)]));
 * console.log(grsTest({ returns: { assets: ["a", "b"], rows: 80, columns: 2, dates, values }, factors }).pValue < 0.001); // true
 * ```
 */
export function grsTest(input: PricingInput): GrsResult {
  const n = input.returns.columns;
  const { assets, factors, rows, alphas, residuals, factorReturns } = firstPass(input, (factors) => n + factors + 1);
  const k = factors.length;
  const sigma = covarianceMatrix(residuals, rows, n, { ddof: 0 });
  const omega = covarianceMatrix(factorReturns, rows, k, { ddof: 0 });
  const means = columnMeans(factorReturns, rows, k);
  const second = rows - n - k;
  const statistic =
    ((second / n) * inverseForm(sigma, alphas, "residuals")) / (1 + inverseForm(omega, means, "factors"));
  return {
    statistic,
    pValue: fDistribution(n, second).survival(statistic),
    degreesOfFreedom: [n, second],
    alphas: assets.map((asset, i) => ({ asset, alpha: alphas[i]! })),
  };
}

/** One risk premium. */
export interface RiskPremium {
  /** A factor, or `"zero-beta"`. */
  readonly name: string;
  /** Per period. */
  readonly premium: number;
  /** Fama & MacBeth's: betas are taken as known. */
  readonly standardError: number;
  /** With Shanken's correction for betas that are estimated. */
  readonly shankenError: number;
  /** premium / shankenError. */
  readonly tStatistic: number;
  readonly pValue: number;
}

/** Prices of risk by two-pass regression. */
export interface FamaMacBethResult {
  readonly premia: readonly RiskPremium[];
  /** Mean return less what the premia explain, one an asset. */
  readonly pricingErrors: readonly { readonly asset: string; readonly error: number }[];
  /** Explained share of the variance of mean returns across assets. */
  readonly crossSectionalRSquared: number;
  readonly periods: number;
}

/**
 * Risk premia by Fama & MacBeth (1973): betas over the whole sample, then one cross-section a period; premia are the means of its
 * coefficients.
 *
 * Standard errors come from the coefficients' variation over time, Newey-West with `lags`; Shanken's (1992) correction
 * multiplies what betas' errors add, (1 + c)(V - S/T) + S/T with c = g' S^-1 g, S the factor covariance. p-values are two-sided
 * normal. Throws `NOT_ENOUGH_DATA` unless there are more assets than factors + 1.
 *
 * @example
 * ```ts
 * import { famaMacBeth } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 60 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const market = dates.map((_, t) => 0.005 + 0.03 * Math.sin(t * 12.9898));
 * const factors = { assets: ["MKT"], rows: 60, columns: 1, dates, values: Float64Array.from(market) };
 * const betas = [0.5, 0.8, 1, 1.3];
 * const values = Float64Array.from(market.flatMap((m, t) => betas.map((b, i) => b * m + 0.004 * Math.cos(t * (i + 3)))));
 * const returns = { assets: ["a", "b", "c", "d"], rows: 60, columns: 4, dates, values };
 * const { premia } = famaMacBeth({ returns, factors });
 * console.log(premia.map(({ name, premium }) => `${name} ${premium.toFixed(3)}`).join(", ")); // zero-beta 0.000, MKT 0.005
 * ```
 */
export function famaMacBeth(
  input: PricingInput & {
    /** Lags of the Newey-West covariance of the coefficients. @defaultValue 0 */
    readonly lags?: number;
  },
): FamaMacBethResult {
  const { lags = 0 } = input;
  if (!Number.isInteger(lags) || lags < 0) throw invalidInput("lags", `lags: expected a whole number, was ${lags}`);
  const { assets, factors, rows, returns, betas, factorReturns } = firstPass(input, (count) => count + 3);
  const [n, k] = [assets.length, factors.length];
  if (n < k + 2) {
    throw new PlimsollError("NOT_ENOUGH_DATA", `returns: ${k + 2} assets are needed for ${k} premia, there are ${n}`, {
      required: k + 2,
      available: n,
      argument: "returns",
    });
  }
  const design = new Float64Array(n * (k + 1));
  for (let i = 0; i < n; i++) {
    design[i * (k + 1)] = 1;
    design.set(betas.subarray(i * k, (i + 1) * k), i * (k + 1) + 1);
  }
  const coefficients = new Float64Array(rows * (k + 1));
  for (let t = 0; t < rows; t++) {
    const fit = leastSquares(design, n, k + 1, returns.subarray(t * n, (t + 1) * n));
    if (fit.rank < k + 1) throw invalidInput("factors", "factors: the betas are linearly dependent across assets");
    coefficients.set(fit.coefficients, t * (k + 1));
  }
  const premia = columnMeans(coefficients, rows, k + 1);
  const variance = longRunCovariance(coefficients, rows, k + 1, { lags }).map((entry) => entry / (rows - 1));
  const omega = covarianceMatrix(factorReturns, rows, k);
  const c = inverseForm(omega, premia.slice(1), "factors");
  const means = columnMeans(returns, rows, n);
  const errors = means.map((average, i) => {
    let explained = 0;
    for (let j = 0; j <= k; j++) explained += design[i * (k + 1) + j]! * premia[j]!;
    return average - explained;
  });
  const grand = means.reduce((sum, average) => sum + average, 0) / n;
  const spread = means.reduce((sum, average) => sum + (average - grand) ** 2, 0);
  return {
    premia: ["zero-beta", ...factors].map((name, j): RiskPremium => {
      const own = variance[j * (k + 1) + j]!;
      const known = j === 0 ? 0 : omega[(j - 1) * k + j - 1]! / rows;
      const shankenError = Math.sqrt((1 + c) * (own - known) + known);
      const tStatistic = premia[j]! / shankenError;
      return {
        name,
        premium: premia[j]!,
        standardError: Math.sqrt(own),
        shankenError,
        tStatistic,
        pValue: 2 * normalCdf(-Math.abs(tStatistic)),
      };
    }),
    pricingErrors: assets.map((asset, i) => ({ asset, error: errors[i]! })),
    crossSectionalRSquared: 1 - errors.reduce((sum, error) => sum + error * error, 0) / spread,
    periods: rows,
  };
}
