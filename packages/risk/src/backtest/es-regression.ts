import { invalidInput, PlimsollError } from "@plimsoll/core";
import { luFactor, luSolve, normalCdf, RandomStream, tailRegression, type TailRegression } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";
import { type ForecastInput, readForecasts, readShortfalls, tailOf } from "./forecast-record.ts";
import { type ChiSquareResult, chiSquareResult } from "./test-result.ts";

/** Forecasts for {@link esRegressionTest}. */
export interface EsRegressionInput {
  /** Simple returns, oldest first; a panel needs `weights`. */
  readonly returns: ReturnInput;
  readonly weights?: WeightInput;
  /** Positive, one a return. */
  readonly expectedShortfall: ForecastInput;
  /** Forecasts of value at risk; the auxiliary version regresses the quantile on them. */
  readonly valueAtRisk?: ForecastInput;
  /** @defaultValue 0.975 */
  readonly confidence?: number;
  /** Errors of the coefficients, see numeric's `tailRegression`. @defaultValue "location-scale" */
  readonly errors?: "robust" | "location-scale";
  /**
   * The p-value from resampled periods instead of the chi-square law, for samples with fewer than about 100 exceptions.
   * @defaultValue none
   */
  readonly bootstrap?: { readonly draws: number; readonly seed: number | string };
}

/** An ES regression and what it says of the forecasts. */
export interface EsRegressionResult extends ChiSquareResult {
  /** 0 when the forecasts are right; negative when they are too low. */
  readonly intercept: number;
  /** 1 when the forecasts are right. */
  readonly slope: number;
  readonly interceptError: number;
  readonly slopeError: number;
  /** Which regressor the quantile has: the ES forecast, or the VaR forecast where it was given. */
  readonly version: "strict" | "auxiliary";
  /** ES of r + forecast alone: its mean, and the one-sided p-value against forecasts that are too low. */
  readonly interceptTest: { readonly intercept: number; readonly statistic: number; readonly pValue: number };
}

/**
 * Regression test of expected shortfall: the ES of returns regressed on its forecast has intercept 0 and slope 1 (Bayer &
 * Dimitriadis 2022, definition 24).
 *
 * Quantile and ES are regressed together (numeric's `tailRegression`); the Wald statistic has two degrees of freedom. With
 * few exceptions the chi-square law rejects right forecasts too often (at 97.5 %, 5 % nominal: about 13 % of 1500 and 9 % of
 * 4000 periods): `bootstrap` resamples the statistic, and errs towards not rejecting (none of 57 right histories of 1000 to
 * 1500 periods). Needs no VaR forecasts (strict version); with them the quantile has its own
 * regressor (auxiliary version). Forecasts that never change have no slope: `NOT_ENOUGH_DATA`, use `interceptTest` of
 * varying ones or `mcneilFreyTest`. Other bad input throws `INVALID_INPUT`.
 */
