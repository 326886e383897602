import type { NullSpace } from "./null-space.ts";
import { AT_LOWER, AT_UPPER, HELD } from "./states.ts";

/** The fixed variable whose release promises most, or -1; the first that promises anything when `careful` (Bland 1977). */
export function price(space: NullSpace, reference: number, careful: boolean): number {
  const { set, pi } = space;
  const { n, m, state, lower, upper } = set;
  const { starts, entryRow, entryValue } = set.sparse;
  const diagonal = space.hessian.diagonal;
  const sumPi = space.sumPi();
  let curvature = 0,
    structural = 0;
  for (let p = 0; p < m; p++) {
    const b = set.basis[p]!;
    if (b < n) {
      curvature += diagonal[b]!;
      structural++;
    }
  }
  const base = structural > 0 && curvature > 0 ? curvature / structural : reference;
  let best = -1,
    bestValue = 0;
  for (let j = 0; j < n + m; j++) {
    const own = state[j]!;
    if (own > HELD || lower[j] === upper[j]) continue;
    let d: number,
      size: number,
      weight = base;
    if (j >= n) {
      d = pi[j - n]!;
      size = Math.abs(d) + 1e-3 * sumPi;
    } else {
      d = space.gradient[j]!;
      size = 0;
      for (let e = starts[j]!; e < starts[j + 1]!; e++) {
        const term = pi[entryRow[e]!]! * entryValue[e]!;
        d -= term;
        size += Math.abs(term);
      }
      if (own === AT_LOWER ? d >= 0 : own === AT_UPPER ? d <= 0 : d === 0) continue;
      size += space.costScale(j);
      weight += diagonal[j]!;
    }
    if (own === AT_LOWER ? d >= 0 : own === AT_UPPER ? d <= 0 : d === 0) continue;
    const value = (d * d) / weight;
    // the tolerance costs a pass over the rows: last
    if (value <= bestValue || Math.abs(d) <= space.tolerance(j, size)) continue;
    if (careful) return j;
    bestValue = value;
    best = j;
  }
  return best;
}
