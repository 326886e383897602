import { selectInPlace } from "./selection.ts";

/** The nine sample quantiles of Hyndman & Fan (1996). Types 1-3 are steps, 4-9 interpolate. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** Where a sample quantile lies among the ordered values: `(1 - fraction) x[lower] + fraction x[upper]`. */
export interface QuantilePosition {
  /** 0-based place of the lower neighbour. */
  readonly lower: number;
  /** 0-based place of the upper neighbour, `lower` or `lower + 1`. */
  readonly upper: number;
  /** Weight of the upper neighbour, between 0 and 1. */
  readonly fraction: number;
}

/**
 * Where the `probability` quantile of `count` ordered values lies.
 *
 * With h = n p + m, j = floor(h), g = h - j the quantile is (1 - g) x_(j) + g x_(j+1), indices clamped to 1..n; m is 0
 * (type 4), 1/2 (5), p (6), 1 - p (7), (p + 1)/3 (8), p/4 + 3/8 (9). Types 1 and 2 have m = 0 and g = 1 above an integer
 * h, at it 0 (type 1) or 1/2 (type 2); type 3 has m = -1/2 and takes the even neighbour at an integer (Hyndman & Fan
 * 1996). An h within four rounding errors of an integer counts as that integer, so that 7 % of 100 values is the 7th.
 *
 * Throws `RangeError` when `count` is not a positive integer or `probability` lies outside 0..1 (NaN included).
 *
 * @example
 * ```ts
 * import { quantilePosition } from "@plimsoll/numeric";
 *
 * const { lower, upper, fraction } = quantilePosition(5, 0.125, 7);
 * console.log(lower, upper, fraction); // 0 1 0.5
 * ```
 */
export function quantilePosition(count: number, probability: number, type: QuantileType = 7): QuantilePosition {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`expected at least one value, the count was ${count}`);
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`expected a probability between 0 and 1, was ${probability}`);
  }
  const h = snap(count * probability + shift(type, probability));
  const j = Math.floor(h);
  const g = step(type, j, h - j);
  const lower = Math.min(Math.max(j, 1), count) - 1;
  const upper = Math.min(Math.max(j + 1, 1), count) - 1;
  return { lower, upper, fraction: lower === upper ? 0 : g };
}

function shift(type: QuantileType, p: number): number {
  switch (type) {
    case 1:
    case 2:
    case 4:
      return 0;
    case 3:
      return -0.5;
    case 5:
      return 0.5;
    case 6:
      return p;
    case 7:
      return 1 - p;
    case 8:
      return (p + 1) / 3;
    case 9:
      return p / 4 + 3 / 8;
    default:
      throw new RangeError(`expected a quantile type from 1 to 9, was ${String(type)}`);
  }
}

function step(type: QuantileType, j: number, g: number): number {
  if (type > 3) return g;
  if (g > 0) return 1;
  if (type === 1) return 0;
  if (type === 2) return 0.5;
  return j % 2 === 0 ? 0 : 1;
}

function snap(h: number): number {
  const whole = Math.round(h);
  return Math.abs(h - whole) <= 4 * Number.EPSILON * Math.max(1, Math.abs(h)) ? whole : h;
}

/**
 * Sample quantile at a probability between 0 and 1.
 *
 * `x` is not changed and needs no order. NaN among the values, or no values, gives NaN. Throws `RangeError` when
 * `probability` lies outside 0..1. See {@link quantilePosition} for the formula of each type.
 *
 * @example
 * ```ts
 * import { quantile } from "@plimsoll/numeric";
 *
 * const returns = Float64Array.of(0.03, -0.02, 0.01, -0.05);
 * console.log(quantile(returns, 0.5), quantile(returns, 0.5, 1)); // -0.005 -0.02
 * ```
 */
export function quantile(x: Float64Array, probability: number, type: QuantileType = 7): number {
  if (x.length === 0 || hasNaN(x)) return Number.NaN;
  const { lower, upper, fraction } = quantilePosition(x.length, probability, type);
  const work = x.slice();
  const below = selectInPlace(work, lower);
  if (fraction === 0 || upper === lower) return below;
  let above = Infinity;
  for (let i = lower + 1; i < work.length; i++) above = Math.min(above, work[i]!);
  return interpolate(below, above, fraction);
}

/**
 * Sample quantile of values that are sorted upwards already. Same types and errors as {@link quantile}; NaN must not be
 * among the values, no values give NaN.
 *
 * @example
 * ```ts
 * import { quantileSorted } from "@plimsoll/numeric";
 *
 * console.log(quantileSorted(Float64Array.of(1, 2, 3), 0.25)); // 1.5
 * ```
 */
export function quantileSorted(ascending: Float64Array, probability: number, type: QuantileType = 7): number {
  if (ascending.length === 0) return Number.NaN;
  const { lower, upper, fraction } = quantilePosition(ascending.length, probability, type);
  return fraction === 0 ? ascending[lower]! : interpolate(ascending[lower]!, ascending[upper]!, fraction);
}

function interpolate(below: number, above: number, fraction: number): number {
  if (fraction === 1 || below === above) return above;
  return (1 - fraction) * below + fraction * above;
}

/** Whether any value is NaN. */
function hasNaN(x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]!)) return true;
  }
  return false;
}

/**
 * Median: the middle value, or the mean of the two middle ones. NaN among the values, or no values, gives NaN.
 *
 * @example
 * ```ts
 * import { median } from "@plimsoll/numeric";
 *
 * console.log(median(Float64Array.of(9, 1, 3, 5))); // 4
 * ```
 */
export function median(x: Float64Array): number {
  return quantile(x, 0.5);
}

/**
 * Median absolute deviation from the median. NaN among the values, or no values, gives NaN.
 *
 * `scale` multiplies it: 1.4826022185056018 = 1 / z_(3/4) makes it estimate the standard deviation of a normal sample.
 *
 * @example
 * ```ts
 * import { medianAbsoluteDeviation } from "@plimsoll/numeric";
 *
 * console.log(medianAbsoluteDeviation(Float64Array.of(1, 1, 2, 2, 4, 6, 9))); // 1
 * ```
 */
export function medianAbsoluteDeviation(x: Float64Array, options: { readonly scale?: number } = {}): number {
  const centre = median(x);
  const deviations = x.map((value) => Math.abs(value - centre));
  return (options.scale ?? 1) * median(deviations);
}
