import type { Json } from "./problem/normalize.ts";
import { attemptAsync, PlimsollError, type Result, throwIfAborted } from "@plimsoll/core";
import { accountMetrics, jointRiskAversion } from "./account-metrics.ts";
import { holds } from "./certify/certificate.ts";
import { type CertifyOptions, tolerances } from "./certify/certify.ts";
import { type Checked, checkInPieces } from "./certify/check.ts";
import { finish, type Pieces } from "./certify/pieces.ts";
import { readObjective } from "./certify/readings/objective-reading.ts";
import { checkedSupport } from "./certify/measures/checked-risk.ts";
import { dualsToRecord } from "./certify/duals.ts";
import { explain } from "./explain/explain.ts";
import { InfeasibleProblemError } from "./explain/infeasible-problem-error.ts";
import { sureOutcome } from "./program/sure-outcome.ts";
import type { Objective } from "./objectives/table.ts";
import type { PortfolioProblem } from "./problem/problem.ts";
import { type CompiledProblem, compileProblem } from "./program/compile.ts";
import { chargesValue } from "./program/charge.ts";
import { ticketsValue } from "./program/ticket.ts";
import { type PortfolioMetrics, type PortfolioSolution, solutionOf } from "./solution.ts";
import { solveOtherwise, solveProgram } from "./solve/dispatch.ts";
import { drive, drivePieces, phasePacer, type SolveOptions } from "./solve/driver.ts";
import { isSolved, type Outcome, type Solved } from "./solve/outcome.ts";

/** Options of {@link optimize}. */
export interface OptimizeOptions extends SolveOptions, CertifyOptions {}

/**
 * Solves a portfolio problem and certifies the answer.
 *
 * The problem is plain data (see {@link PortfolioProblem}); the portfolio comes back with a certificate made by
 * {@link certify}, which shares no code with the solvers: where it doesn't hold within `tolerance`, no portfolio is
 * called optimal. Weights are fractions that sum to the budget; expected returns and risks are in the unit of the
 * estimates; NaN is rejected by name. Without constraints of their kind, budget 1 and lower bound 0 hold, and
 * `assumptions` says so.
 *
 * Throws `PlimsollError`: `INVALID_INPUT` (the message names the field), `INFEASIBLE` (an
 * {@link InfeasibleProblemError} with the conflicting constraints and the least relaxation), `UNBOUNDED`,
 * `NO_POSITIVE_EXCESS_RETURN`, `NOT_CONVERGED`, `UNSUPPORTED`, `ABORTED`.
 *
 * @example
 * ```ts
 * import { optimize } from "@plimsoll/optimize";
 *
 * const solution = await optimize({
 *   assets: ["STOCKS", "BONDS", "GOLD"],
 *   mean: [0.07, 0.03, 0.04],
 *   covariance: [[0.04, 0.002, 0.001], [0.002, 0.0036, 0.0004], [0.001, 0.0004, 0.0225]],
 *   periodsPerYear: 1,
 *   objective: { kind: "max-ratio", risk: { kind: "variance" }, riskFreeRate: 0.02 },
 *   constraints: [{ kind: "bounds", lower: 0, upper: 0.6 }, "STOCKS + GOLD <= 0.5"],
 * });
 * console.log(solution.status, solution.weights["BONDS"]!.toFixed(3), solution.metrics.ratio!.toFixed(3));
 * // optimal 0.517 0.305
 * ```
 */
export async function optimize(problem: PortfolioProblem, options: OptimizeOptions = {}): Promise<PortfolioSolution> {
  const pace = phasePacer(options.now);
  const compiled = await compileProblem(problem);
  await pace();
  throwIfAborted(options.signal);
  return optimizeCompiled(compiled, options);
}

