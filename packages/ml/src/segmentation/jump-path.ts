import type { Observations } from "../observations.ts";
import { squaredDistance } from "../partition/distance.ts";

/** The values of a jump model on given rows. */
export interface JumpPath {
  /** The best state of each row, knowing all rows. */
  readonly path: Int32Array;
  /** The last state of the best path up to each row: the past only. */
  readonly filtered: Int32Array;
  /** Losses of the best path plus the penalties of its jumps. */
  readonly objective: number;
}

/**
 * The path of states that minimises sum of 1/2 ||x_t - centre||^2 + penalty x jumps, by dynamic programming (Bemporad,
 * Breschi, Piga & Boyd 2018). A missing row costs nothing in any state. Ties stay, then go to the lower state.
 */
export function jumpPath(
  { rows, columns, values, missing }: Observations,
  centres: Float64Array,
  penalty: number,
): JumpPath {
  const states = centres.length / columns;
  const cost = new Float64Array(states);
  const from = new Int32Array(rows * states);
  const filtered = new Int32Array(rows);
  for (let t = 0; t < rows; t++) {
    let cheapest = 0;
    for (let k = 1; k < states; k++) if (cost[k]! < cost[cheapest]!) cheapest = k;
    const jump = t === 0 ? cost[cheapest]! : cost[cheapest]! + penalty;
    for (let k = 0; k < states; k++) {
      const jumps = jump < cost[k]!;
      from[t * states + k] = jumps ? cheapest : k;
      if (jumps) cost[k] = jump;
      if (missing[t] === 0) cost[k]! += 0.5 * squaredDistance(values, t, centres, k, columns);
    }
    let last = t === 0 ? 0 : filtered[t - 1]!;
    for (let k = 0; k < states; k++) if (cost[k]! < cost[last]!) last = k;
    filtered[t] = last;
  }
  const path = new Int32Array(rows);
  let state = 0;
  for (let k = 1; k < states; k++) if (cost[k]! < cost[state]!) state = k;
  const objective = cost[state]!;
  for (let t = rows - 1; t >= 0; t--) {
    path[t] = state;
    state = from[t * states + state]!;
  }
  return { path, filtered, objective };
}
