import type { NullSpace } from "./null-space.ts";
import { AT_LOWER, AT_UPPER, HELD } from "./states.ts";

/** What ends a piece of a critical line, `length` of the parameter ahead. */
export type ParametricEvent =
  /** A variable meets a bound: superbasic number `at`, or from `count` on a basic one. */
  | { readonly kind: "bound"; readonly length: number; readonly at: number; readonly rising: boolean }
  /** Variable `at` wants to leave its bound in the direction of `sign`. */
  | { readonly kind: "price"; readonly length: number; readonly at: number; readonly sign: number }
  /** Nothing changes any more: x stays, or moves on for ever, with the multipliers of the scaled rows at `rate`. */
  | { readonly kind: "end" }
  | { readonly kind: "ray"; readonly rate: Float64Array };

/** Rates smaller than this share of their terms are rounding of 0. */
const negligible = 1e-12;
/** The same, where the path went in circles. */
const carefully = 1e-8;

/**
 * The first change of the working set as the linear term falls by t reward: the ratio test over bounds of what moves and over
 * reduced costs of what doesn't. A length up to `tiny` is 0. With `careful`, prices that
 * hardly change don't count. Leaves the direction per unit of t in `space`, expanded and with its `change`.
 */
export function nextEvent(space: NullSpace, reward: Float64Array, tiny: number, careful: boolean): ParametricEvent {
  const { set, pi } = space;
  const { n, m, state, lower, upper, x, basis, free, count } = set;
  const { starts, entryRow, entryValue } = set.sparse;
  const diagonal = space.hessian.diagonal;

  const longest = slopeOf(space, reward);
  const { direction, image, change } = space;
  let volatility = 0;
  for (let t = 0; t < space.entries; t++) volatility += space.root[space.indices[t]!]! * Math.abs(space.values[t]!);
  // the gradient's rate, in place of Q dx/dt; d pi/dt in `rate`
  for (let j = 0; j < n; j++) change[j] = change[j]! - reward[j]!;
  const rate = new Float64Array(m);
  const slopes = new Float64Array(m);
  for (let p = 0; p < m; p++) slopes[p] = basis[p]! < n ? change[basis[p]!]! : 0;
  set.multipliers(slopes, rate);

  const tolerance = 1e-13 * set.magnitude;
  let widest = Infinity;
  for (let t = 0; t < count + m; t++) {
    const value = t < count ? direction[t]! : image[t - count]!;
    if (Math.abs(value) <= negligible * longest) continue;
    const j = t < count ? free[t]! : basis[t - count]!;
    const room = value > 0 ? upper[j]! - x[j]! : x[j]! - lower[j]!;
    const length = (room + tolerance) / Math.abs(value);
    if (length < widest) widest = length;
  }
  let sumPi = 0,
    sumRate = 0;
  for (let i = 0; i < m; i++) {
    sumPi += Math.abs(pi[i]!);
    sumRate += Math.abs(rate[i]!);
  }
  let entering = -1,
    enteringLength = Infinity,
    enteringSign = 0,
    enteringWeight = 0;
  for (let j = 0; j < n + m; j++) {
    const own = state[j]!;
    if (own > HELD || lower[j] === upper[j]) continue;
    let d: number, dd: number, size: number, speed: number;
    if (j >= n) {
      d = pi[j - n]!;
      dd = rate[j - n]!;
      size = Math.abs(d) + 1e-3 * sumPi;
      speed = Math.abs(dd) + 1e-3 * sumRate;
    } else {
      d = space.gradient[j]!;
      dd = change[j]!;
      size = space.costScale(j);
      speed = space.root[j]! * volatility + Math.abs(reward[j]!);
      for (let e = starts[j]!; e < starts[j + 1]!; e++) {
        const coefficient = entryValue[e]!;
        const i = entryRow[e]!;
        const term = pi[i]! * coefficient;
        const fall = rate[i]! * coefficient;
        d -= term;
        dd -= fall;
        size += Math.abs(term);
        speed += Math.abs(fall);
      }
    }
    if (own === AT_LOWER ? dd >= 0 : own === AT_UPPER ? dd <= 0 : dd === 0) continue;
    if (Math.abs(dd) <= (careful ? carefully : negligible) * speed) continue;
    const margin = space.tolerance(j, size);
    const away = own === HELD || Math.abs(d) <= margin || (own === AT_LOWER ? d < 0 : d > 0) ? 0 : Math.abs(d);
    const exact = away / Math.abs(dd);
    const length = exact <= tiny ? 0 : exact;
    if (length > enteringLength) continue;
    const weight = (dd * dd) / ((j < n ? diagonal[j]! : 0) + 1e-300);
    if (length === enteringLength && weight <= enteringWeight) continue;
    entering = j;
    enteringLength = length;
    enteringSign = dd < 0 ? 1 : -1;
    enteringWeight = weight;
  }
  if (enteringLength <= widest && entering >= 0)
    return { kind: "price", length: enteringLength, at: entering, sign: enteringSign };
  if (widest === Infinity) return longest > 0 ? { kind: "ray", rate } : { kind: "end" };
  // the largest pivot among those that the widest step meets
  let at = -1,
    pivot = 0,
    length = widest;
  for (let t = 0; t < count + m; t++) {
    const value = t < count ? direction[t]! : image[t - count]!;
    if (Math.abs(value) <= negligible * longest || Math.abs(value) <= pivot) continue;
    const j = t < count ? free[t]! : basis[t - count]!;
    const exact = (value > 0 ? upper[j]! - x[j]! : x[j]! - lower[j]!) / Math.abs(value);
    if (exact > widest) continue;
    at = t;
    pivot = Math.abs(value);
    length = Math.max(0, exact);
  }
  const rising = (at < count ? direction[at]! : image[at - count]!) > 0;
  return { kind: "bound", length, at, rising };
}

/** dx/dt, expanded, with its `change`: the factor's direction, corrected until the true Hessian agrees; returns its largest entry. */
function slopeOf(space: NullSpace, reward: Float64Array): number {
  const { set, reduced, change } = space;
  const { n, m, basis, free, images, count } = set;
  const sum = new Float64Array(count);
  change.fill(0);
  let longest = 0,
    last = Infinity;
  for (let round = 0; round < 5; round++) {
    // Z'(Q dx/dt - reward), 0 where it is rounding
    let worst = 0;
    for (let k = 0; k < count; k++) {
      const j = free[k]!;
      let value = j < n ? change[j]! - reward[j]! : 0;
      let size = j < n ? Math.abs(change[j]!) + Math.abs(reward[j]!) : 0;
      for (let p = 0; p < m; p++) {
        const b = basis[p]!;
        if (b >= n) continue;
        const weight = images[k * m + p]!;
        value -= weight * (change[b]! - reward[b]!);
        size += Math.abs(weight) * (Math.abs(change[b]!) + Math.abs(reward[b]!));
      }
      if (Math.abs(value) <= negligible * size) value = 0;
      else worst = Math.max(worst, Math.abs(value) / size);
      reduced[k] = value;
    }
    if (worst === 0 || worst > 0.1 * last) break;
    last = worst;
    space.newtonDirection();
    const { direction } = space;
    for (let k = 0; k < count; k++) {
      sum[k] = sum[k]! + direction[k]!;
      direction[k] = sum[k]!;
    }
    longest = space.expand();
    space.curve();
    if (worst < 1e-9) break;
  }
  if (longest === 0) {
    space.direction.fill(0, 0, count);
    space.expand();
  }
  return longest;
}
