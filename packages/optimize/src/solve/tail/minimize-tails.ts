import type { Highs } from "highs";
import type { Scenarios } from "../../problem/context.ts";
import { type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import type { RiskMinimum } from "../risk-minimum.ts";
import { solveLinear } from "../linear/solve-linear.ts";
import { requireHighs, type Solving } from "../solving.ts";
import { TailProgram, type TailScenario } from "./tail-program.ts";
import type { TailProof, TailSpec, TailsProof } from "../../risks/tail-spec.ts";

/** How scenarios enter the restricted problem. */
const ignored = 0;
const inFull = 1;
const active = 2;

/** What a solve leaves for the next one over the same polyhedron. */
class TailState {
  /** Of each scenario of each tail: ignored, in full or active. */
  readonly places: Uint8Array;
  /** Active scenarios in the order of the model's columns. */
  readonly order: TailScenario[];
  basis: ReturnType<Model["getBasis"]> | undefined;

  constructor(places: Uint8Array, order: TailScenario[]) {
    this.places = places;
    this.order = order;
  }

  get full(): readonly TailScenario[] {
    const found: TailScenario[] = [];
    this.places.forEach((place, scenario) => {
      if (place === inFull) found.push(scenario);
    });
    return found;
  }
}

type Model = ReturnType<Highs["createModel"]>;

const maxRounds = 200;
/** Loss that scenarios outside the model may still add, in typical returns. */
const tolerance = 1e-12;

/**
 * Minimises coefficient x tails + linear'w over a polyhedron by active scenarios: the dual with few scenarios as
 * variables, some counted in full and the rest ignored, is solved by warm dual simplex; its row duals are a portfolio,
 * and the scenarios whose losses contradict their place become variables, until none does. Dual of any subset, a bound;
 * at the end, exact.
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
  let current = state instanceof TailState ? state : firstState(program, firstWeights(polyhedron));
  yield { phase: "scenarios", done: 0 };
  const linearModel = program.model(current.order, current.full);
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
      let atOnce = iterationsAtOnce(model);
      let status: number;
      for (;;) {
        model.options.set({ simplex_iteration_limit: atOnce });
        model.run();
        status = model.getModelStatus();
        const made = Number(model.info.get("simplex_iteration_count"));
        iterations += made;
        if (status !== modelStatus.iterationLimit) break;
        // goes on from the basis it has
        if (made === 0) atOnce *= 10;
        yield { phase: "scenarios", done: round };
      }
      if (status === modelStatus.unbounded) return failed(polyhedron, "infeasible", iterations);
      if (status !== modelStatus.optimal) {
        if (status !== modelStatus.infeasible && status !== modelStatus.unboundedOrInfeasible)
          return failed(polyhedron, "not-converged", iterations);
        // with few scenarios a portfolio may have no risk to stop it
        if (current.order.length < current.places.length) {
          current = everyScenario(program);
          model.passModel(program.model(current.order, current.full));
          continue;
        }
        const feasible = yield* solveLinear(polyhedron, new Float64Array(polyhedron.size));
        return failed(polyhedron, feasible.status === "optimal" ? "unbounded" : "infeasible", iterations);
      }
      const { colValue, rowDual } = model.getSolution();
      const weights = weightsOf(polyhedron, program.pointOf(rowDual));
      const losses = program.lossesOf(weights);
      const thresholds = Float64Array.from(tails, (_, k) => program.thresholdOf(k, rowDual));
      const { wrong, error } = contradictions(program, current, losses, thresholds);
      if (error <= tolerance) {
        current.basis = model.getBasis();
        return {
          status: "optimal",
          weights,
          rowDuals: program.multipliersOf(colValue),
          iterations,
          proof: proofOf(program, current, weights, losses, thresholds, colValue) as unknown as NonNullable<
            RiskMinimum["proof"]
          >,
          state: current,
        };
      }
      yield { phase: "scenarios", done: round };
      activate(program, model, current, wrong);
    }
    return failed(polyhedron, "not-converged", iterations);
  } finally {
    model.dispose();
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

/** Scenarios near the threshold of a portfolio are active; of those further out the losses count in full. */
function firstState(program: TailProgram, weights: Float64Array): TailState {
  const { rows } = program.scenarios;
  const places = new Uint8Array(rows * program.tails.length);
  const order: TailScenario[] = [];
  program.lossesOf(weights).forEach((losses, k) => {
    const ascending = losses.slice().sort();
    const total = program.countOf(program.tails[k]!);
    const count = total ?? losses.reduce((sum, loss) => sum + (loss > 0 ? 1 : 0), 0);
    const spare = Math.max(count / 2, program.polyhedron.columns, 20);
    const from = total === undefined ? Math.max(0, Math.floor(count - spare)) : 0;
    const to = Math.min(rows, Math.ceil(count + spare));
    const most = from === 0 ? Infinity : ascending[rows - from]!;
    const least = ascending[rows - to]!;
    losses.forEach((loss, scenario) => {
      const place = loss >= most ? inFull : loss >= least ? active : ignored;
      places[k * rows + scenario] = place;
      if (place === active) order.push(k * rows + scenario);
    });
  });
  return new TailState(places, order);
}

function everyScenario({ scenarios, tails }: TailProgram): TailState {
  const count = scenarios.rows * tails.length;
  return new TailState(
    new Uint8Array(count).fill(active),
    Array.from({ length: count }, (_, scenario) => scenario),
  );
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

/** Makes scenarios variables of the model. */
function activate(program: TailProgram, model: Model, state: TailState, wrong: readonly TailScenario[]): void {
  const released = wrong.some((scenario) => state.places[scenario] === inFull);
  for (const scenario of wrong) {
    state.places[scenario] = active;
    state.order.push(scenario);
  }
  model.addCols(program.columnsOf(wrong));
  if (!released) return;
  const { rowLower, rowUpper } = program.limits(state.full);
  model.changeRowsBounds({ kind: "range", from: 0, to: rowLower.length - 1 }, rowLower, rowUpper);
}

/** Scenarios at the threshold or with a part of their weight are listed; the threshold says the rest. */
function proofOf(
  { scenarios, tails, unit, fixedColumns }: TailProgram,
  { order, places }: TailState,
  weights: Float64Array,
  losses: readonly Float64Array[],
  thresholds: Float64Array,
  columnValue: Float64Array,
): TailsProof {
  const lists = tails.map((_, k): { threshold: number; scenarios: number[]; shares: number[] } & TailProof => ({
    threshold: thresholds[k]!,
    scenarios: [],
    shares: [],
  }));
  order.forEach((scenario, position) => {
    const k = Math.floor(scenario / scenarios.rows);
    const s = scenario - k * scenarios.rows;
    const share = Math.min(1, Math.max(0, columnValue[fixedColumns + position]!));
    const above = losses[k]![s]! - thresholds[k]!;
    if (share === (above > 0 ? 1 : 0) && Math.abs(above) > 1e-7 * unit) return;
    lists[k]!.scenarios.push(s);
    lists[k]!.shares.push(share);
  });
  // others tie with the threshold where a portfolio has no risk
  places.forEach((place, scenario) => {
    if (place === active) return;
    const k = Math.floor(scenario / scenarios.rows);
    const s = scenario - k * scenarios.rows;
    if (Math.abs(losses[k]![s]! - thresholds[k]!) > 1e-7 * unit) return;
    lists[k]!.scenarios.push(s);
    lists[k]!.shares.push(place === inFull ? 1 : 0);
  });
  return { at: Array.from(weights), tails: lists };
}
