import type { ConvexGoal } from "../../program/goal.ts";
import type { Program } from "../../program/program.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import { isSolved, type Outcome } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import type { GeneratedRows } from "./conic-risk-of.ts";
import { learnt, roundTolerance, solveOnce } from "./solve-once.ts";
import { sharpened } from "./sharpened.ts";

const mostSteps = 100;
/** Newton decrement below which steps are taken whole, and below which the weights are rough and fine enough. */
const whole = 0.25;
const rough = 1e-5;
const fine = 1e-8;
/** Risk, in its own size, that is no more than rounding. */
const riskless = 1e-10;
/** Steps no shorter than before after which they are rounding, if they are this short. */
const patience = 3;
const short = 1e-3;
/** Share of a weight that stays, whatever the step. */
const kept = 0.05;

/** How a search stands: what a next one may start from. */
export interface LogsState {
  readonly rows: GeneratedRows;
  weights: Float64Array;
}

/** What {@link minimizeBesideLogs} needs beside the problem. */
export interface BesideLogs {
  /** Multiples of the logarithms, above 0. */
  readonly logs: Float64Array;
  /** `rough`: only the weights are needed, to five digits. */
  readonly accuracy: "rough" | "fine";
  /** Risk of degree 1 whose best multiple of any weights is known, where nothing limits them. */
  readonly scaled?: RiskTerm;
}

/**
 * Minimises a convex goal - sum logs_i ln w_i over a program without integers: damped Newton steps on the logarithms
 * (self-concordant: Nesterov & Nemirovskii 1994), each a cone program with their parabolas in their place. What risks
 * generate rows learns on the way.
 */
export function* minimizeBesideLogs(
  goal: ConvexGoal,
  program: Program,
  state: LogsState,
  { logs, accuracy, scaled }: BesideLogs,
): Solving<Outcome> {
  let iterations = 0;
  const total = logs.reduce((sum, log) => sum + log, 0);
  const least = logs.reduce((low, log) => Math.min(low, log), Infinity);
  const enough = accuracy === "rough" ? rough : fine;
  let close = false;
  let shortest = Infinity;
  let stalled = 0;
  for (let step = 1; step <= mostSteps; step += 1) {
    const near = { bent: [], weights: state.weights };
    const extras = { logs, near, ...(close && accuracy === "fine" ? {} : { tolerance: roundTolerance }) };
    const found: Outcome = yield* solveOnce(goal, program, state.rows, extras);
    if (!isSolved(found)) return found.status === "not-converged" ? { ...found, iterations } : found;
    iterations += found.iterations;
    const lacked = learnt(state.rows, found.weights, close && accuracy === "fine" ? "exact" : "near");
    const decrement = decrementOf(state.weights, found.weights, logs, least);
    const share = decrement <= whole ? 1 : 1 / (1 + decrement);
    state.weights = moved(state.weights, found.weights, share);
    if (scaled !== undefined) {
      const risk = scaled.value(state.weights);
      if (!(risk > riskless * scaled.magnitude(state.weights, new Float64Array(program.size))))
        return { status: "unbounded", direction: state.weights };
      state.weights = state.weights.map((weight) => (weight * total) / risk);
    }
    yield { phase: "logarithms", done: step };
    stalled = lacked || decrement > short || decrement < shortest / 2 ? 0 : stalled + 1;
    shortest = Math.min(shortest, decrement);
    if (lacked || (decrement > enough && stalled < patience)) continue;
    if (accuracy === "rough") return { ...found, iterations };
    if (!close) {
      close = true;
      stalled = 0;
      shortest = Infinity;
      continue;
    }
    const sharper: Outcome = yield* sharpened(goal, program, true, { ...found, iterations }, (parabolas) =>
      solveOnce(goal, program, state.rows, { logs, near: parabolas }),
    );
    if (!isSolved(sharper)) return sharper;
    state.weights = sharper.weights.slice();
    if (!learnt(state.rows, sharper.weights)) return sharper;
  }
  return { status: "not-converged", iterations, residual: Number.NaN };
}

/** Length of a step in the metric of the logarithms. */
function decrementOf(from: Float64Array, to: Float64Array, logs: Float64Array, least: number): number {
  let sum = 0;
  for (let i = 0; i < from.length; i += 1) sum += (logs[i]! / least) * (to[i]! / from[i]! - 1) ** 2;
  return Math.sqrt(sum);
}

function moved(from: Float64Array, to: Float64Array, share: number): Float64Array {
  return from.map((weight, i) => Math.max(weight + share * (to[i]! - weight), kept * weight));
}
