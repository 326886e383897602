/**
 * Inner product of two stretches of numbers: sum of `x[xStart + i] * y[yStart + i]` over `count` places.
 *
 * Sums in four interleaved lanes, so that the order is fixed and the additions overlap. NaN and Infinity propagate;
 * an empty stretch gives 0.
 *
 * @example
 * ```ts
 * import { dot } from "@plimsoll/numeric";
 *
 * console.log(dot(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6))); // 32
 * ```
 */
export function dot(x: Float64Array, y: Float64Array, count: number = x.length, xStart = 0, yStart = 0): number {
  let lane0 = 0;
  let lane1 = 0;
  let lane2 = 0;
  let lane3 = 0;
  const whole = count - (count % 4);
  let i = 0;
  for (; i < whole; i += 4) {
    lane0 += x[xStart + i]! * y[yStart + i]!;
    lane1 += x[xStart + i + 1]! * y[yStart + i + 1]!;
    lane2 += x[xStart + i + 2]! * y[yStart + i + 2]!;
    lane3 += x[xStart + i + 3]! * y[yStart + i + 3]!;
  }
  let tail = 0;
  for (; i < count; i++) tail += x[xStart + i]! * y[yStart + i]!;
  return lane0 + lane2 + (lane1 + lane3) + tail;
}

/**
 * Adds a multiple of one stretch to another: `y[yStart + i] += alpha * x[xStart + i]` over `count` places.
 *
 * NaN and Infinity propagate. `x` and `y` may be the same array if the stretches coincide or do not overlap.
 *
 * @example
 * ```ts
 * import { axpy } from "@plimsoll/numeric";
 *
 * const y = Float64Array.of(1, 1);
 * axpy(2, Float64Array.of(3, 4), y);
 * console.log(y.join(" ")); // 7 9
 * ```
 */
export function axpy(
  alpha: number,
  x: Float64Array,
  y: Float64Array,
  count: number = x.length,
  xStart = 0,
  yStart = 0,
): void {
  for (let i = 0; i < count; i++) y[yStart + i]! += alpha * x[xStart + i]!;
}

/**
 * Multiplies a stretch of numbers by a scalar, in place. NaN and Infinity propagate.
 *
 * @example
 * ```ts
 * import { scale } from "@plimsoll/numeric";
 *
 * const x = Float64Array.of(1, -2);
 * scale(3, x);
 * console.log(x.join(" ")); // 3 -6
 * ```
 */
export function scale(alpha: number, x: Float64Array, count: number = x.length, start = 0): void {
  for (let i = start; i < start + count; i++) x[i]! *= alpha;
}

/**
 * Euclidean length of a stretch of numbers, scaled so that it neither overflows nor underflows on the way.
 *
 * NaN gives NaN; an empty stretch gives 0.
 *
 * @example
 * ```ts
 * import { norm2 } from "@plimsoll/numeric";
 *
 * console.log(norm2(Float64Array.of(3e200, 4e200)).toPrecision(12)); // 5.00000000000e+200
 * ```
 */
export function norm2(x: Float64Array, count: number = x.length, start = 0): number {
  const plain = dot(x, x, count, start, start);
  if (plain > 1e-280 && plain < 1e300) return Math.sqrt(plain);
  let largest = 0;
  for (let i = start; i < start + count; i++) {
    const size = Math.abs(x[i]!);
    // written so that NaN wins
    if (!(size <= largest)) largest = size;
  }
  if (largest === 0 || largest === Infinity || Number.isNaN(largest)) return largest;
  let sum = 0;
  for (let i = start; i < start + count; i++) {
    const ratio = x[i]! / largest;
    sum += ratio * ratio;
  }
  return largest * Math.sqrt(sum);
}
