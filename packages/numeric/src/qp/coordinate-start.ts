import type { HessianOperator } from "./hessian.ts";
import type { WorkingSet } from "./working-set.ts";

/** A point near a minimiser. */
export interface CoordinateStart {
  /** Within the bounds; rows hold roughly. */
  readonly x: Float64Array;
  /** The weight of the reward; 0 where there is none. */
  readonly parameter: number;
}

const maxSweeps = 20;
/** Moves smaller than this share of x in all, and rows broken by less, end the descent. */
const settled = 1e-3;
/** Mean size of x, in that of the limits, that no answer has. */
const runaway = 1e6;
/** Penalty of a row in units of the mean curvature: a stiffer one lets coordinates move only against each other. */
const softness = 0.1;

/**
 * A point near the minimiser of 1/2 x'Qx + linear'x over the working set's limits: coordinate descent (Hildreth 1957) on the
 * augmented Lagrangian of the rows, whose multipliers are corrected after each sweep. A change of one coordinate costs a
 * row of Q, a coordinate that stays at its bound next to nothing, so that most of an active set shows for far less than a
 * working-set change each.
 *
 * With `reward` the linear term is linear - parameter x reward, with the parameter for which x'Qx + linear'x = parameter x
 * reward'x: where that is a minimiser it has the greatest reward'x / sqrt(x'Qx).
 */
export function coordinateStart(
  set: WorkingSet,
  hessian: HessianOperator,
  linear: Float64Array,
  reward?: Float64Array,
): CoordinateStart {
  const { n, m, lower, upper } = set;
  const { starts, entryRow, entryValue } = set.sparse;
  const { diagonal } = hessian;
  const x = new Float64Array(n);
  const product = new Float64Array(n);
  const activity = new Float64Array(m);
  const shift = new Float64Array(m);
  const push = new Float64Array(m);
  let penalty = 0;
  for (let j = 0; j < n; j++) penalty += (softness * diagonal[j]!) / n;
  let parameter = reward === undefined ? 0 : firstParameter(linear, reward, (penalty / softness) * set.magnitude);
  const move = (j: number, by: number): void => {
    x[j] = x[j]! + by;
    hessian.addColumn(product, j, by);
    for (let e = starts[j]!; e < starts[j + 1]!; e++) {
      const i = entryRow[e]!;
      activity[i] = activity[i]! + entryValue[e]! * by;
      push[i] = penalty * beyond(set, i, activity[i] + shift[i]!);
    }
  };
  const nearest = Float64Array.from({ length: n }, (_, j) => Math.min(Math.max(0, lower[j]!), upper[j]!));
  for (let j = 0; j < n; j++) if (nearest[j] !== 0) move(j, nearest[j]!);
  for (let i = 0; i < m; i++) push[i] = penalty * beyond(set, i, activity[i]!);
  const least = (1e-6 * set.magnitude) / n;
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let moved = 0,
      size = 0;
    for (let j = 0; j < n; j++) {
      let slope = product[j]! + linear[j]!;
      if (reward !== undefined) slope -= parameter * reward[j]!;
      let curvature = diagonal[j]!;
      for (let e = starts[j]!; e < starts[j + 1]!; e++) {
        const coefficient = entryValue[e]!;
        slope += push[entryRow[e]!]! * coefficient;
        curvature += penalty * coefficient * coefficient;
      }
      const own = x[j]!;
      let next = curvature > 0 ? own - slope / curvature : own;
      next = next < lower[j]! ? lower[j]! : next > upper[j]! ? upper[j]! : next;
      size += Math.abs(next);
      const by = next - own;
      // a bound is met exactly
      if (Math.abs(by) <= least && next !== lower[j] && next !== upper[j]) continue;
      if (by === 0) continue;
      moved += Math.abs(by);
      move(j, by);
    }
    let broken = 0;
    for (let i = 0; i < m; i++) {
      broken = Math.max(broken, Math.abs(beyond(set, i, activity[i]!)));
      shift[i] = beyond(set, i, activity[i]! + shift[i]!);
      push[i] = penalty * beyond(set, i, activity[i]! + shift[i]!);
    }
    if (reward !== undefined) {
      let risk = 0,
        gain = 0;
      for (let j = 0; j < n; j++) {
        risk += x[j]! * (product[j]! + linear[j]!);
        gain += x[j]! * reward[j]!;
      }
      if (gain > 0 && risk > 0) parameter = risk / gain;
    }
    // without bounds and curvature coordinates may run away
    if (!(size <= runaway * n * set.magnitude)) return { x: nearest, parameter: 0 };
    if (moved <= settled * size && broken <= settled * size) break;
  }
  return { x, parameter };
}

// how far a value lies beyond the limits of row i
function beyond({ n, lower, upper }: WorkingSet, i: number, value: number): number {
  const low = lower[n + i]!;
  const high = upper[n + i]!;
  return value < low ? value - low : value > high ? value - high : 0;
}

// at which reward and curvature weigh the same
function firstParameter(linear: Float64Array, reward: Float64Array, curvature: number): number {
  let largest = 0,
    slope = curvature;
  for (let j = 0; j < reward.length; j++) {
    largest = Math.max(largest, reward[j]!);
    slope = Math.max(slope, Math.abs(linear[j]!));
  }
  return largest > 0 ? slope / largest : 0;
}
