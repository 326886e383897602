import { invalidInput } from "@plimsoll/core";
import type { BudgetGoal, ConvexGoal } from "../../program/goal.ts";
import { budgetRowOf, type Program } from "../../program/program.ts";
import { type BesideLogs, type LogsState, minimizeBesideLogs } from "../conic/beside-logs.ts";
import { minimizeConic } from "../conic/minimize-conic.ts";
import { generatedRows } from "../conic/solve-once.ts";
import type { Outcome, Solved } from "../outcome.ts";
import { searchRoot, type SearchPoint } from "../root-search.ts";
import type { Solving } from "../solving.ts";
import { isFeasible } from "./is-feasible.ts";
import { noBudget } from "./no-budget.ts";

const mostBrackets = 12;
/** How far the sum may be where the search is only rough, and how wide it then is around the root. */
const roughly = 1e-5;
const around = 1e-4;
/** How far the sum of weights may be from the budget, relatively. */
const tolerance = 1e-11;
const acceptable = 5e-9;

/**
 * Risk budgets of any convex, positive risk of degree 1 (definition 28), by cone programs: min risk - l sum b_i ln w_i over
 * the constraints without the budget. Where none binds one l serves, as weights scale with it; otherwise l is searched at
 * which they meet the budget. `start`: the portfolio without constraints, where it is known not to be feasible.
 */
export function* conicBudget(goal: BudgetGoal, program: Program, start?: Float64Array): Solving<Outcome> {
  const { risk, budgets } = goal;
  const budget = program.budget!;
  const { size } = program;
  const convex: ConvexGoal = {
    form: "convex",
    sense: "minimize",
    risk,
    coefficient: 1,
    linear: new Float64Array(size),
    charges: [],
  };
  let iterations = 0;
  const state: LogsState = {
    rows: generatedRows(convex, program),
    weights: new Float64Array(size).fill(budget / size),
  };
  const solve = function* (over: Program, l: number, how: Omit<BesideLogs, "logs">): Solving<Outcome> {
    const found = yield* minimizeBesideLogs(convex, over, state, { ...how, logs: budgets.map((share) => l * share) });
    if (found.status === "optimal" || found.status === "not-converged") iterations += found.iterations;
    return found;
  };
  if (hasRisklessAsset(goal)) throw riskless(risk.kind);
  let weights = start;
  if (weights === undefined) {
    const unit = Math.abs(risk.value(new Float64Array(size).fill(budget / size))) || 1;
    const free = yield* solve(withoutLimits(program), unit, { accuracy: "fine", scaled: risk });
    if (free.status === "unbounded" || free.status === "infeasible") throw riskless(risk.kind);
    if (free.status !== "optimal") return free;
    const total = free.weights.reduce((sum, weight) => sum + weight, 0);
    weights = free.weights.map((weight) => (weight * budget) / total);
    if (!(risk.value(weights) > 1e-10 * risk.magnitude(weights, new Float64Array(size)))) throw riskless(risk.kind);
    if (isFeasible(program, weights)) {
      const none = { rows: program.rows.length, absolutes: program.absolutes.length, caps: program.caps.length };
      return {
        ...free,
        weights,
        rowDuals: new Float64Array(none.rows),
        absoluteDuals: new Float64Array(none.absolutes),
        capDuals: new Float64Array(none.caps),
        proof: { ...(free.proof as object | undefined), multiplier: risk.value(weights) },
        iterations,
      };
    }
  }
  const budgetRow = budgetRowOf(program);
  const inner: Program = {
    ...program,
    rows: program.rows.filter((_, k) => k !== budgetRow),
    budget: undefined,
  };
  let failure: Outcome | undefined;
  const evaluate = (accuracy: BesideLogs["accuracy"]) =>
    function* (parameter: number): Solving<Point> {
      const before = state.weights.slice();
      const found = yield* solve(inner, parameter, { accuracy });
      if (found.status === "optimal")
        return { parameter, value: found.weights.reduce((sum, weight) => sum + weight, 0) - budget, point: found };
      failure ??= found;
      state.weights = before;
      return { parameter, value: Number.NaN, point: undefined };
    };
  state.weights = weights.slice();
  const near = yield* bracketed(evaluate("rough"), risk.value(weights), mostBrackets, 8);
  const root = yield* rootOf(near, evaluate("rough"), roughly * budget);
  // a sum that no l meets may still be met where bounds fix it
  const close = yield* bracketed(evaluate("fine"), root.parameter, hasRoot(near) ? mostBrackets : 0, 1 + around);
  const found = yield* rootOf(close, evaluate("fine"), tolerance * budget);
  if (found.point === undefined) return failure ?? { status: "not-converged", iterations, residual: Number.NaN };
  if (Math.abs(found.value) > acceptable * budget) {
    if (hasRoot(close) || hasRoot(near)) return { status: "not-converged", iterations, residual: found.value };
    const nearest = yield* minimizeConic({ ...convex, risk: undefined, coefficient: 0 }, program);
    if (nearest.status === "infeasible") return nearest;
    throw noBudget(budget, found.value);
  }
  const rowDuals = new Float64Array(program.rows.length);
  let k = 0;
  program.rows.forEach((_, row) => {
    if (row !== budgetRow) rowDuals[row] = found.point!.rowDuals[k++]!;
  });
  const proof = { ...(found.point.proof as object | undefined), multiplier: found.parameter };
  return { ...found.point, rowDuals, proof, iterations };
}

