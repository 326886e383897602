import { Decimal } from "decimal.js";
import * as z from "zod";
import { invalidInput } from "../errors.ts";

/** What is accepted where a decimal is wanted; a number stands for its shortest decimal form (0.1 is one tenth). */
export type DecimalInput = string | number | Decimal;

/**
 * The decimal arithmetic of the domain: 100 significant digits, half-even.
 *
 * With at most 20 digits before and 18 after the point in every input, sums and products of a quantity, a price and an
 * exchange rate are exact; only division and stated rounding lose anything.
 */
export const Exact: typeof Decimal = Decimal.clone({
  precision: 100,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

const WHOLE_DIGITS = 20;
/** Digits after the point that any decimal of the domain may have. */
export const FRACTION_DIGITS = 18;
const pattern = /^-?\d{1,20}(\.\d{1,18})?$/;

/** A decimal as JSON: plain digits, at most 20 before and 18 after the point, no exponent, such as `"-12.50"`. */
export const DecimalSchema: z.ZodType<string> = z.string().regex(pattern, {
  error: 'expected a decimal string such as "-12.50" (at most 20 digits before and 18 after the point)',
  abort: true,
});

/** A decimal above zero as JSON. */
export const PositiveDecimalSchema: z.ZodType<string> = DecimalSchema.refine(
  (text) => new Exact(text).gt(0),
  "expected a decimal above zero",
);

/** A decimal of zero or more as JSON. */
export const NonNegativeDecimalSchema: z.ZodType<string> = DecimalSchema.refine(
  (text) => !new Exact(text).lt(0),
  "expected a decimal of zero or more",
);

/**
 * `input` as an exact decimal.
 *
 * Errors: `INVALID_INPUT` when it isn't a finite number within 20 digits before and 18 after the point.
 */
export function decimal(input: DecimalInput, argument: string): Decimal {
  let value: Decimal;
  try {
    value = new Exact(input);
  } catch (error) {
    throw invalidInput(argument, `${argument}: expected a decimal number, was ${JSON.stringify(input)}`, {
      expected: "a decimal number",
      received: String(error),
    });
  }
  if (!value.isFinite() || value.abs().gte(`1e${WHOLE_DIGITS}`) || value.decimalPlaces() > FRACTION_DIGITS) {
    throw invalidInput(
      argument,
      `${argument}: expected at most ${WHOLE_DIGITS} digits before and ${FRACTION_DIGITS} after the point, was ${String(input)}; round it first`,
      { received: String(input) },
    );
  }
  return value;
}

/** The canonical text of a decimal: plain digits without trailing zeros or exponent; zero is `"0"`. */
export function plain(value: Decimal): string {
  return value.isZero() ? "0" : value.toFixed();
}