/** {@link optimize} of a compiled problem. */
export async function optimizeCompiled(
  compiled: CompiledProblem,
  options: OptimizeOptions,
): Promise<PortfolioSolution> {
  const { relativeGap } = tolerances(options);
  const pace = phasePacer(options.now);
  const { outcome, milliseconds } = await drive(solveProgram(compiled, relativeGap), options);
  await pace();
  throwIfAborted(options.signal);
  if (!isSolved(outcome)) throw await failureOf(outcome, compiled, options);
  const first = await attemptAsync(() =>
    drivePieces(reportInPieces(compiled, outcome, milliseconds, options), options),
  );
  if (first.success) return first.data;
  const otherwise = first.error.code === "NOT_CONVERGED" ? solveOtherwise(compiled) : undefined;
  if (otherwise === undefined) throw first.error;
  const second = await drive(otherwise, options);
  if (!isSolved(second.outcome)) throw first.error;
  return drivePieces(reportInPieces(compiled, second.outcome, milliseconds + second.milliseconds, options), options);
}

/**
 * {@link optimize} that returns an expected failure (a `PlimsollError`) as a value.
 *
 * @example
 * ```ts
 * import { safeOptimize } from "@plimsoll/optimize";
 *
 * const result = await safeOptimize({
 *   assets: ["A", "B"],
 *   covariance: [[1, 0], [0, 1]],
 *   objective: { kind: "min-risk" },
 *   constraints: [{ kind: "bounds", name: "cap", upper: 0.4 }],
 * });
 * console.log(result.success ? "solved" : result.error.code); // INFEASIBLE
 * ```
 */
export function safeOptimize(
  problem: PortfolioProblem,
  options: OptimizeOptions = {},
): Promise<Result<PortfolioSolution>> {
  return attemptAsync(() => optimize(problem, options));
}

/** Certifies an outcome and puts it into the user's words; throws `NOT_CONVERGED` where "optimal" isn't proven. */
export function report(
  compiled: CompiledProblem,
  outcome: Solved,
  milliseconds: number,
  options: CertifyOptions,
): PortfolioSolution {
  return finish(reportInPieces(compiled, outcome, milliseconds, options));
}

function* reportInPieces(
  compiled: CompiledProblem,
  outcome: Solved,
  milliseconds: number,
  options: CertifyOptions,
): Pieces<PortfolioSolution> {
  const multipliers = { rows: outcome.rowDuals, absolutes: outcome.absoluteDuals, caps: outcome.capDuals };
  const { weights, proof, bound } = outcome;
  const { goal } = compiled.lowered;
  const claim = { weights, multipliers, proof, reportedBound: bound };
  const checked = yield* checkInPieces(compiled, claim, tolerances(options));
  const { certificate } = checked;
  if (outcome.status === "optimal" && !holds(certificate)) throw notProven(checked, outcome.iterations);
  yield;
  return solutionOf(
    {
      // what no solver proves the check may
      status: goal.form === "prospect" && holds(certificate) ? "optimal" : outcome.status,
      weights: Object.fromEntries(compiled.context.assets.map((asset, i) => [asset, weights[i]! + 0])),
      objective: checked.objective,
      metrics: metricsOf(compiled, weights, proof),
      certificate,
      duals: goal.form === "prospect" ? {} : dualsToRecord(compiled, weights, multipliers, checked.boundDuals),
      stats: { solver: outcome.solver, iterations: outcome.iterations, nodes: outcome.nodes, milliseconds },
      assumptions: compiled.assumptions,
      ...(proof === undefined ? {} : { proof: outcome.stored ?? proof }),
    },
    weights,
  );
}

function notProven({ certificate }: Checked, iterations: number): PlimsollError<"NOT_CONVERGED"> {
  const { primalResidual, dualResidual, gap, tolerance } = certificate;
  const residual = Math.max(primalResidual, dualResidual ?? 0, gap);
  return new PlimsollError(
    "NOT_CONVERGED",
    `the solver's answer could not be certified: primal residual ${primalResidual}, dual residual ${dualResidual}, gap ${gap}, tolerance ${tolerance}`,
    { iterations, residual, tolerance },
  );
}

