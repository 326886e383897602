import type { Highs } from "highs";
import type { TailProgram, TailScenario } from "./tail-program.ts";

/** How scenarios enter the restricted problem. */
export const ignored = 0;
export const inFull = 1;
export const active = 2;

/** A column of the model after the multipliers: a scenario, or the far bound of column j of the polyhedron as -1 - j. */
export type TailColumn = number;

/** Which part of a program its model holds: what a solve leaves for the next one over the same polyhedron. */
export class TailState {
  /** Of each scenario of each tail: ignored, in full or active. */
  readonly places: Uint8Array;
  /** Columns of the polyhedron that the model has, in the order of its rows; the others stay at their base. */
  readonly held: number[] = [];
  readonly isHeld: Uint8Array;
  /** The model's columns, after the multipliers. */
  readonly order: TailColumn[] = [];
  /** All columns of the polyhedron, the most promising first. */
  readonly ranking: Int32Array;
  basis: ReturnType<ReturnType<Highs["createModel"]>["getBasis"]> | undefined;

  constructor(places: Uint8Array, ranking: Int32Array) {
    this.places = places;
    this.ranking = ranking;
    this.isHeld = new Uint8Array(ranking.length);
  }

  get full(): readonly TailScenario[] {
    const found: TailScenario[] = [];
    this.places.forEach((place, scenario) => {
      if (place === inFull) found.push(scenario);
    });
    return found;
  }

  /** Gives the model columns of the polyhedron, and the columns of its own that go with them. */
  hold(program: TailProgram, columns: readonly number[]): readonly TailColumn[] {
    this.basis = undefined;
    const caps: TailColumn[] = [];
    for (const j of columns) {
      this.held.push(j);
      this.isHeld[j] = 1;
      if (program.isBoxed(j)) caps.push(-1 - j);
    }
    this.order.push(...caps);
    return caps;
  }

  /** Makes scenarios variables of the model. */
  activate(scenarios: readonly TailScenario[]): void {
    this.basis = undefined;
    for (const scenario of scenarios) {
      this.places[scenario] = active;
      this.order.push(scenario);
    }
  }
}

/** Columns at first: beside those that nothing keeps at 0, the most promising. */
const fewest = 40;
const firstShare = 1 / 8;

/**
 * By the losses of some portfolio: scenarios near its threshold are active, of those further out the losses count in full,
 * and the columns along which the worst losses fall fastest are held.
 */
export function firstState(program: TailProgram, weights: Float64Array): TailState {
  const { scenarios, tails, polyhedron } = program;
  const { rows } = scenarios;
  const places = new Uint8Array(rows * tails.length);
  const chosen: TailScenario[] = [];
  const worst: TailScenario[] = [];
  program.lossesOf(weights).forEach((losses, k) => {
    const ascending = losses.slice().sort();
    const total = program.countOf(tails[k]!);
    const count = total ?? losses.reduce((sum, loss) => sum + (loss > 0 ? 1 : 0), 0);
    const spare = Math.max(count / 2, 20);
    const from = total === undefined ? Math.max(0, Math.floor(count - spare)) : 0;
    const to = Math.min(rows, Math.ceil(count + spare));
    const most = from === 0 ? Infinity : ascending[rows - from]!;
    const edge = ascending[rows - Math.max(1, Math.min(rows, Math.floor(count)))]!;
    const least = ascending[rows - to]!;
    losses.forEach((loss, s) => {
      const scenario = k * rows + s;
      const place = loss >= most ? inFull : loss >= least ? active : ignored;
      places[scenario] = place;
      if (place === active) chosen.push(scenario);
      if (loss >= edge) worst.push(scenario);
    });
  });
  const slopes = program.slopesOf(program.pullOf(worst));
  const ranking = Int32Array.from(slopes.keys()).sort((a, b) => slopes[a]! - slopes[b]! || a - b);
  const state = new TailState(places, ranking);
  const { columns, owner } = polyhedron;
  const needed = Array.from({ length: columns }, (_, j) => j).filter(
    (j) => owner[j]! < 0 || !program.isBounded(j) || program.base[j] !== 0,
  );
  state.hold(program, needed);
  state.hold(program, nextColumns(state, Math.max(fewest, Math.ceil(columns * firstShare))));
  state.activate(chosen);
  return state;
}

/** The most promising columns that the model doesn't have; all of them where few would be left. */
export function nextColumns(state: TailState, count: number): readonly number[] {
  const left = Array.from(state.ranking).filter((j) => state.isHeld[j] === 0);
  return left.length <= 1.5 * count ? left : left.slice(0, count);
}
