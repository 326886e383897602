import { invalidInput, PlimsollError } from "@plimsoll/core";
import {
  luFactor,
  luSolve,
  normalCdf,
  RandomStream,
  tailRegression,
  type TailRegression,
  tailScoreTest,
} from "@plimsoll/numeric";
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
  /**
   * Which test `statistic` and `pValue` are of: the score of right forecasts, or the distance of the estimates from (0, 1) in
   * their own errors, as in the paper.
   * @defaultValue "score", with `bootstrap` "wald"
   */
  readonly test?: "score" | "wald";
  /** Errors of the coefficients, see numeric's `tailRegression`. @defaultValue "location-scale" */
  readonly errors?: "robust" | "location-scale";
  /**
   * The p-value of the Wald test from resampled periods instead of the chi-square law.
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
  /** Holds its size from about six exceptions on. */
  readonly score: ChiSquareResult;
  /** As in the paper; with fewer than a few hundred exceptions right forecasts are rejected too often. */
  readonly wald: ChiSquareResult;
  /** Which regressor the quantile has: the ES forecast, or the VaR forecast where it was given. */
  readonly version: "strict" | "auxiliary";
  /** ES of r + forecast alone: its mean, and the one-sided p-value against forecasts that are too low. */
  readonly interceptTest: { readonly intercept: number; readonly statistic: number; readonly pValue: number };
}

/**
 * Regression test of expected shortfall: the ES of returns regressed on its forecast has intercept 0 and slope 1 (Bayer &
 * Dimitriadis 2022, definition 24).
 *
 * Quantile and ES are regressed together (numeric's `tailRegression`); the hypothesis has two degrees of freedom. The paper's
 * Wald test rejects right forecasts too often while exceptions are few (at 97.5 %, 5 % nominal: 28, 18 and 13 % of 200 right
 * histories of 250, 500 and 1000 periods), and its bootstrap (Efron's, of periods) errs the other way (none of 57 of 1000 to
 * 1500). The score test (numeric's `tailScoreTest`) asks the same without leaving the hypothesis: 3.0, 3.5 and 6.0 % of the same
 * histories, and of histories whose ES is 20 % too low 68, 96 and 100 % (Wald 48, 84 and 100 %, its excess size included).
 * Needs no VaR forecasts (strict version); with them the quantile has its own
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
  const wald = chiSquareResult(distance(fit, [0, 1]), 2);
  const score = chiSquareResult(
    tailScoreTest(quantile, shortfall, rows, series, tail, Float64Array.of(0, 1)).statistic,
    2,
  );
  const { test = bootstrap === undefined ? "score" : "wald" } = input;
  if (test !== "score" && test !== "wald") {
    throw invalidInput("test", `test: expected "score" or "wald", was ${String(test)}`);
  }
  if (test === "score" && bootstrap !== undefined) {
    throw invalidInput("bootstrap", 'bootstrap: resamples the Wald test: leave it out, or choose test "wald"');
  }
  const refit = (chosen: Int32Array): TailRegression => {
    const pick = ({ matrix, columns }: Regressors): Regressors => ({
      matrix: Float64Array.from({ length: rows * columns }, (_, i) => matrix[chosen[i >> 1]! * 2 + (i & 1)]!),
      columns,
    });
    const y = Float64Array.from(chosen, (t) => series[t]!);
    return tailRegression(pick(quantile), pick(shortfall), rows, y, tail, { errors });
  };
  return {
    ...(test === "score" ? score : wald),
    ...(bootstrap === undefined
      ? {}
      : { pValue: resampled(refit, [intercept, slope], wald.statistic, rows, bootstrap.draws, bootstrap.seed) }),
    score,
    wald,
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
    if (distance(refit(chosen), centre) >= statistic) atLeast++;
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
function distance(
  { shortfallCoefficients, shortfallCovariance }: TailRegression,
  centre: readonly [number, number],
): number {
  const from = shortfallCoefficients.map((value, j) => value - centre[j]!);
  const solved = luSolve(luFactor(shortfallCovariance, 2), from);
  return solved[0]! * from[0]! + solved[1]! * from[1]!;
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
