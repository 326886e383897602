import { conicSteps, type ConicSolution } from "@plimsoll/numeric";
import type { ConvexGoal } from "../../program/goal.ts";
import type { Json } from "../../problem/normalize.ts";
import type { Program } from "../../program/program.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import type { Outcome } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import { minimizeCharges } from "./add-charges.ts";
import { limitAbsolute, limitRow, limitWeights, pricedViolation } from "./add-limits.ts";
import { capRisk, minimizeRisk } from "./add-risk.ts";
import { type ConicDuals, type ConicModel, ConicProgramModel } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";

/** Below what the duals can be told from 0 anyway: the best iterate is taken. */
const tolerance = 1e-16;

/** Whether every risk of a goal and a program has a cone program. */
export function isConic({ risk, coefficient }: ConvexGoal, { caps }: Program): boolean {
  const terms = [...(risk === undefined || coefficient === 0 ? [] : [risk]), ...caps.map(({ term }) => term)];
  return terms.every(({ conic }) => conic !== undefined);
}

/**
 * Minimises a convex goal over a program without integers by the interior point method on one cone program: what serves
 * problems that no faster solver fits.
 */
export function* minimizeConic(goal: ConvexGoal, program: Program): Solving<Outcome> {
  const model = new ConicProgramModel(program.size);
  const { risk, coefficient, linear, charges } = goal;
  model.minimize({ constant: 0, variables: Array.from(linear, (_, i) => i), coefficients: linear });
  minimizeCharges(model, charges);
  const own = risk === undefined || coefficient === 0 ? undefined : addedRisk(model, risk);
  if (own !== undefined) minimizeRisk(model, own, coefficient);
  const constraints = addConstraints(model, program);
  const solution = yield* solveModel(model);
  if (solution.status === "infeasible") return { status: "infeasible" };
  if (solution.status === "unbounded") return { status: "unbounded", direction: solution.x.slice(0, program.size) };
  if (solution.status !== "optimal")
    return { status: "not-converged", iterations: solution.iterations, residual: residualOf(solution) };
  const duals = model.dualsOf(solution);
  const weights = withinBounds(solution.x.subarray(0, program.size), program);
  const multipliers = constraints.multipliers(duals);
  const proof = own?.proof?.(duals, weights, coefficient);
  const supports = constraints.supports(duals, weights);
  return {
    status: "optimal",
    weights,
    ...multipliers,
    ...(proof === undefined && supports === undefined
      ? {}
      : { proof: { ...(proof as object | undefined), ...(supports === undefined ? {} : { caps: supports }) } }),
    solver: "conic interior point",
    iterations: solution.iterations,
    nodes: 0,
  };
}

/** The constraints of a program in a model: what reads their multipliers and what supports their risks. */
export interface AddedConstraints {
  multipliers(duals: ConicDuals): {
    readonly rowDuals: Float64Array;
    readonly absoluteDuals: Float64Array;
    readonly capDuals: Float64Array;
  };
  /** Undefined where no cap needs any. */
  supports(duals: ConicDuals, weights: Float64Array): readonly Json[] | undefined;
}

/** Adds the bounds, rows, rows of absolute values and caps of a program. */
export function addConstraints(model: ConicProgramModel, program: Program): AddedConstraints {
  limitWeights(model, program);
  const rows = program.rows.map((row) => limitRow(model, row));
  const absolutes = program.absolutes.map((row) => limitAbsolute(model, row));
  const caps = program.caps.map(({ term, upper, penalty }) => {
    const risk = addedRisk(model, term);
    const excess = penalty === Infinity ? undefined : pricedViolation(model, penalty);
    return { risk, price: capRisk(model, risk, upper, excess) };
  });
  return {
    multipliers: (duals) => ({
      rowDuals: Float64Array.from(rows, (price) => price(duals)),
      absoluteDuals: Float64Array.from(absolutes, (price) => price(duals)),
      capDuals: Float64Array.from(caps, ({ price }) => -price(duals)),
    }),
    supports(duals, weights) {
      if (caps.every(({ risk }) => risk.proof === undefined)) return undefined;
      return caps.map(({ risk, price }) => {
        const worth = price(duals);
        return worth > 0 ? (risk.proof?.(duals, weights, worth) ?? null) : null;
      });
    },
  };
}

/** Adds a risk to a model. Throws where it has no cone program: ask {@link isConic} first. */
export function addedRisk(model: ConicModel, term: RiskTerm): ConicRisk {
  const added = term.conic?.(model);
  if (added === undefined) throw new Error(`the risk "${term.kind}" has no cone program`);
  return added;
}

/** Solves a model, with word of its progress after each step. */
export function* solveModel(model: ConicProgramModel): Solving<ConicSolution> {
  const steps = conicSteps(model.program(), { tolerance });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { phase: "interior point", done: step.value.iteration };
  }
}

/** Largest relative residual of a solution. */
export function residualOf({ primalResidual, dualResidual, gap }: ConicSolution): number {
  return Math.max(primalResidual, dualResidual, gap);
}

/** An interior point may miss a bound by rounding. */
export function withinBounds(weights: Float64Array, { lower, upper }: Program): Float64Array {
  return weights.map((weight, i) => Math.min(Math.max(weight, lower[i]!), upper[i]!));
}
