/** When a one-dimensional search stops. */
export interface SearchOptions {
  /**
   * Absolute width at which the search may stop; a few rounding errors of the argument are allowed on top.
   * @defaultValue 1e-14 for roots, 1e-9 for minima
   */
  readonly tolerance?: number;
  /**
   * Largest number of evaluations.
   * @defaultValue 200
   */
  readonly maxEvaluations?: number;
}

/**
 * A root of a continuous function between two points where it has opposite signs (Brent 1973, chapter 4).
 *
 * Throws `RangeError` when the signs agree, when the function gives NaN, and when `maxEvaluations` do not suffice.
 *
 * @example
 * ```ts
 * import { findRoot } from "@plimsoll/numeric";
 *
 * console.log(findRoot((x) => x * x - 2, 0, 2).toFixed(12)); // 1.414213562373
 * ```
 */
export function findRoot(f: (x: number) => number, from: number, to: number, options: SearchOptions = {}): number {
  const { tolerance = 1e-14, maxEvaluations = 200 } = options;
  const evaluate = (x: number): number => {
    const value = f(x);
    if (Number.isNaN(value)) throw new RangeError(`the function is NaN at ${x}`);
    return value;
  };
  let a = from;
  let b = to;
  let fa = evaluate(a);
  let fb = evaluate(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0) {
    throw new RangeError(`expected opposite signs at ${from} and ${to}, the values were ${fa} and ${fb}`);
  }
  let c = a;
  let fc = fa;
  let step = b - a;
  let before = step;
  for (let count = 2; ; count++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      // b is the best point, c brackets the root with it
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const width = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= width || fb === 0) return b;
    if (count >= maxEvaluations) throw new RangeError(`no root to ${tolerance} within ${maxEvaluations} evaluations`);
    if (Math.abs(before) < width || Math.abs(fa) <= Math.abs(fb)) {
      step = half;
      before = half;
    } else {
      const [p, q] = interpolate(a, b, c, fa, fb, fc, half);
      // interpolation must stay inside and more than halve the step before last
      if (2 * p < Math.min(3 * half * q - Math.abs(width * q), Math.abs(before * q))) {
        before = step;
        step = p / q;
      } else {
        step = half;
        before = half;
      }
    }
    a = b;
    fa = fb;
    b += Math.abs(step) > width ? step : half > 0 ? width : -width;
    fb = evaluate(b);
    if (fb > 0 === fc > 0) {
      c = a;
      fc = fa;
      step = b - a;
      before = step;
    }
  }
}

/** Secant or inverse quadratic step p / q, p >= 0. */
function interpolate(
  a: number,
  b: number,
  c: number,
  fa: number,
  fb: number,
  fc: number,
  half: number,
): [p: number, q: number] {
  const s = fb / fa;
  let p = 2 * half * s;
  let q = 1 - s;
  if (a !== c) {
    const t = fa / fc;
    const r = fb / fc;
    p = s * (2 * half * t * (t - r) - (b - a) * (r - 1));
    q = (t - 1) * (r - 1) * (s - 1);
  }
  return p > 0 ? [p, -q] : [-p, q];
}

/** A minimum found by {@link findMinimum}. */
export interface Minimum {
  readonly x: number;
  readonly value: number;
}

/**
 * A local minimum of a function on an interval, its only one where the function has one (Brent 1973, chapter 5).
 *
 * An argument can't be found more exactly than about 1e-8 of itself, because the function is flat there. Throws
 * `RangeError` when the function gives NaN and when `maxEvaluations` do not suffice.
 *
 * @example
 * ```ts
 * import { findMinimum } from "@plimsoll/numeric";
 *
 * console.log(findMinimum((x) => (x - 2) ** 2, 0, 5).x.toFixed(6)); // 2.000000
 * ```
 */
export function findMinimum(f: (x: number) => number, from: number, to: number, options: SearchOptions = {}): Minimum {
  const { tolerance = 1e-9, maxEvaluations = 200 } = options;
  const golden = (3 - Math.sqrt(5)) / 2;
  const evaluate = (x: number): number => {
    const value = f(x);
    if (Number.isNaN(value)) throw new RangeError(`the function is NaN at ${x}`);
    return value;
  };
  let [low, high] = from < to ? [from, to] : [to, from];
  // best, second best and the one before
  let x = low + golden * (high - low);
  let [w, v] = [x, x];
  let fx = evaluate(x);
  let [fw, fv] = [fx, fx];
  let [step, before] = [0, 0];
  for (let count = 1; ; count++) {
    const middle = (low + high) / 2;
    const width = 1.5e-8 * Math.abs(x) + tolerance;
    if (Math.abs(x - middle) + (high - low) / 2 <= 2 * width) return { x, value: fx };
    if (count >= maxEvaluations)
      throw new RangeError(`no minimum to ${tolerance} within ${maxEvaluations} evaluations`);
    const r = (x - w) * (fx - fv);
    let q = (x - v) * (fx - fw);
    let p = (x - v) * q - (x - w) * r;
    q = 2 * (q - r);
    if (q > 0) p = -p;
    else q = -q;
    const last = before;
    before = step;
    const parabola =
      Math.abs(last) > width && Math.abs(p) < Math.abs((q * last) / 2) && p > q * (low - x) && p < q * (high - x);
    if (parabola) {
      step = p / q;
      const next = x + step;
      // not too close to the ends
      if (next - low < 2 * width || high - next < 2 * width) step = x < middle ? width : -width;
    } else {
      before = (x < middle ? high : low) - x;
      step = golden * before;
    }
    const next = x + (Math.abs(step) >= width ? step : step > 0 ? width : -width);
    const value = evaluate(next);
    if (value <= fx) {
      if (next < x) high = x;
      else low = x;
      [v, w, x] = [w, x, next];
      [fv, fw, fx] = [fw, fx, value];
      continue;
    }
    if (next < x) low = next;
    else high = next;
    if (value <= fw || w === x) {
      [v, w] = [w, next];
      [fv, fw] = [fw, value];
    } else if (value <= fv || v === x || v === w) {
      v = next;
      fv = value;
    }
  }
}
