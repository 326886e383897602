import { sumError } from "./double-double.ts";
import { timesPowerOfTwo } from "./scale.ts";

export const LN2_HIGH = 0.6931471804855391; // ln 2 to 33 bits, so that k * LN2_HIGH is exact
export const LN2_LOW = 7.440617110012397e-11;

/** Taylor remainder e^r - 1 - r on |r| <= ln(2)/2; the first omitted term is below 2^-57. */
function remainder(r: number): number {
  const upper =
    1 / 40320 + r * (1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800 + r * (1 / 479001600 + r / 6227020800))));
  const lower = 1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * upper));
  return r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * lower)));
}

/**
 * e^(x + tail) for a tail far below the last place of x.
 *
 * Reduces by multiples of ln 2 and sums the Taylor series with the last two additions compensated.
 */
export function expOfSum(x: number, tail: number): number {
  if (!(x <= 709.782712893384)) return x === x ? Infinity : x;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - tail;
  const r = high - low;
  const rest = high - r - low;
  const series = remainder(r) + rest;
  const growth = r + series;
  const total = 1 + growth;
  return timesPowerOfTwo(total + (sumError(1, growth, total) + sumError(r, series, growth)), k);
}

/**
 * Exponential function, the same bits in every engine, with an error below 0.6 units in the last place.
 *
 * NaN gives NaN; above 709.78 Infinity, below -745.13 zero, with gradual underflow between.
 *
 * @example
 * ```ts
 * import { exp } from "@plimsoll/numeric";
 *
 * console.log(exp(1)); // 2.718281828459045
 * ```
 */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/**
 * e^x - 1 without cancellation near 0, the same bits in every engine, with an error below 1 unit in the last place.
 *
 * NaN gives NaN.
 *
 * @example
 * ```ts
 * import { expm1 } from "@plimsoll/numeric";
 *
 * console.log(expm1(1e-20)); // 1e-20
 * ```
 */
export function expm1(x: number): number {
  if (Math.abs(x) < 2 ** -54) return x;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  if (k === 0) return x + remainder(x);
  if (!(Math.abs(k) <= 53)) return exp(x) - 1;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const series = remainder(r) + (high - r - low);
  const growth = r + series;
  // 2^k (e^r - 2^-k), where 1 - 2^-k is exact
  const base = 1 - timesPowerOfTwo(1, -k);
  const total = base + growth;
  return timesPowerOfTwo(total + (sumError(base, growth, total) + sumError(r, series, growth)), k);
}
