import type { Highs } from "highs";
import type { Scenarios } from "../../problem/context.ts";
import { type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import type { TailSpec } from "../../risks/tail-spec.ts";
import { solveLinear } from "../linear/solve-linear.ts";
import type { RiskMinimum } from "../risk-minimum.ts";
import { requireHighs, type Solving } from "../solving.ts";
import { columnsOf, limitsOf, rowsOf, tailModel } from "./tail-model.ts";
import { TailProgram, type TailScenario } from "./tail-program.ts";
import { tailsProof } from "./tail-proof.ts";
import { active, firstState, ignored, inFull, nextColumns, TailState } from "./tail-state.ts";

type Model = ReturnType<Highs["createModel"]>;

const maxRounds = 400;
/** Loss that scenarios outside the model may still add, in typical returns. */
const tolerance = 1e-12;
/** Slope that a column outside the model may still have, in typical returns. */
const slopeTolerance = 1e-11;

/**
 * Minimises coefficient x tails + linear'w over a polyhedron by active scenarios: the dual with few scenarios as
 * variables, some counted in full and the rest ignored, and with few columns of the polyhedron, the rest at their bounds,
 * is solved by warm dual simplex. Its row duals are a portfolio. Columns along which the objective still falls are taken
 * in, then the scenarios whose losses contradict their place become variables, until none does: then all is exact.
 */
export function* minimizeTails(
  scenarios: Scenarios,
  tails: readonly TailSpec[],
  polyhedron: Polyhedron,
  coefficient: number,
  linear: Float64Array,
  state?: unknown,
): Solving<RiskMinimum> {
  const highs = yield* requireHighs();
  const program = new TailProgram(scenarios, tails, polyhedron, coefficient, linear);
  yield { phase: "scenarios", done: 0 };
  const current = state instanceof TailState ? state : firstState(program, firstWeights(polyhedron));
  yield { phase: "scenarios", done: 0 };
  const linearModel = tailModel(program, current);
  yield { phase: "scenarios", done: 0 };
  const model = highs.createModel(linearModel);
  let iterations = 0;
  try {
    model.options.set({
      output_flag: false,
      presolve: "off",
      simplex_strategy: 1,
      primal_feasibility_tolerance: 1e-10,
      dual_feasibility_tolerance: 1e-10,
    });
    if (current.basis !== undefined) model.setBasis(current.basis);
    yield { phase: "scenarios", done: 0 };
    for (let round = 1; round <= maxRounds; round += 1) {
      const { modelStatus } = highs.constants;
      const run = yield* runSimplex(highs, model, round);
      iterations += run.iterations;
      const left = current.ranking.length - current.held.length;
      if (run.status === modelStatus.unbounded) {
        if (left === 0) return failed(polyhedron, "infeasible", iterations);
        // so few columns may not meet the limits
        holdMore(program, model, current, nextColumns(current, Math.max(20, current.held.length)));
        yield { phase: "scenarios", done: round };
        continue;
      }
      if (run.status !== modelStatus.optimal) {
        if (run.status !== modelStatus.infeasible && run.status !== modelStatus.unboundedOrInfeasible)
          return failed(polyhedron, "not-converged", iterations);
        // with few scenarios a portfolio may have no risk to stop it
        const outside = scenariosOutside(current);
        if (outside.length > 0 || left > 0) {
          current.hold(program, nextColumns(current, left));
          current.activate(outside);
          model.passModel(tailModel(program, current));
          continue;
        }
        const feasible = yield* solveLinear(polyhedron, new Float64Array(polyhedron.size));
        return failed(polyhedron, feasible.status === "optimal" ? "unbounded" : "infeasible", iterations);
      }
      const { colValue, rowDual } = model.getSolution();
      const multipliers = colValue.subarray(0, program.multipliers.length);
      const shares = colValue.subarray(program.multipliers.length);
      const falling = left === 0 ? [] : fallingColumns(program, current, multipliers, shares);
      if (falling.length > 0) {
        holdMore(program, model, current, falling);
        yield { phase: "scenarios", done: round };
        continue;
      }
      yield { phase: "scenarios", done: round };
      const weights = weightsOf(polyhedron, pointOf(program, current, rowDual));
      const losses = program.lossesOf(weights);
      const thresholds = Float64Array.from(program.rowOfTail, (row) => (row < 0 ? 0 : -rowDual[row]! * program.unit));
      const { wrong, error } = contradictions(program, current, losses, thresholds);
      if (error <= tolerance) {
        current.basis = model.getBasis();
        const proof: unknown = tailsProof(program, current, weights, losses, thresholds, shares);
        return {
          status: "optimal",
          weights,
          rowDuals: program.rowDualsOf(multipliers),
          iterations,
          proof: proof as NonNullable<RiskMinimum["proof"]>,
          state: current,
        };
      }
      yield { phase: "scenarios", done: round };
      activateMore(program, model, current, wrong);
    }
    return failed(polyhedron, "not-converged", iterations);
  } finally {
    model.dispose();
  }
}

/** Runs the simplex from the basis it has to its end, in pieces. */
function* runSimplex(
  highs: Highs,
  model: Model,
  round: number,
): Solving<{ readonly status: number; readonly iterations: number }> {
  let atOnce = iterationsAtOnce(model);
  let iterations = 0;
  for (;;) {
    model.options.set({ simplex_iteration_limit: atOnce });
    model.run();
    const status = model.getModelStatus();
    const made = Number(model.info.get("simplex_iteration_count"));
    iterations += made;
    if (status !== highs.constants.modelStatus.iterationLimit) return { status, iterations };
    if (made === 0) atOnce *= 10;
    yield { phase: "scenarios", done: round };
  }
}

/** Simplex iterations between yields: some ten milliseconds of work, or where a new start would cost more, fifty. */
function iterationsAtOnce(model: Model): number {
  const { numRows, numCols } = model.getDimensions();
  return Math.max(50, Math.floor(2e7 / (numRows * (numRows + numCols))));
}

function failed(polyhedron: Polyhedron, status: RiskMinimum["status"], iterations: number): RiskMinimum {
  return {
    status,
    weights: new Float64Array(polyhedron.size),
    rowDuals: new Float64Array(polyhedron.rows.count),
    iterations,
  };
}

/** Any weights inside the bounds, as equal as they allow. */
function firstWeights({ size, columns, lower, upper, owner, anchor }: Polyhedron): Float64Array {
  const weights = anchor.slice();
  for (let j = 0; j < columns; j += 1)
    if (owner[j]! >= 0)
      weights[owner[j]!]! += Math.min(Math.max(columns === size ? 1 / size : 0, lower[j]!), upper[j]!);
  return weights;
}

/** Columns of the polyhedron from row duals of the model. */
function pointOf(program: TailProgram, { held }: TailState, rowDual: Float64Array): Float64Array {
  const { lower, upper } = program.polyhedron;
  const x = program.base.slice();
  held.forEach((j, at) => {
    const value = program.base[j]! - program.flips[j]! * rowDual[program.totals + at]!;
    x[j] = Math.min(Math.max(value, lower[j]!), upper[j]!);
  });
  return x;
}

function scenariosOutside({ places }: TailState): readonly TailScenario[] {
  const found: TailScenario[] = [];
  places.forEach((place, scenario) => {
    if (place !== active) found.push(scenario);
  });
  return found;
}

/** The columns outside the model along which the objective falls fastest: at most half as many as it has. */
function fallingColumns(
  program: TailProgram,
  state: TailState,
  multipliers: Float64Array,
  shares: Float64Array,
): readonly number[] {
  const { full } = state;
  const pull = program.pullOf(full);
  const chosen: TailScenario[] = [];
  const weights: number[] = [];
  state.order.forEach((scenario, position) => {
    if (scenario < 0 || shares[position] === 0) return;
    chosen.push(scenario);
    weights.push(shares[position]!);
  });
  program.pullOf(chosen, Float64Array.from(weights)).forEach((value, i) => (pull[i] = pull[i]! + value));
  const slopes = program.slopesOf(pull, multipliers);
  const falling = Array.from(state.ranking).filter((j) => state.isHeld[j] === 0 && slopes[j]! < -slopeTolerance);
  const most = Math.max(20, Math.ceil(state.held.length / 2));
  return falling.sort((a, b) => slopes[a]! - slopes[b]!).slice(0, most);
}

/** Takes columns of the polyhedron into the model. */
function holdMore(program: TailProgram, model: Model, state: TailState, columns: readonly number[]): void {
  const before = state.order.slice();
  const caps = state.hold(program, columns);
  model.addRows(rowsOf(program, state, columns, before));
  if (caps.length > 0) model.addCols(columnsOf(program, state, caps));
}

/** Makes scenarios variables of the model. */
function activateMore(program: TailProgram, model: Model, state: TailState, wrong: readonly TailScenario[]): void {
  const released = wrong.some((scenario) => state.places[scenario] === inFull);
  state.activate(wrong);
  model.addCols(columnsOf(program, state, wrong));
  if (!released) return;
  const { rowLower, rowUpper } = limitsOf(program, state);
  model.changeRowsBounds({ kind: "range", from: 0, to: rowLower.length - 1 }, rowLower, rowUpper);
}

/** Scenarios whose losses contradict their place, and how much loss that leaves out, in typical returns. */
function contradictions(
  { scenarios, tails, unit }: TailProgram,
  { places }: TailState,
  losses: readonly Float64Array[],
  thresholds: Float64Array,
): { readonly wrong: readonly TailScenario[]; readonly error: number } {
  const wrong: TailScenario[] = [];
  let error = 0;
  losses.forEach((list, k) => {
    const from = k * scenarios.rows;
    for (let s = 0; s < list.length; s += 1) {
      const place = places[from + s]!;
      const above = list[s]! - thresholds[k]!;
      if (place === active || (place === ignored ? above <= 0 : above >= 0)) continue;
      wrong.push(from + s);
      error += (Math.abs(above) * tails[k]!.upper) / unit;
    }
  });
  return { wrong, error };
}
