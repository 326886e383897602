import { conicSteps, type ConicSolution } from "@plimsoll/numeric";
import type { ConvexGoal } from "../../program/goal.ts";
import type { Json } from "../../problem/normalize.ts";
import type { Program } from "../../program/program.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import type { Outcome, Solved } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import { minimizeCharges } from "./add-charges.ts";
import { limitAbsolute, limitRow, limitWeights, pricedViolation } from "./add-limits.ts";
import { capRisk, minimizeRisk, minimizeSquare } from "./add-risk.ts";
import { affine, type ConicDuals, ConicProgramModel } from "./conic-model.ts";
import { conicRiskOf, type GeneratedRows, isGenerated } from "./conic-risk-of.ts";
import { RankRows } from "./rank-rows.ts";
import { type Bent, type Parabolas, squareWeight } from "./sharpened.ts";

/** Below what the duals can be told from 0 anyway: the best iterate is taken. */
const smallestGap = 1e-16;

/** Tolerance of rounds of which only the portfolio is used. */
export const roundTolerance = 1e-9;

/** Rows of the risks that need them generated, taken at equal weights. */
export function generatedRows({ risk, coefficient }: ConvexGoal, { caps, size }: Program): GeneratedRows {
  const terms = [...(risk === undefined || coefficient === 0 ? [] : [risk]), ...caps.map(({ term }) => term)];
  const rows = new Map<RiskTerm, RankRows>();
  for (const term of terms) {
    const { shape, benchmark } = term;
    if (shape.form === "ranks" && isGenerated(term))
      rows.set(term, new RankRows(shape.scenarios, shape.rankWeights, benchmark));
  }
  learnt(rows, new Float64Array(size).fill(1 / size));
  return rows;
}

/** Whether some rows lacked something at a portfolio, which they then take in. */
export function learnt(rows: GeneratedRows, weights: Float64Array, accuracy: "exact" | "near" = "exact"): boolean {
  let lacked = false;
  for (const one of rows.values()) lacked = one.learn(weights, accuracy) || lacked;
  return lacked;
}

/** What a cone program has beside the goal. */
export interface ConicExtras {
  /** Parabolas in place of some norms, and of logarithms. */
  readonly near?: Parabolas;
  /** Multiples of logarithms of weights that the goal has less, by their parabolas: they need `near`. */
  readonly logs?: Float64Array;
  /** Half of weights'H weights that the goal has more. */
  readonly curvature?: { readonly size: number; readonly values: Float64Array };
  readonly tolerance?: number;
}

/** Solves the cone program of a goal. */
export function* solveOnce(
  goal: ConvexGoal,
  program: Program,
  generated: GeneratedRows,
  { near, logs, curvature, tolerance = smallestGap }: ConicExtras,
): Solving<Outcome> {
  const model = new ConicProgramModel(program.size);
  const { risk, coefficient, linear, charges } = goal;
  model.minimize({ constant: 0, variables: Array.from(linear, (_, i) => i), coefficients: linear });
  minimizeCharges(model, charges);
  if (logs !== undefined) minimizeLogs(model, logs, near!.weights);
  if (curvature !== undefined) minimizeCurvature(model, curvature);
  const own = risk === undefined || coefficient === 0 ? undefined : conicRiskOf(model, risk, generated);
  const square = near?.bent.find(({ cap }) => cap < 0);
  if (own !== undefined) {
    if (square === undefined) minimizeRisk(model, own, coefficient);
    else minimizeSquare(model, own, squareWeight(square));
  }
  const constraints = addConstraints(model, program, near?.bent, generated);
  const solution = yield* solveModel(model, tolerance);
  if (solution.status !== "optimal") return failureOf(solution, program.size);
  const duals = model.dualsOf(solution);
  const weights = withinBounds(solution.x.subarray(0, program.size), program);
  const proof = own?.proof?.(duals, weights, coefficient);
  return {
    status: "optimal",
    weights,
    ...constraints.multipliers(duals),
    ...withSupports(proof, constraints.supports(duals, weights)),
    solver: "conic interior point",
    iterations: solution.iterations,
    nodes: 0,
  };
}

/** - sum logs_i ln w_i, by their parabolas at given weights. */
function minimizeLogs(model: ConicProgramModel, logs: Float64Array, at: Float64Array): void {
  logs.forEach((log, i) => {
    model.minimizeProduct(i, i, log / (2 * at[i]! ** 2));
    model.minimize(affine(0, [i, (-2 * log) / at[i]!]));
  });
}

/** 1/2 weights'H weights. */
function minimizeCurvature(
  model: ConicProgramModel,
  { size, values }: { readonly size: number; readonly values: Float64Array },
): void {
  for (let i = 0; i < size; i += 1)
    for (let j = i; j < size; j += 1) model.minimizeProduct(i, j, values[i * size + j]! / (i === j ? 2 : 1));
}

/** What a solution that isn't optimal stands for. */
export function failureOf(solution: ConicSolution, size: number): Exclude<Outcome, Solved> {
  if (solution.status === "infeasible") return { status: "infeasible" };
  if (solution.status === "unbounded") return { status: "unbounded", direction: solution.x.slice(0, size) };
  const { primalResidual, dualResidual, gap, iterations } = solution;
  return { status: "not-converged", iterations, residual: Math.max(primalResidual, dualResidual, gap) };
}

/** The proof of a solution: what supports the objective's risk, and what supports each cap's. */
export function withSupports(
  proof: Json | undefined,
  supports: readonly Json[] | undefined,
): { readonly proof?: Json } {
  if (proof === undefined && supports === undefined) return {};
  return { proof: { ...(proof as { readonly [key: string]: Json } | undefined), ...(supports && { caps: supports }) } };
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
export function addConstraints(
  model: ConicProgramModel,
  program: Program,
  bent: readonly Bent[] = [],
  generated?: GeneratedRows,
): AddedConstraints {
  limitWeights(model, program);
  const rows = program.rows.map((row) => limitRow(model, row));
  const absolutes = program.absolutes.map((row) => limitAbsolute(model, row));
  const caps = program.caps.map(({ term, upper, penalty }, k) => {
    const risk = conicRiskOf(model, term, generated);
    const square = bent.find(({ cap }) => cap === k);
    if (square !== undefined) {
      minimizeSquare(model, risk, squareWeight(square));
      return { risk, price: (): number => square.price };
    }
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

/** Solves a model, with word of its progress after each step. */
export function* solveModel(model: ConicProgramModel, tolerance: number = smallestGap): Solving<ConicSolution> {
  const steps = conicSteps(model.program(), { tolerance });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { phase: "interior point", done: step.value.iteration };
  }
}

/** An interior point may miss a bound by rounding. */
export function withinBounds(weights: Float64Array, { lower, upper }: Program): Float64Array {
  return weights.map((weight, i) => Math.min(Math.max(weight, lower[i]!), upper[i]!));
}