export function esRegressionTest(input: EsRegressionInput): EsRegressionResult {
  const { returns, weights, confidence = 0.975 } = input;
  const tail = tailOf(checkConfidence(confidence));
  const { series } = returnSeries(returns, weights, { minimum: 50 });
  const rows = series.length;
  const shortfalls = readShortfalls(input.expectedShortfall, rows);
  const values = input.valueAtRisk === undefined ? null : readForecasts(input.valueAtRisk, rows, "valueAtRisk");
  for (const [argument, forecasts] of [
    ["expectedShortfall", shortfalls],
    ["valueAtRisk", values],
  ] as const) {
    if (forecasts === null || forecasts.some((value) => value !== forecasts[0])) continue;
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `${argument}: all forecasts are ${forecasts[0]}, no slope can be estimated: use mcneilFreyTest`,
      { required: 2, available: 1, argument },
    );
  }
  const { errors = "location-scale", bootstrap } = input;
  const shortfall = withIntercept(shortfalls);
  const quantile = values === null ? shortfall : withIntercept(values);
  const fit = tailRegression(quantile, shortfall, rows, series, tail, { errors });
  const [intercept, slope] = [fit.shortfallCoefficients[0]!, fit.shortfallCoefficients[1]!];
  const result = chiSquareResult(wald(fit, [0, 1]), 2);
  const refit = (chosen: Int32Array): TailRegression => {
    const pick = ({ matrix, columns }: Regressors): Regressors => ({
      matrix: Float64Array.from({ length: rows * columns }, (_, i) => matrix[chosen[i >> 1]! * 2 + (i & 1)]!),
      columns,
    });
    const y = Float64Array.from(chosen, (t) => series[t]!);
    return tailRegression(pick(quantile), pick(shortfall), rows, y, tail, { errors });
  };
  return {
    ...result,
    pValue:
      bootstrap === undefined
        ? result.pValue
        : resampled(refit, [intercept, slope], result.statistic, rows, bootstrap.draws, bootstrap.seed),
    intercept,
    slope,
    interceptError: Math.sqrt(fit.shortfallCovariance[0]!),
    slopeError: Math.sqrt(fit.shortfallCovariance[3]!),
    version: values === null ? "strict" : "auxiliary",
    interceptTest: interceptOnly(series, shortfalls, tail),
  };
}

interface Regressors {
  readonly matrix: Float64Array;
  readonly columns: 2;
}

/** Share of resampled histories whose distance from the fit, in their own errors, is at least `statistic`. */
function resampled(
  refit: (chosen: Int32Array) => TailRegression,
  centre: readonly [number, number],
  statistic: number,
  rows: number,
  draws: number,
  seed: number | string,
): number {
  if (!Number.isInteger(draws) || draws < 1) {
    throw invalidInput("bootstrap.draws", `bootstrap.draws: expected a positive whole number, was ${draws}`);
  }
  const stream = RandomStream.of(seed);
  const chosen = new Int32Array(rows);
  let atLeast = 0;
  for (let draw = 0; draw < draws; draw++) {
    for (let t = 0; t < rows; t++) chosen[t] = stream.integer(rows);
    if (wald(refit(chosen), centre) >= statistic) atLeast++;
  }
  return (1 + atLeast) / (1 + draws);
}

function withIntercept(forecasts: Float64Array): Regressors {
  const matrix = new Float64Array(2 * forecasts.length);
  for (let t = 0; t < forecasts.length; t++) {
    matrix[2 * t] = 1;
    matrix[2 * t + 1] = -forecasts[t]!;
  }
  return { matrix, columns: 2 };
}

/** Squared distance of the ES coefficients from `centre`, in their covariance. */
function wald(
  { shortfallCoefficients, shortfallCovariance }: TailRegression,
  centre: readonly [number, number],
): number {
  const distance = shortfallCoefficients.map((value, j) => value - centre[j]!);
  const solved = luSolve(luFactor(shortfallCovariance, 2), distance);
  return solved[0]! * distance[0]! + solved[1]! * distance[1]!;
}

/** A constant's regression moves with its data, so that shifting them below 0 keeps the logarithm of the score defined. */
function interceptOnly(
  series: Float64Array,
  shortfalls: Float64Array,
  tail: number,
): { readonly intercept: number; readonly statistic: number; readonly pValue: number } {
  const excess = series.map((value, t) => value + shortfalls[t]!);
  const shift =
    excess.reduce((a, b) => Math.max(a, b), -Infinity) + excess.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const constant = { matrix: new Float64Array(series.length).fill(1), columns: 1 };
  const moved = excess.map((value) => value - shift);
  const fit = tailRegression(constant, constant, series.length, moved, tail);
  const intercept = fit.shortfallCoefficients[0]! + shift;
  const statistic = intercept / Math.sqrt(fit.shortfallCovariance[0]!);
  return { intercept, statistic, pValue: normalCdf(statistic) };
}