function metricsOf(compiled: CompiledProblem, weights: Float64Array, proof: Json | undefined): PortfolioMetrics {
  const { context, lowered } = compiled;
  const { mean } = context;
  const { goal, reported, riskFreeRate } = lowered;
  const expectedReturn = mean === undefined ? null : mean.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  const risk = reported === undefined ? null : reported.value(weights);
  const invested = weights.reduce((sum, weight) => sum + weight, 0);
  const divisor = reported === undefined ? 0 : (reported.homogeneous ?? reported).value(weights);
  const benchmarkReturn = reported?.benchmark?.reduce((sum, weight, i) => sum + weight * (mean?.[i] ?? 0), 0);
  const excess =
    expectedReturn === null
      ? null
      : expectedReturn - (benchmarkReturn ?? context.periodRate(riskFreeRate, "objective.riskFreeRate") * invested);
  const metrics = { expectedReturn, risk, ratio: excess === null || !(divisor > 0) ? null : excess / divisor };
  if (goal.form === "accounts") {
    const accounts = accountMetrics(goal, context.assets, proof);
    return { ...metrics, accounts, riskAversion: jointRiskAversion(accounts) };
  }
  if (goal.form === "prospect") {
    const sure = sureOutcome(goal.worth, readObjective(compiled, weights));
    const { reference = 0 } = compiled.objective as Extract<Objective, { readonly kind: "prospect-utility" }>;
    return { ...metrics, certaintyEquivalent: reference + sure };
  }
  if (goal.form !== "risk-budget") {
    const charges = goal.charges.filter(({ role }) => role === "cost");
    const { tickets = [] } = goal;
    if (charges.length === 0 && tickets.length === 0) return metrics;
    return { ...metrics, costs: chargesValue(charges, weights) + ticketsValue(tickets, weights) };
  }
  const gradient = new Float64Array(weights.length);
  // at a kink the proof says which slopes hold
  const total = checkedSupport(goal.risk, weights, gradient, proof);
  const shares = context.assets.map((asset, i) => [asset, (weights[i]! * gradient[i]!) / total] as const);
  return { ...metrics, contributions: Object.fromEntries(shares) };
}

async function failureOf(
  outcome: Exclude<Outcome, Solved>,
  compiled: CompiledProblem,
  options: SolveOptions,
): Promise<Error> {
  const { assets } = compiled.context;
  switch (outcome.status) {
    case "infeasible": {
      if (outcome.explained !== undefined)
        return new InfeasibleProblemError(outcome.explained.message, outcome.explained.details);
      const { outcome: explanation } = await drive(explain(compiled), options);
      if (!explanation.feasible) return InfeasibleProblemError.of(explanation, compiled.program.limits);
      return new PlimsollError(
        "NOT_CONVERGED",
        "the solver found no feasible portfolio although the constraints allow one: check their scaling",
        {
          iterations: 0,
          residual: Infinity,
          tolerance: 0,
        },
      );
    }
    case "unbounded": {
      const { direction } = outcome;
      const moving =
        direction === undefined || direction.every((value) => value === 0)
          ? undefined
          : Object.fromEntries(assets.map((asset, i) => [asset, direction[i]!]));
      const message =
        outcome.message ?? "the objective improves without limit: add bounds, or a limit on gross exposure or risk";
      return new PlimsollError("UNBOUNDED", message, moving === undefined ? {} : { direction: moving });
    }
    case "no-excess":
      return new PlimsollError(
        "NO_POSITIVE_EXCESS_RETURN",
        `no feasible portfolio earns more than the risk-free rate (the best excess return is ${outcome.largest}), so no ratio can be maximised: lower riskFreeRate, or minimise risk instead`,
        { largest: outcome.largest },
      );
    case "not-converged":
      return new PlimsollError("NOT_CONVERGED", `the solver gave up after ${outcome.iterations} iterations`, {
        iterations: outcome.iterations,
        residual: outcome.residual,
        tolerance: tolerances({}).tolerance,
      });
  }
}