type Point = SearchPoint<Solved | undefined>;
type Evaluate = (parameter: number) => Solving<Point>;

/** Members on both sides of the root, from a start outwards; the last ones that were solved where there are none. */
function* bracketed(
  evaluate: Evaluate,
  start: number,
  most: number,
  growth: number,
): Solving<{ readonly low: Point; readonly high: Point }> {
  let low = yield* evaluate(start);
  let high = low;
  let factor = growth;
  for (let k = 0; k < most && low.value > 0; k += 1) {
    const next = yield* evaluate(low.parameter / factor);
    if (next.point === undefined) break;
    if (low.value > 0) high = low;
    low = next;
    factor *= factor < 4 ? factor : 1;
  }
  for (let k = 0; k < most && high.value < 0; k += 1) {
    const next = yield* evaluate(high.parameter * factor);
    if (next.point === undefined) break;
    if (high.value < 0) low = high;
    high = next;
    factor *= factor < 4 ? factor : 1;
  }
  return { low, high };
}

function hasRoot({ low, high }: { readonly low: Point; readonly high: Point }): boolean {
  return low.value <= 0 && high.value >= 0;
}

function* rootOf(
  { low, high }: { readonly low: Point; readonly high: Point },
  evaluate: Evaluate,
  tolerance: number,
): Solving<Point> {
  if (!hasRoot({ low, high })) return low.value > 0 ? low : high;
  return yield* searchRoot("risk budget", low, high, evaluate, {
    tolerance: () => tolerance,
    straighten: Math.log,
    restore: Math.exp,
  });
}

/** Whether an asset alone, such as cash, has no risk or less than none: weights would run off along it. */
function hasRisklessAsset({ risk, budgets }: BudgetGoal): boolean {
  const own = Float64Array.from(budgets, (_, i) => risk.value(budgets.map((_share, j) => (j === i ? 1 : 0))));
  const largest = own.reduce((most, value) => Math.max(most, value), 0);
  return own.some((value) => value <= 1e-10 * largest);
}

/** Nothing but long-only weights. */
function withoutLimits(program: Program): Program {
  return {
    ...program,
    lower: new Float64Array(program.size).fill(-Infinity),
    upper: new Float64Array(program.size).fill(Infinity),
    rows: [],
    absolutes: [],
    caps: [],
    budget: undefined,
  };
}

function riskless(kind: string): Error {
  return invalidInput(
    "objective.risk",
    `some long-only portfolio has no "${kind}" or less than none, so it can't be budgeted: budget another risk`,
    { reason: "riskless" },
  );
}
