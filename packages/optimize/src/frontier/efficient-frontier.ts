import { attempt, invalidInput, PlimsollError } from "@plimsoll/core";
import { tolerances } from "../certify/certify.ts";
import type { MaxReturn } from "../objectives/max-return.ts";
import type { Objective } from "../objectives/table.ts";
import type { MinRisk } from "../objectives/min-risk.ts";
import { type OptimizeOptions, optimizeCompiled, report } from "../optimize.ts";
import type { PortfolioProblem } from "../problem/problem.ts";
import { type CompiledProblem, compileProblem, lowerProblem } from "../program/compile.ts";
import type { Risk } from "../risks/table.ts";
import type { PortfolioSolution } from "../solution.ts";
import { solveProgram } from "../solve/dispatch.ts";
import { drive } from "../solve/driver.ts";
import { isSolved, type Solved } from "../solve/outcome.ts";
import type { Solving } from "../solve/solving.ts";
import { sampleLine } from "./sample-line.ts";

/** Options of {@link efficientFrontier}. */
export interface FrontierOptions extends OptimizeOptions {
  /** How many portfolios, both ends included. @defaultValue 20 */
  readonly points?: number | undefined;
}

/** Efficient portfolios from least risk to greatest return. */
export interface Frontier {
  /** `sampled`: evenly spaced in expected return. */
  readonly method: "sampled";
  /** Certified portfolios in ascending order of expected return. */
  readonly points: readonly PortfolioSolution[];
}

/**
 * Samples the efficient frontier of a problem: portfolios of least risk, evenly spaced in expected return from the
 * least-risk one to the one of greatest return, each with its certificate. Constraints are the problem's, and so is the
 * risk where the objective names one (variance otherwise); the objective itself is not used. Where risk is variance or
 * volatility, the points are read off the exact frontier as `criticalLine` traces it. Throws as `optimize` does.
 *
 * @example
 * ```ts
 * import { efficientFrontier } from "@plimsoll/optimize";
 *
 * const frontier = await efficientFrontier(
 *   {
 *     assets: ["A", "B"],
 *     mean: [0.05, 0.1],
 *     covariance: [[0.01, 0], [0, 0.04]],
 *     periodsPerYear: 1,
 *     objective: { kind: "min-risk", risk: { kind: "standard-deviation" } },
 *   },
 *   { points: 3 },
 * );
 * console.log(frontier.points.map((point) => point.metrics.risk!.toFixed(4)).join(" ")); // 0.0894 0.1265 0.2000
 * ```
 */
export async function efficientFrontier(problem: PortfolioProblem, options: FrontierOptions = {}): Promise<Frontier> {
  const points = options.points ?? 20;
  if (!Number.isInteger(points) || points < 2)
    throw invalidInput("points", `expected at least 2 points, was ${points}`);
  const compiled = await compileProblem(problem);
  const { context, constraints, assumptions, costs, objective } = compiled;
  const risk: Risk = "risk" in objective && objective.risk !== undefined ? objective.risk : { kind: "variance" };
  const withObjective = (next: MinRisk | MaxReturn): CompiledProblem =>
    lowerProblem(context, next, constraints, assumptions, costs);
  const leastRisk = withObjective({ kind: "min-risk", risk });
  const reached = withObjective({ kind: "min-risk", risk, targetReturn: 0 });
  const line = await drive(sampleLine(leastRisk, points), options);
  if (line.outcome !== undefined) {
    const [first, ...rest] = line.outcome;
    const found = [await proven(leastRisk, first!.solved, options)];
    for (const { solved, expectedReturn } of rest)
      found.push(await proven(withTarget(reached, expectedReturn), solved, options));
    return { method: "sampled", points: found };
  }
  const least = await optimizeCompiled(leastRisk, options);
  const most = await optimizeCompiled(withObjective({ kind: "max-return" }), options);
  const low = least.metrics.expectedReturn!;
  const range = most.metrics.expectedReturn! - low;
  // several portfolios of greatest return may differ in risk: a hair below it the least risky one is found
  const targets = Array.from(
    { length: points - 1 },
    (_, k) => low + range * Math.min((k + 1) / (points - 1), 1 - 1e-10),
  );
  const programs = targets.map((targetReturn) => withTarget(reached, targetReturn));
  const { outcome } = await drive(sampleAll(programs, tolerances(options).relativeGap), options);
  return {
    method: "sampled",
    points: [least, ...outcome.map((solved, k) => report(programs[k]!, solved, 0, options))],
  };
}

/** The problem with another `targetReturn`, without lowering its constraints again. */
function withTarget(compiled: CompiledProblem, targetReturn: number): CompiledProblem {
  const { program } = compiled;
  const at = program.rows.findIndex(({ label }) => label === "targetReturn");
  const row = program.rows[at]!;
  return {
    ...compiled,
    objective: { ...compiled.objective, targetReturn } as Objective,
    program: {
      ...program,
      rows: program.rows.map((other, k) => (k === at ? { ...row, lower: targetReturn } : other)),
      limits: program.limits.map((limit, k) => (k === row.lowerLimit ? { ...limit, value: targetReturn } : limit)),
    },
  };
}

/** A point read off the exact frontier, or solved for where its certificate doesn't hold. */
async function proven(compiled: CompiledProblem, solved: Solved, options: OptimizeOptions): Promise<PortfolioSolution> {
  const read = attempt(() => report(compiled, solved, 0, options));
  if (read.success) return read.data;
  if (read.error.code !== "NOT_CONVERGED") throw read.error;
  const { outcome } = await drive(sampleAll([compiled], tolerances(options).relativeGap), options);
  return report(compiled, outcome[0]!, 0, options);
}

function* sampleAll(programs: readonly CompiledProblem[], relativeGap: number): Solving<readonly Solved[]> {
  const found: Solved[] = [];
  for (const program of programs) {
    const outcome = yield* solveProgram(program, relativeGap, found.at(-1)?.weights);
    if (!isSolved(outcome)) {
      throw new PlimsollError(
        "NOT_CONVERGED",
        `point ${found.length + 2} of the frontier could not be solved (${outcome.status})`,
        {
          iterations: 0,
          residual: Infinity,
          tolerance: 0,
        },
      );
    }
    found.push(outcome);
    yield { phase: "frontier", done: found.length, total: programs.length };
  }
  return found;
}
