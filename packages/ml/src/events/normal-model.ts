import { invalidInput, PlimsollError } from "@plimsoll/core";
import { leastSquares } from "@plimsoll/numeric";

/**
 * What is expected without an event. `market-model`: alpha + beta market; `market-adjusted`: the market itself;
 * `mean-adjusted`: the mean of the estimation window.
 */
export type NormalModelKind = "market-model" | "market-adjusted" | "mean-adjusted";

/** A model fitted on an estimation window. */
export interface NormalModel {
  readonly kind: NormalModelKind;
  readonly alpha: number;
  readonly beta: number;
  readonly alphaStandardError: number;
  readonly betaStandardError: number;
  /** Standard deviation of the residuals, the fitted coefficients taken off the degrees of freedom. */
  readonly residualDeviation: number;
  readonly degreesOfFreedom: number;
  readonly observations: number;
  /** One a row of the estimation window; NaN where the row is missing. */
  readonly residuals: Float64Array;
  /** Row-major inverse of X'X of the regressors. */
  readonly inverseGram: Float64Array;
}

const regressorCount = { "market-model": 2, "market-adjusted": 0, "mean-adjusted": 1 } as const;

/** Refuses an unknown model, and one that needs a market where there is none. */
export function checkModel(kind: NormalModelKind, hasMarket: boolean): void {
  if (!Object.hasOwn(regressorCount, kind)) {
    const known = Object.keys(regressorCount).join(", ");
    throw invalidInput("model", `model: expected one of ${known}, was ${kind as string}`);
  }
  if (kind !== "mean-adjusted" && !hasMarket) {
    throw invalidInput("market", `market: the model "${kind}" needs one: pass it, or use "mean-adjusted"`);
  }
}

/**
 * Fits a model on rows `from` to `to` (excluded) of `y`; rows with a missing value are left out.
 * @throws `NOT_ENOUGH_DATA` with fewer than `minimum` rows, `INVALID_INPUT` for a market that does not move
 */
export function fitNormalModel(
  kind: NormalModelKind,
  y: Float64Array,
  market: Float64Array | undefined,
  from: number,
  to: number,
  minimum: number,
  name: string,
): NormalModel {
  const rows: number[] = [];
  for (let row = Math.max(0, from); row < to; row++) {
    if (!Number.isNaN(y[row]!) && !(kind !== "mean-adjusted" && Number.isNaN(market![row]!))) rows.push(row);
  }
  const regressors = regressorCount[kind];
  // a forecast error variance needs more than two degrees of freedom
  const required = Math.max(minimum, regressors + 3);
  if (rows.length < required) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `${name}: ${rows.length} of the ${to - from} rows of the estimation window hold values, at least ${required} are needed: ` +
        "pass a longer history, shorten the estimation window, or leave it out",
      { argument: name, required, available: rows.length },
    );
  }
  const target = Float64Array.from(rows, (row) => (kind === "market-adjusted" ? y[row]! - market![row]! : y[row]!));
  const design = new Float64Array(rows.length * regressors);
  rows.forEach((row, i) => {
    if (regressors > 0) design[i * regressors] = 1;
    if (regressors > 1) design[i * regressors + 1] = market![row]!;
  });
  const fit = regressors === 0 ? undefined : leastSquares(design, rows.length, regressors, target);
  if (fit !== undefined && fit.rank < regressors) {
    throw invalidInput("market", `${name}: the market does not move in the estimation window: use "mean-adjusted"`);
  }
  const alpha = fit?.coefficients[0] ?? 0;
  const beta = fit === undefined ? 1 : (fit.coefficients[1] ?? 0);
  const residuals = new Float64Array(to - from).fill(Number.NaN);
  let squares = 0;
  for (const row of rows) {
    const residual = y[row]! - alpha - (beta === 0 ? 0 : beta * market![row]!);
    residuals[row - from] = residual;
    squares += residual * residual;
  }
  const degreesOfFreedom = rows.length - regressors;
  const variance = squares / degreesOfFreedom;
  const largest = target.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(Math.sqrt(variance) > 1e-13 * largest)) {
    throw invalidInput(
      name,
      `${name}: leaves no residual in the estimation window: it is constant, or is the market itself`,
      {
        reason: "constant",
      },
    );
  }
  const inverseGram = fit?.inverseGram ?? new Float64Array(0);
  return {
    kind,
    alpha,
    beta,
    alphaStandardError: regressors > 0 ? Math.sqrt(variance * inverseGram[0]!) : 0,
    betaStandardError: regressors > 1 ? Math.sqrt(variance * inverseGram[3]!) : 0,
    residualDeviation: Math.sqrt(variance),
    degreesOfFreedom,
    observations: rows.length,
    residuals,
    inverseGram,
  };
}

/** What the model expects, given the market of the row. */
export function expectedValue(model: NormalModel, market: number): number {
  return model.alpha + (model.beta === 0 ? 0 : model.beta * market);
}

/**
 * Standard deviation of the error of a sum of `count` forecasts: s sqrt(count + x' (X'X)^-1 x), x the regressors summed
 * (Patell 1976; Mikkelson & Partch 1988). It covers that alpha and beta are estimates.
 */
export function forecastDeviation(model: NormalModel, count: number, marketSum: number): number {
  const { inverseGram: b, kind, residualDeviation } = model;
  let spread = count;
  if (kind === "mean-adjusted") spread += count * count * b[0]!;
  if (kind === "market-model") {
    spread += count * count * b[0]! + 2 * count * marketSum * b[1]! + marketSum * marketSum * b[3]!;
  }
  return residualDeviation * Math.sqrt(spread);
}
