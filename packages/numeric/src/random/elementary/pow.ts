import { productError } from "./double-double.ts";
import { expOfSum } from "./exp.ts";
import { logParts } from "./log.ts";

const parts: Float64Array = /* @__PURE__ */ new Float64Array(2);

/**
 * `base` to the power `exponent`, the same bits in every engine, with an error below 0.7 units in the last place; a
 * power of integers that a double can hold is exact.
 *
 * Special cases as in `Math.pow`: anything to the power 0 is 1; NaN otherwise propagates; a negative base to a power that
 * is not an integer is NaN; so is 1 or -1 to an infinite power.
 *
 * @example
 * ```ts
 * import { pow } from "@plimsoll/numeric";
 *
 * console.log(pow(3, 20), pow(-2, 3), pow(4, 0.5)); // 3486784401 -8 2
 * ```
 */
export function pow(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return Number.NaN;
  const size = Math.abs(base);
  if (Math.abs(exponent) === Infinity) {
    if (size === 1) return Number.NaN;
    return size > 1 === exponent > 0 ? Infinity : 0;
  }
  const odd = Math.abs(exponent % 2) === 1;
  if (base === 0 || size === Infinity) {
    const value = (base === 0) === exponent > 0 ? 0 : Infinity;
    return odd && (base < 0 || Object.is(base, -0)) ? -value : value;
  }
  if (base < 0 && !Number.isInteger(exponent)) return Number.NaN;
  const value = size === 1 ? 1 : positivePower(size, exponent);
  return base < 0 && odd ? -value : value;
}

function positivePower(size: number, exponent: number): number {
  logParts(size, parts);
  const high = exponent * parts[0]!;
  if (high > 800) return Infinity;
  if (high < -800) return 0;
  // a huge exponent would overflow the splitting, and a small product needs no second part
  const exact = Math.abs(exponent) < 1e290 && Math.abs(high) > 1e-200;
  const low = exact ? productError(exponent, parts[0]!, high) + exponent * parts[1]! : 0;
  return expOfSum(high, low);
}
