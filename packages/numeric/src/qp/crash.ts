import { AT_LOWER, AT_UPPER, HELD } from "./states.ts";
import type { WorkingSet } from "./working-set.ts";

/** Gives each row that holds with equality a basic variable with room to move. */
export function crash(set: WorkingSet): void {
  const { n, m, state, lower, upper, x } = set;
  const image = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    const slack = n + i;
    const low = lower[slack]!;
    const high = upper[slack]!;
    const close = 1e-9 * Math.max(set.magnitude, Math.abs(x[slack]!));
    const atLower = x[slack]! <= low + close;
    if (!atLower && x[slack]! < high - close) continue;
    const p = set.place[slack]!;
    let best = -1,
      bestRoom = 0;
    for (let j = 0; j < n; j++) {
      if (state[j] !== HELD) continue;
      let pivot = 0;
      for (let k = 0; k < m; k++) pivot += set.inverse[p * m + k]! * set.columns[j * m + k]!;
      if (Math.abs(pivot) < 1e-5) continue;
      const room = Math.min(Math.abs(pivot), 1) * Math.min(x[j]! - lower[j]!, upper[j]! - x[j]!, set.magnitude);
      if (room > bestRoom) {
        bestRoom = room;
        best = j;
      }
    }
    if (best < 0) continue;
    set.image(best, image);
    set.pivot(p, best, image);
    state[slack] = atLower ? AT_LOWER : AT_UPPER;
    x[slack] = atLower ? low : high;
  }
  set.restoreRows();
}
