import { invalidInput, PlimsollError } from "@plimsoll/core";
import { dot } from "@plimsoll/numeric";
import { type OptimizeOptions, optimizeCompiled } from "../optimize.ts";
import type { PortfolioProblem } from "../problem/problem.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { VectorInput } from "../problem/inputs.ts";
import { readWeights } from "../problem/read-numbers.ts";
import { type CompiledProblem, compileProblem, lowerProblem } from "../program/compile.ts";
import type { Risk } from "../risks/table.ts";
import { drive } from "../solve/driver.ts";
import { applyForm } from "../solve/quadratic/apply-form.ts";
import type { Solving } from "../solve/solving.ts";
import { type CornerPortfolio, type FrontierPortfolio, PortfolioMaker } from "./frontier-portfolio.ts";
import { LineSearch } from "./line-search.ts";
import type { LineData, LinePoint } from "./line-data.ts";
import type { FrontierProjection, Projected } from "./project-on-frontier.ts";
import { cannotTrace, momentsOf, traceLine, type TracedLine, untraceable } from "./trace-line.ts";

/** Where on the frontier: one of three. */
export type FrontierPlace =
  /** In the unit of `mean`. */
  | { readonly targetReturn: number }
  /** In the unit of the objective's risk: a volatility where that is `standard-deviation`, otherwise a variance. */
  | { readonly targetRisk: number }
  /** As in `max-utility` with variance; Infinity is the least variance. */
  | { readonly riskAversion: number };

/**
 * The whole mean-variance frontier: its corners, between which weights are linear in the risk tolerance, so that every
 * efficient portfolio is read off exactly.
 */
export class ExactFrontier {
  readonly method = "critical-line";
  /** From least variance to greatest return, ascending in expected return, variance and risk tolerance. */
  readonly corners: readonly CornerPortfolio[];
  /** Whether expected return grows without limit, with risk, beyond the last corner. */
  readonly unbounded: boolean;
  /** Defaults that held because the problem didn't say otherwise. */
  readonly assumptions: readonly string[];
  readonly #line: LineData;
  readonly #search: LineSearch;
  readonly #maker: PortfolioMaker;
  readonly #context: ProblemContext;
  readonly #budget: number | undefined;
  readonly #byVolatility: boolean;

