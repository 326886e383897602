import { invalidInput } from "@plimsoll/core";
import { linearRegression, type RegressionErrors, studentTDistribution } from "@plimsoll/numeric";
import type { ReturnPanelLike } from "../input/return-series.ts";
import { type AlignedFactors, alignFactors, type FactorSelection } from "./aligned.ts";
import { describeFit, type FactorModelBase } from "./factor-model-shape.ts";

/** A regression of returns on factors that are given: CAPM, Fama-French, macroeconomic. */
export interface TimeSeriesSpec extends FactorSelection {
  readonly kind: "time-series";
  readonly returns: ReturnPanelLike;
  /** Factor returns, or changes of macroeconomic series, as a panel; joined to the returns by date. */
  readonly factors: ReturnPanelLike;
  /** Covariance of the coefficients. @defaultValue { kind: "classical" } */
  readonly errors?: RegressionErrors;
  /** @defaultValue 252 */
  readonly periodsPerYear?: number;
}

/** One coefficient of one asset. */
export interface FactorCoefficient {
  /** A factor, or `"alpha"`. */
  readonly name: string;
  readonly value: number;
  readonly standardError: number;
  readonly tStatistic: number;
  /** Two-sided, Student's t. */
  readonly pValue: number;
}

/** The regression of one asset. */
export interface AssetRegression {
  readonly asset: string;
  readonly coefficients: readonly FactorCoefficient[];
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  /** Per period. */
  readonly residualDeviation: number;
  readonly durbinWatson: number;
}

/** A time-series factor model. */
export interface TimeSeriesFactorModel extends FactorModelBase {
  readonly kind: "time-series";
  readonly regressions: readonly AssetRegression[];
  readonly conventions: Readonly<Record<string, string | number | boolean>>;
}

/** One regression an asset, all on the same dates. */
export function fitTimeSeries(spec: TimeSeriesSpec): TimeSeriesFactorModel {
  const data = alignFactors(spec.returns, spec.factors, spec, (factors) => factors + 3);
  const errors = spec.errors ?? { kind: "classical" };
  const { rows, assets, factors } = data;
  const k = factors.length;
  if (k === 0) throw invalidInput("factors", "factors: expected at least one factor");
  const design = designOf(data, 0, rows);
  const loadings = new Float64Array(assets.length * k);
  const alphas = new Float64Array(assets.length);
  const residuals = new Float64Array(rows * assets.length);
  let lags = 0;
  const regressions = assets.map((asset, i): AssetRegression => {
    const y = Float64Array.from({ length: rows }, (_, t) => data.returns[t * assets.length + i]!);
    const fit = linearRegression(design, rows, k + 1, y, errors);
    if (fit.rank < k + 1) {
      throw invalidInput(
        "factors",
        `factors: ${factors.join(", ")} and the constant are linearly dependent over these ${rows} dates: leave one out`,
      );
    }
    alphas[i] = fit.coefficients[0]!;
    loadings.set(fit.coefficients.subarray(1), i * k);
    for (let t = 0; t < rows; t++) residuals[t * assets.length + i] = fit.residuals[t]!;
    lags = fit.lags;
    const law = studentTDistribution(fit.degreesOfFreedom);
    const rSquared = 1 - fit.residualSumOfSquares / squaresAboutMean(y);
    return {
      asset,
      coefficients: ["alpha", ...factors].map((name, j): FactorCoefficient => {
        const [value, standardError] = [fit.coefficients[j]!, fit.standardErrors[j]!];
        const tStatistic = value / standardError;
        return { name, value, standardError, tStatistic, pValue: 2 * law.survival(Math.abs(tStatistic)) };
      }),
      rSquared,
      adjustedRSquared: 1 - ((1 - rSquared) * (rows - 1)) / fit.degreesOfFreedom,
      residualDeviation: Math.sqrt(fit.residualSumOfSquares / fit.degreesOfFreedom),
      durbinWatson: durbinWatson(fit.residuals),
    };
  });
  const base = describeFit({
    ...data,
    kind: "time-series",
    method: "time-series factor model",
    loadings,
    alphas,
    residuals,
    parameters: k + 1,
    periodsPerYear: spec.periodsPerYear ?? 252,
  });
  return {
    ...base,
    kind: "time-series",
    regressions,
    conventions: {
      errors: errors.kind,
      ...(errors.kind === "newey-west" ? { lags, smallSample: errors.smallSample ?? "none" } : {}),
      observations: rows,
      from: data.dates[0]!,
      to: data.dates.at(-1)!,
      returns: spec.riskFree === undefined ? "as given" : `in excess of ${spec.riskFree}`,
    },
  };
}

/** A column of ones and the factors, rows `from` to `to`. */
export function designOf({ factorReturns, factors }: AlignedFactors, from: number, to: number): Float64Array {
  const k = factors.length;
  const design = new Float64Array((to - from) * (k + 1));
  for (let t = from; t < to; t++) {
    design[(t - from) * (k + 1)] = 1;
    design.set(factorReturns.subarray(t * k, (t + 1) * k), (t - from) * (k + 1) + 1);
  }
  return design;
}

function squaresAboutMean(y: Float64Array): number {
  const centre = y.reduce((sum, value) => sum + value, 0) / y.length;
  return y.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}

function durbinWatson(residuals: Float64Array): number {
  let changes = 0;
  let squares = 0;
  for (let t = 0; t < residuals.length; t++) {
    squares += residuals[t]! ** 2;
    if (t > 0) changes += (residuals[t]! - residuals[t - 1]!) ** 2;
  }
  return changes / squares;
}
