import { sumError } from "./double-double.ts";

const TWO_OVER_PI = 0.6366197723675814;

/** Angle left over after the last {@link quadrant}, as `rest + restLow`. */
let rest = 0;
let restLow = 0;

/** Number of quarter turns (modulo 4) nearest to x; leaves x minus them in `rest` and `restLow`. */
function quadrant(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) {
    rest = x;
    restLow = 0;
    return 0;
  }
  if (Math.abs(x) >= 2 ** 20) return farQuadrant(x);
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  // pi/2 in three pieces of 33 bits and a tail (Cody & Waite 1980); the first three products are exact
  const first = x - k * 1.5707963267341256;
  let t = -k * 6.077100506303966e-11;
  let high = first + t;
  let low = sumError(first, t, high);
  t = -k * 2.0222662487111665e-21;
  const next = high + t;
  low += sumError(high, t, next) - k * 8.4784276603689e-32;
  high = next + low;
  restLow = low - (high - next);
  rest = high;
  return k & 3;
}

const BITS = 1200;
let halfPi: bigint | undefined;

/** pi/2 * 2^BITS by Machin's formula (1706). */
function scaledHalfPi(): bigint {
  if (halfPi === undefined) {
    const guard = 64n;
    const one = 1n << (BigInt(BITS) + guard);
    const arcCotangent = (n: bigint): bigint => {
      let term = one / n;
      let sum = term;
      for (let k = 3n, sign = -1n; term > 0n; k += 2n, sign = -sign) {
        term /= n * n;
        sum += (sign * term) / k;
      }
      return sum;
    };
    halfPi = (8n * arcCotangent(5n) - 2n * arcCotangent(239n)) >> guard;
  }
  return halfPi;
}

/** Reduction of large angles in exact integers: slow, and right to the last bit. */
function farQuadrant(x: number): number {
  let whole = Math.abs(x);
  let shift = BITS;
  // a double of this size becomes an integer after at most 32 doublings
  while (!Number.isInteger(whole)) {
    whole *= 2;
    shift--;
  }
  const angle = BigInt(whole) << BigInt(shift);
  const turn = scaledHalfPi();
  const turns = (2n * angle + turn) / (2n * turn);
  const kept = (angle - turns * turn) >> BigInt(BITS - 200);
  const high = Number(kept);
  const sign = x < 0 ? -1 : 1;
  rest = (sign * high) / 2 ** 200;
  restLow = (sign * Number(kept - BigInt(high))) / 2 ** 200;
  return Number(BigInt.asUintN(2, x < 0 ? -turns : turns));
}

/** Taylor series of sin on |r| <= pi/4; the first omitted term is below 2^-63. */
function sineSeries(r: number, low: number): number {
  const z = r * r;
  const upper = -1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z / 355687428096000));
  const series = -1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * upper)));
  return r + (r * z * series + low * (1 - 0.5 * z));
}

/** Taylor series of cos on |r| <= pi/4; the first omitted term is below 2^-58. */
function cosineSeries(r: number, low: number): number {
  const z = r * r;
  const upper =
    1 / 3628800 + z * (-1 / 479001600 + z * (1 / 87178291200 + z * (-1 / 20922789888000 + z / 6402373705728000)));
  const series = 1 / 24 + z * (-1 / 720 + z * (1 / 40320 - z * upper));
  const half = 0.5 * z;
  const head = 1 - half;
  return head + (1 - head - half + (z * z * series - r * low));
}

/**
 * Sine of an angle in radians, the same bits in every engine, with an error below 1 unit in the last place.
 *
 * NaN and infinite angles give NaN.
 *
 * @example
 * ```ts
 * import { sin } from "@plimsoll/numeric";
 *
 * console.log(sin(1)); // 0.8414709848078965
 * ```
 */
export function sin(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  if (Math.abs(x) < 2 ** -27) return x;
  const turns = quadrant(x);
  const value = (turns & 1) === 0 ? sineSeries(rest, restLow) : cosineSeries(rest, restLow);
  return turns < 2 ? value : -value;
}

/**
 * Cosine of an angle in radians, the same bits in every engine, with an error below 1 unit in the last place.
 *
 * NaN and infinite angles give NaN.
 *
 * @example
 * ```ts
 * import { cos } from "@plimsoll/numeric";
 *
 * console.log(cos(1)); // 0.5403023058681398
 * ```
 */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const turns = quadrant(x);
  const value = (turns & 1) === 0 ? cosineSeries(rest, restLow) : sineSeries(rest, restLow);
  return turns === 1 || turns === 2 ? -value : value;
}
