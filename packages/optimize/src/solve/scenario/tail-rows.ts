import { selectInPlace } from "@plimsoll/numeric";
import type { RiskMinimum } from "../risk-minimum.ts";
import { requireHighs, type Solving } from "../solving.ts";
import { type DrawdownPath, drawdownsOf } from "./drawdown-path.ts";
import { firstPortfolio } from "./first-portfolio.ts";
import { GrowingProgram, type GrowingRow } from "./growing-program.ts";
import { dot, failedMinimum, minimumOf, type ScenarioProgram, valuesAt } from "./scenario-program.ts";

const mostRounds = 300;
const closeEnough = 1e-11;
/** Risk below which a portfolio counts as without any, in returns of typical size. */
const rounding = 1e-6;

/**
 * Minimises the mean of the worst part of all drawdowns of a path, or of all losses: `mass` of them, or the largest one
 * where `mass` is at most 1. With a the threshold and z_t what date t lies beyond it, rows a + z_t >= path_s'x - path_t'x
 * are added only for dates beyond the threshold and the peaks they are counted from.
 */
export function* minimizeTail(given: ScenarioProgram, mass: number): Solving<RiskMinimum> {
  const first = firstPortfolio(given);
  if (first.status !== "optimal") return failedMinimum(given, first.status, 0);
  const { program } = first;
  const highs = yield* requireHighs();
  const growing = new GrowingProgram(highs, program.polyhedron, program.linear);
  const single = mass <= 1;
  const most = Math.ceil(tailsAtOnce * mass) + program.columns;
  try {
    const threshold = growing.column(1, program.kind === "path" ? 0 : -Infinity);
    const excess = new Map<number, number>();
    const pairs: { readonly peak: number; readonly date: number }[] = [];
    const known = new Set<number>();
    let best = { x: first.x, value: Infinity };
    let x = first.x;
    // before the first solve nothing is held: the start's own tail, or all of its drawdowns, come in
    let level = single ? -Infinity : Infinity;
    for (let round = 1; round <= mostRounds; round += 1) {
      const { depths, peaks } = lossesOf(program, valuesAt(program, x));
      const tail = tailMean(program.kind === "path" ? depths.slice(1) : depths.slice(), mass);
      const value = tail.mean + dot(program.linear, x);
      if (value < best.value) best = { x, value };
      const rows: GrowingRow[] = [];
      const keyOf = (date: number): number => (peaks[date]! + 1) * program.count + date;
      const missing = beyond(depths, peaks, single ? level : Math.min(level, tail.edge)).filter(
        (date) => !known.has(keyOf(date)),
      );
      for (const date of single ? deepest(depths, peaks, missing) : worstOf(depths, missing, most)) {
        const peak = peaks[date]!;
        const key = keyOf(date);
        known.add(key);
        let column = excess.get(date);
        if (!single && column === undefined) {
          column = growing.column(1 / mass, 0);
          excess.set(date, column);
        }
        pairs.push({ peak, date });
        rows.push(rowOf(program, peak, date, column === undefined ? [threshold] : [threshold, column]));
      }
      growing.rows(rows);
      const point = growing.solve();
      if (point.status === "infeasible" || point.status === "not-converged")
        return failedMinimum(program, point.status, round);
      if (
        best.value - point.value <= closeEnough * Math.max(Math.abs(tail.mean) + Math.abs(best.value), rounding) ||
        (rows.length === 0 && round > 1)
      ) {
        if (point.status === "unbounded") return failedMinimum(program, "unbounded", round, point.x);
        const prices = new Float64Array(program.count);
        const rowCount = program.polyhedron.rows.count;
        pairs.forEach(({ peak, date }, k) => {
          const share = Math.max(0, point.rowDuals[rowCount + k]!);
          if (peak >= 0) prices[peak]! += share;
          prices[date]! -= share;
        });
        return minimumOf(program, best.x, point.rowDuals, prices, round);
      }
      x = point.x.slice(0, program.columns);
      level = point.x[program.columns + threshold]!;
      yield { phase: "drawdown rows", done: round };
    }
    return failedMinimum(program, "not-converged", mostRounds);
  } finally {
    growing.dispose();
  }
}

/** Drawdowns with their peaks, or losses, which are counted from nothing: peak -1. */
function lossesOf({ kind }: ScenarioProgram, values: Float64Array): DrawdownPath {
  if (kind === "path") return drawdownsOf(values);
  return { depths: values.map((value) => 0 - value), peaks: new Int32Array(values.length).fill(-1) };
}

function rowOf(
  { points, columns, offset }: ScenarioProgram,
  peak: number,
  date: number,
  added: readonly number[],
): GrowingRow {
  const coefficients = points.slice(date * columns, (date + 1) * columns);
  if (peak < 0) return { coefficients, added, lower: 0 - offset[date]! };
  for (let j = 0; j < columns; j += 1) coefficients[j]! -= points[peak * columns + j]!;
  return { coefficients, added, lower: offset[peak]! - offset[date]! };
}

/** Mean of the `mass` largest losses, the last one in part, and the smallest loss in it; reorders `losses`. */
function tailMean(losses: Float64Array, mass: number): { readonly mean: number; readonly edge: number } {
  const count = losses.length;
  const whole = mass <= 1 ? 0 : Math.min(Math.floor(mass), count - 1);
  for (let i = 0; i < count; i += 1) losses[i] = 0 - losses[i]!;
  const edge = 0 - selectInPlace(losses, whole);
  if (whole === 0) return { mean: edge, edge };
  let sum = (mass - whole) * edge;
  for (let i = 0; i < whole; i += 1) sum -= losses[i]!;
  return { mean: sum / mass, edge };
}

/** Dates that lose at least a level; a drawdown of 0 is no date's. */
function beyond(depths: Float64Array, peaks: Int32Array, level: number): number[] {
  const dates: number[] = [];
  for (let t = 0; t < depths.length; t += 1) if (depths[t]! >= level && peaks[t] !== t) dates.push(t);
  return dates;
}

/** Times the tail that comes in at once: while the threshold is low nearly all dates lie beyond it. */
const tailsAtOnce = 2;

/** The dates that lose most, in that order. */
function worstOf(depths: Float64Array, dates: readonly number[], most: number): number[] {
  return [...dates].sort((a, b) => depths[b]! - depths[a]!).slice(0, most);
}

const deepestAtOnce = 50;

/** The deepest date of each drawdown among some dates, or the largest losses. */
function deepest(depths: Float64Array, peaks: Int32Array, dates: number[]): number[] {
  const seen = new Set<number>();
  return worstOf(depths, dates, Infinity)
    .filter((date) => {
      const peak = peaks[date]!;
      if (peak < 0) return true;
      if (seen.has(peak)) return false;
      seen.add(peak);
      return true;
    })
    .slice(0, deepestAtOnce);
}
