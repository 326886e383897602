import { invalidInput } from "@plimsoll/core";
import type { RiskMinimum } from "../risk-minimum.ts";
import type { Solving } from "../solving.ts";
import { bundleStep } from "./bundle-step.ts";
import { addRidge, weightedSquares } from "./curvature.ts";
import { firstPortfolio } from "./first-portfolio.ts";
import { ranAway } from "./growing-program.ts";
import { type Cut, cutOf, dot, failedMinimum, minimumOf, type ScenarioProgram, valuesAt } from "./scenario-program.ts";
import { minimizeTail } from "./tail-rows.ts";

const mostIterations = 200;
/** Share of the way to losing everything in some scenario that a step may go. */
const ofTheWay = 0.9;
/** Predicted decrease, relative to the objective's terms, that is no more than rounding. */
const rounding = 1e-13;
/** A few steps of those make the multipliers exact. */
const lastSteps = 6;
const shortStep = 1e-12;

interface Looked extends Cut {
  readonly at: Float64Array;
  readonly value: number;
  /** Returns in the program's unit, by period. */
  readonly values: Float64Array;
  /** Size of the value's terms. */
  readonly size: number;
}

/**
 * Minimises -mean ln(1 + return) + linear'x: each step minimises the second-order model over the true constraints, stops
 * short of ruin and is cut back until the objective falls. In the program's unit u of returns the objective is divided by
 * u^2, which leaves the curvature of the order of 1.
 */
export function* minimizeGrowthLoss(given: ScenarioProgram, coefficient: number): Solving<RiskMinimum> {
  const start = yield* solventPortfolio(given, coefficient);
  if ("status" in start) return start;
  const unit = start.program.factor / coefficient;
  const program = {
    ...start.program,
    linear: start.program.linear.map((value) => value / unit),
    factor: start.program.factor * unit,
  };
  const { count, columns, points } = program;
  const look = (at: Float64Array): Looked => {
    const values = valuesAt(program, at);
    const prices = new Float64Array(count);
    let sum = 0;
    let size = 0;
    for (let t = 0; t < count; t += 1) {
      const growth = Math.log1p(unit * values[t]!);
      sum -= growth;
      size += Math.abs(growth);
      prices[t] = -1 / (count * unit * (1 + unit * values[t]!));
    }
    const rest = dot(program.linear, at);
    const value = sum / (count * unit * unit) + rest;
    return { ...cutOf(program, prices), at, values, value, size: size / (count * unit * unit) + Math.abs(rest) };
  };
  let centre = look(start.x);
  let last = 0;
  for (let iteration = 1; iteration <= mostIterations; iteration += 1) {
    yield { phase: "growth", done: iteration };
    const curvatures = centre.values.map((value) => 1 / (count * (1 + unit * value) ** 2));
    const hessian = weightedSquares(points, columns, curvatures);
    addRidge(hessian, columns);
    const model = { ...centre, constant: centre.value - dot(centre.gradient, centre.at) };
    const step = bundleStep(program, model, hessian, [], false);
    if (step === undefined) return failedMinimum(program, "not-converged", iteration);
    const move = step.x.map((value, j) => value - centre.at[j]!);
    const predicted = centre.value - step.value;
    if (predicted <= rounding * centre.size) {
      last += 1;
      const length = move.reduce((longest, value) => Math.max(longest, Math.abs(value)), 0);
      if (last > lastSteps || length <= shortStep) {
        const { proof: _prices, ...minimum } = minimumOf(program, centre.at, step.rowDuals, centre.prices, iteration);
        return minimum;
      }
    }
    let share = Math.min(1, ofTheWay * roomAlong(program, centre.values, move, unit));
    let next = look(along(centre.at, move, share));
    // what rounding hides is taken unseen
    while (!(next.value <= centre.value - 0.05 * share * predicted + 1e-15 * centre.size) && share > 1e-10) {
      share /= 2;
      next = look(along(centre.at, move, share));
    }
    if (share <= 1e-10) return failedMinimum(program, "not-converged", iteration);
    centre = next;
    if (ranAway(program.polyhedron, centre.at)) return failedMinimum(program, "unbounded", iteration, centre.at);
  }
  return failedMinimum(program, "not-converged", mostIterations);
}

/** A portfolio that keeps something in every scenario: the one of least mean square, or that of the least worst loss. */
function* solventPortfolio(
  given: ScenarioProgram,
  coefficient: number,
): Solving<RiskMinimum | { readonly x: Float64Array; readonly program: ScenarioProgram }> {
  const { status, x, program } = firstPortfolio(given);
  if (status === "infeasible") return failedMinimum(given, "infeasible", 0);
  const leastOf = (at: Float64Array): number =>
    1 + (program.factor / coefficient) * valuesAt(program, at).reduce((a, b) => Math.min(a, b), Infinity);
  if (status === "optimal" && leastOf(x) > 0.1) return { x, program };
  const { polyhedron, columns } = program;
  // in columns, so that the answer can be read back
  const inColumns = {
    ...polyhedron,
    size: columns,
    owner: Int32Array.from({ length: columns }, (_, j) => j),
    anchor: new Float64Array(columns),
  };
  const flat = { ...program, linear: new Float64Array(columns), polyhedron: inColumns };
  const worst = yield* minimizeTail({ ...flat, scales: new Float64Array(columns).fill(1) }, 1);
  if (worst.status !== "optimal") return failedMinimum(program, worst.status, worst.iterations, worst.weights);
  if (leastOf(worst.weights) > 1e-12) return { x: worst.weights, program };
  throw invalidInput(
    "scenarios",
    "every feasible portfolio loses everything in some scenario, so that its log growth is minus infinity: add cash as an asset, lower the budget, or leave the scenario out",
    { reason: "ruin" },
  );
}

/** Multiple of a move at which some scenario leaves nothing. */
function roomAlong(program: ScenarioProgram, values: Float64Array, move: Float64Array, unit: number): number {
  const turn = valuesAt({ ...program, offset: new Float64Array(program.count) }, move);
  let room = Infinity;
  for (let t = 0; t < turn.length; t += 1)
    if (turn[t]! < 0) room = Math.min(room, (1 + unit * values[t]!) / (-unit * turn[t]!));
  return room;
}

function along(from: Float64Array, move: Float64Array, share: number): Float64Array {
  return from.map((value, j) => value + share * move[j]!);
}