  /** Made by {@link criticalLine}. */
  constructor(compiled: CompiledProblem, line: LineData, options: OptimizeOptions) {
    this.#line = line;
    this.#search = new LineSearch(line);
    this.#maker = new PortfolioMaker(compiled, line, options);
    this.#context = compiled.context;
    this.#budget = compiled.program.budget;
    this.#byVolatility = compiled.lowered.reported?.kind === "standard-deviation";
    this.corners = line.corners.map((corner) => this.#maker.corner(corner));
    this.unbounded = line.ray !== undefined;
    this.assumptions = compiled.assumptions;
  }

  /**
   * The efficient portfolio of an expected return, a risk or a risk aversion. Throws `INVALID_INPUT` where the frontier
   * doesn't reach so far.
   */
  at(place: FrontierPlace): FrontierPortfolio {
    if ("targetReturn" in place) {
      const target = within("targetReturn", place.targetReturn, this.#search.returns);
      return this.#maker.portfolio(this.#search.byReturn(target));
    }
    if ("targetRisk" in place) {
      const [low, high] = this.#search.variances;
      const ends = this.#byVolatility ? ([Math.sqrt(low), Math.sqrt(high)] as const) : ([low, high] as const);
      const target = within("targetRisk", place.targetRisk, ends);
      return this.#maker.portfolio(this.#search.byVariance(this.#byVolatility ? target * target : target));
    }
    const { riskAversion } = place;
    if (!(riskAversion > 0))
      throw invalidInput("riskAversion", `expected riskAversion to be above 0, was ${riskAversion}`);
    return this.#maker.portfolio(this.#search.byTolerance(1 / riskAversion));
  }

  /**
   * The portfolio of the greatest Sharpe ratio. `riskFreeRate` is annual. Throws `NO_POSITIVE_EXCESS_RETURN` where no
   * portfolio earns more than that, `UNBOUNDED` where one does without risk, `UNSUPPORTED` where the sum of weights is not
   * fixed and the rate is not 0: the tangent portfolio then is on another frontier.
   */
  maxRatio({ riskFreeRate = 0 }: { readonly riskFreeRate?: number } = {}): FrontierPortfolio {
    const rate = this.#context.periodRate(riskFreeRate, "riskFreeRate");
    if (rate !== 0 && this.#budget === undefined) {
      const feature = "a ratio over a risk-free rate on a frontier without a fixed budget";
      throw new PlimsollError("UNSUPPORTED", `${feature} is not supported: use the objective "max-ratio"`, { feature });
    }
    const cash = rate * (this.#budget ?? 0);
    const point = this.#search.byRatio(cash);
    const excess = point.expectedReturn - cash;
    if (excess <= 0)
      throw new PlimsollError(
        "NO_POSITIVE_EXCESS_RETURN",
        `no portfolio on the frontier earns more than the risk-free rate (the best excess return is ${excess})`,
        { largest: excess },
      );
    if (!(point.variance > 0))
      throw new PlimsollError("UNBOUNDED", "a portfolio without risk earns more than the risk-free rate", {});
    return this.#maker.portfolio(point);
  }

  /** Where a portfolio of any origin stands beside the frontier; see {@link projectOnFrontier}. */
  project(portfolio: VectorInput): FrontierProjection {
    const weights = readWeights(portfolio, this.#context.assets, "weights");
    const { mean, form } = this.#line;
    const expectedReturn = dot(mean, weights);
    const variance = Math.max(0, dot(weights, applyForm(form, weights)));
    const volatility = Math.sqrt(variance);
    const compared = (point: LinePoint): Projected => {
      const change = point.weights.map((value, i) => value - weights[i]!);
      return {
        portfolio: this.#maker.portfolio(point),
        distance: Math.sqrt(dot(change, change)),
        turnover: change.reduce((sum, value) => sum + Math.abs(value), 0) / 2,
        excessReturn: point.expectedReturn - expectedReturn,
        excessVolatility: Math.sqrt(point.variance) - volatility,
      };
    };
    return {
      expectedReturn,
      variance,
      volatility,
      sameReturn: isWithin(expectedReturn, this.#search.returns)
        ? compared(this.#search.byReturn(expectedReturn))
        : null,
      sameRisk: isWithin(variance, this.#search.variances) ? compared(this.#search.byVariance(variance)) : null,
      nearest: compared(this.#search.nearest(weights)),
    };
  }
}

/**
 * The exact mean-variance frontier of a problem by the critical line method (Markowitz 1956; Niedermayer & Niedermayer
 * 2010; Bailey & Lopez de Prado 2013), as a parametric active set: for bounds and any linear constraints, kinks, equal
 * means and singular covariances.
 *
 * Constraints are the problem's; its objective only says whether risks are given as variance or standard deviation. Each
 * corner carries the residual of its optimality conditions, and any portfolio of the frontier a certificate.
 * Throws as `optimize` does, `UNSUPPORTED` under integer rules, costs, soft limits and risk limits, and `UNBOUNDED` where
 * expected return grows without any risk.
 *
 * @example
 * ```ts
 * import { criticalLine } from "@plimsoll/optimize";
 *
 * const frontier = await criticalLine({
 *   assets: ["A", "B", "C"],
 *   mean: [0.062, 0.146, 0.128],
 *   covariance: [[0.0146, 0.0187, 0.0145], [0.0187, 0.0854, 0.0104], [0.0145, 0.0104, 0.0289]],
 *   periodsPerYear: 1,
 *   objective: { kind: "min-risk", risk: { kind: "standard-deviation" } },
 * });
 * console.log(frontier.corners.map((corner) => corner.riskTolerance.toFixed(4)).join(" ")); // 0.0000 0.0333 0.1408 4.1667
 * console.log(frontier.at({ targetRisk: 0.15 }).expectedReturn.toFixed(4)); // 0.1213
 * ```
 */
export async function criticalLine(problem: PortfolioProblem, options: OptimizeOptions = {}): Promise<ExactFrontier> {
  const compiled = withoutObjective(await compileProblem(problem));
  const why = untraceable(compiled);
  if (why !== undefined) throw cannotTrace(why);
  const { form, mean } = momentsOf(compiled);
  const { outcome } = await drive(
    tracing(() => traceLine(compiled, form, mean)),
    options,
  );
  if (outcome.status === "traced") return new ExactFrontier(compiled, outcome.line, options);
  throw await failureOf(outcome, compiled, options);
}

/** The problem as one of least risk: targets and caps of its objective don't belong to the frontier. */
export function withoutObjective(compiled: CompiledProblem): CompiledProblem {
  const { context, objective, constraints, assumptions, costs } = compiled;
  const risk: Risk = "risk" in objective && objective.risk !== undefined ? objective.risk : { kind: "variance" };
  return lowerProblem(context, { kind: "min-risk", risk }, constraints, assumptions, costs);
}

// one step, so that a signal that is already aborted is seen
function* tracing(trace: () => TracedLine): Solving<TracedLine> {
  yield { phase: "critical line", done: 0 };
  return trace();
}

async function failureOf(
  outcome: Exclude<TracedLine, { readonly status: "traced" }>,
  compiled: CompiledProblem,
  options: OptimizeOptions,
): Promise<Error> {
  if (outcome.status === "unbounded") {
    const direction = Object.fromEntries(compiled.context.assets.map((asset, i) => [asset, outcome.direction[i]!]));
    const message = "expected return grows without limit at no risk: add bounds, or a limit on gross exposure";
    return new PlimsollError("UNBOUNDED", message, { direction });
  }
  const iterations = outcome.status === "not-converged" ? outcome.iterations : 0;
  // says which constraints conflict
  if (outcome.status === "infeasible") await optimizeCompiled(compiled, options);
  return new PlimsollError("NOT_CONVERGED", "the frontier could not be traced to its end: sample it instead", {
    iterations,
    residual: Infinity,
    tolerance: 0,
  });
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  const margin = 1e-9 * Math.max(Math.abs(low), Number.isFinite(high) ? Math.abs(high) : 0);
  return value >= low - margin && value <= high + margin;
}

function within(name: string, value: number, ends: readonly [number, number]): number {
  if (isWithin(value, ends)) return value;
  const [low, high] = ends;
  const range = Number.isFinite(high) ? `between ${low} and ${high}` : `at least ${low}`;
  throw invalidInput(name, `expected ${name} to be ${range}, the ends of the frontier, was ${value}`, {
    expected: range,
    received: String(value),
  });
}
