import type { OptimizeOptions } from "../optimize.ts";
import type { VectorInput } from "../problem/inputs.ts";
import type { PortfolioProblem } from "../problem/problem.ts";
import { criticalLine } from "./critical-line.ts";
import type { FrontierPortfolio } from "./frontier-portfolio.ts";

/** An efficient portfolio beside the one that was projected. */
export interface Projected {
  readonly portfolio: FrontierPortfolio;
  /** Euclidean distance of the weights. */
  readonly distance: number;
  /** Half the sum of absolute differences of the weights: what share of the portfolio would be traded. */
  readonly turnover: number;
  /** What the efficient portfolio is expected to earn more, in the unit of `mean`. */
  readonly excessReturn: number;
  /** What the efficient portfolio is more volatile; below 0 where it is safer. */
  readonly excessVolatility: number;
}

/** A portfolio with what it misses: its projections on the efficient frontier. */
export interface FrontierProjection {
  readonly expectedReturn: number;
  readonly variance: number;
  readonly volatility: number;
  /** The efficient portfolio of the same expected return, the least risky one that earns it; `null` off the frontier's range. */
  readonly sameReturn: Projected | null;
  /** The efficient portfolio of the same volatility, the one that earns most; `null` off the frontier's range. */
  readonly sameRisk: Projected | null;
  /** The efficient portfolio whose weights are nearest, in Euclidean distance. */
  readonly nearest: Projected;
}

/**
 * Projects a portfolio on a problem's mean-variance frontier: the efficient portfolios of the same expected return and of
 * the same risk, and the nearest one, each exact and with its distance. The portfolio itself need not meet the
 * constraints. Weights are a number for each asset in order, or a record by asset (those left out are 0). Throws as
 * `criticalLine` does.
 *
 * @example
 * ```ts
 * import { projectOnFrontier } from "@plimsoll/optimize";
 *
 * const projection = await projectOnFrontier(
 *   {
 *     assets: ["A", "B"],
 *     mean: [0.05, 0.1],
 *     covariance: [[0.01, 0], [0, 0.04]],
 *     periodsPerYear: 1,
 *     objective: { kind: "min-risk" },
 *   },
 *   { A: 0.9, B: 0.1 },
 * );
 * console.log(projection.nearest.portfolio.weights["B"]!.toFixed(2), projection.nearest.distance.toFixed(4)); // 0.20 0.1414
 * console.log(projection.sameReturn, projection.sameRisk!.excessReturn.toFixed(4)); // null 0.0100
 * ```
 */
export async function projectOnFrontier(
  problem: PortfolioProblem,
  weights: VectorInput,
  options: OptimizeOptions = {},
): Promise<FrontierProjection> {
  return (await criticalLine(problem, options)).project(weights);
}
