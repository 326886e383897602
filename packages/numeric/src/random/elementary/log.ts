import { productError, sumError } from "./double-double.ts";
import { LN2_HIGH, LN2_LOW } from "./exp.ts";

const view: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** Binary exponent of the last {@link significand}; a module variable, because a pair would be allocated on each call. */
let exponent = 0;

/** The factor of x > 0 between sqrt(1/2) and sqrt(2), with `exponent` set so that x = factor * 2^exponent. */
function significand(x: number): number {
  let offset = -1023;
  let value = x;
  if (value < 2.2250738585072014e-308) {
    value *= 2 ** 54;
    offset -= 54;
  }
  view.setFloat64(0, value);
  const high = view.getInt32(0);
  const fraction = high & 0xfffff;
  // 0x6a09e opens the fraction of sqrt(2)
  const above = fraction > 0x6a09e ? 1 : 0;
  exponent = (high >> 20) + offset + above;
  view.setInt32(0, fraction | (above === 1 ? 0x3fe00000 : 0x3ff00000));
  return view.getFloat64(0);
}

/** z * (2/3 + 2/5 z + 2/7 z^2 + ...), the series of 2 artanh(s)/s - 2 in z = s^2 <= 0.0295. */
function artanhTail(z: number): number {
  const upper = 2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * (2 / 23)))));
  return z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * upper)))));
}

/** ln(1 + f) + k ln 2 + correction. */
function assemble(f: number, k: number, correction: number): number {
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  const series = s * (half + artanhTail(s * s));
  return k * LN2_HIGH - (half - (series + (k * LN2_LOW + correction)) - f);
}

/**
 * Natural logarithm, the same bits in every engine, with an error below 1 unit in the last place.
 *
 * 0 gives -Infinity, negative numbers and NaN give NaN.
 *
 * @example
 * ```ts
 * import { log } from "@plimsoll/numeric";
 *
 * console.log(log(10)); // 2.302585092994046
 * ```
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  const f = significand(x) - 1;
  return assemble(f, exponent, 0);
}

/**
 * ln(1 + x) without cancellation near 0, the same bits in every engine, with an error below 1 unit in the last place.
 *
 * -1 gives -Infinity, less and NaN give NaN.
 *
 * @example
 * ```ts
 * import { log1p } from "@plimsoll/numeric";
 *
 * console.log(log1p(1e-20)); // 1e-20
 * ```
 */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : Number.NaN;
  if (Math.abs(x) < 2 ** -54 || x === Infinity) return x;
  if (x > -0.29 && x < 0.41) return assemble(x, 0, 0);
  const u = 1 + x;
  const lost = (x > 1 ? 1 - (u - x) : x - (u - 1)) / u;
  const f = significand(u) - 1;
  return assemble(f, exponent, lost);
}

/** ln(x) of a positive finite x as `out[0] + out[1]`, to about 2^-68 of itself unless x is near 1. */
export function logParts(x: number, out: Float64Array): void {
  const f = significand(x) - 1;
  const k = exponent;
  // s = f / (2 + f) in two parts
  const t = 2 + f;
  const tLow = sumError(2, f, t);
  const s = f / t;
  const st = s * t;
  const sLow = (f - st - productError(s, t, st) - s * tLow) / t;
  const z = s * s;
  const zLow = productError(s, s, z) + 2 * s * sLow;
  // 2 + z (2/3 + z (2/5 + z tail)), the outer two coefficients in two parts
  const tail =
    2 / 7 +
    z *
      (2 / 9 + z * (2 / 11 + z * (2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * (2 / 23))))))));
  let high = z * tail;
  let low = productError(z, tail, high) + zLow * tail;
  let sum = 0.4 + high;
  low += sumError(0.4, high, sum) - 2.220446049250313e-17;
  high = sum * z;
  low = productError(sum, z, high) + low * z + sum * zLow;
  sum = 2 / 3 + high;
  low += sumError(2 / 3, high, sum) + 3.700743415417188e-17;
  high = sum * z;
  low = productError(sum, z, high) + low * z + sum * zLow;
  sum = 2 + high;
  low += sumError(2, high, sum);
  high = sum * s;
  low = productError(sum, s, high) + low * s + sum * sLow;
  // + k ln 2
  const base = k * LN2_HIGH;
  const total = base + high;
  low += sumError(base, high, total) + k * LN2_LOW;
  const rounded = total + low;
  out[0] = rounded;
  out[1] = low - (rounded - total);
}
