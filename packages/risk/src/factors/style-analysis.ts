import { invalidInput, PlimsollError } from "@plimsoll/core";
import { covarianceMatrix, solveQuadratic } from "@plimsoll/numeric";
import type { ReturnPanelLike } from "../input/return-series.ts";
import { alignFactors, type FactorSelection } from "./aligned.ts";

/** The mix of style indices that a fund behaves like. */
export interface StyleAnalysis {
  /** Fractions of the styles, at least 0, sum 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** Share of the fund's variance that the mix explains; can be negative. */
  readonly rSquared: number;
  /** Deviation of the fund's return from the mix, per period, ddof 1. */
  readonly trackingError: number;
  /** Mean return of the fund over the mix, per period. */
  readonly selection: number;
  readonly periods: number;
}

/**
 * Returns-based style analysis (Sharpe 1992): the weights, non-negative with sum 1, whose mix has the smallest tracking error.
 *
 * @param input `returns`: one fund; `factors`: the style indices, joined by date.
 *
 * @example
 * ```ts
 * import { styleAnalysis } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 40 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const values = Float64Array.from(dates.flatMap((_, t) => [Math.sin(t * 3), Math.cos(t * 5), Math.sin(t * 7)]));
 * const factors = { assets: ["value", "growth", "bonds"], rows: 40, columns: 3, dates, values };
 * const fund = Float64Array.from(dates, (_, t) => 0.7 * values[3 * t]! + 0.3 * values[3 * t + 2]!);
 * const { weights } = styleAnalysis({ returns: { assets: ["fund"], rows: 40, columns: 1, dates, values: fund }, factors });
 * console.log(Object.entries(weights).map(([name, w]) => `${name} ${w.toFixed(2)}`).join(", ")); // value 0.70, growth 0.00, bonds 0.30
 * ```
 */
export function styleAnalysis(
  input: FactorSelection & { readonly returns: ReturnPanelLike; readonly factors: ReturnPanelLike },
): StyleAnalysis {
  if (input.returns.columns !== 1) {
    throw invalidInput("returns", `returns: expected one fund, there are ${input.returns.columns}: select one`);
  }
  const { rows, factors, returns, factorReturns } = alignFactors(
    input.returns,
    input.factors,
    input,
    (count) => count + 2,
  );
  const k = factors.length;
  const joint = new Float64Array(rows * (k + 1));
  for (let t = 0; t < rows; t++) {
    joint[t * (k + 1)] = returns[t]!;
    joint.set(factorReturns.subarray(t * k, (t + 1) * k), t * (k + 1) + 1);
  }
  const sigma = covarianceMatrix(joint, rows, k + 1);
  // in units of the fund's variance, so that the solver's tolerance means the same for daily and annual returns
  const unit = sigma[0]! > 0 ? sigma[0]! : 1;
  const hessian = new Float64Array(k * k);
  const linear = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    linear[i] = -sigma[i + 1]! / unit;
    for (let j = 0; j < k; j++) hessian[i * k + j] = sigma[(i + 1) * (k + 1) + j + 1]! / unit;
  }
  const solution = solveQuadratic({
    size: k,
    hessian,
    linear,
    rows: {
      count: 1,
      matrix: new Float64Array(k).fill(1),
      lower: Float64Array.of(1),
      upper: Float64Array.of(1),
    },
    lower: new Float64Array(k),
    upper: new Float64Array(k).fill(Infinity),
  });
  if (solution.status !== "optimal") {
    throw new PlimsollError(
      "NOT_CONVERGED",
      "factors: the style weights did not converge: leave out styles that repeat",
      {
        iterations: solution.iterations,
        residual: Math.max(solution.residuals.primal, solution.residuals.dual),
        tolerance: 1e-9,
      },
    );
  }
  const active = Float64Array.from({ length: rows }, (_, t) => {
    let mix = 0;
    for (let j = 0; j < k; j++) mix += solution.x[j]! * factorReturns[t * k + j]!;
    return returns[t]! - mix;
  });
  const selection = active.reduce((sum, value) => sum + value, 0) / rows;
  const variance = active.reduce((sum, value) => sum + (value - selection) ** 2, 0) / (rows - 1);
  return {
    weights: Object.fromEntries(factors.map((name, j) => [name, solution.x[j]!])),
    rSquared: sigma[0]! > 0 ? 1 - variance / sigma[0]! : 0,
    trackingError: Math.sqrt(variance),
    selection,
    periods: rows,
  };
}
