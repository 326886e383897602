import type { Decimal } from "decimal.js";
import type * as z from "zod";
import { invalidInput } from "../errors.ts";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { type DecimalInput, DecimalSchema, decimal, Exact, plain } from "./decimal.ts";

/** Digits after the point that a {@link Quantity} may have. */
export const QUANTITY_DIGITS = 12;

const fits = (text: string): boolean => new Exact(text).decimalPlaces() <= QUANTITY_DIGITS;

/** A quantity as JSON: a decimal string with at most 12 digits after the point; negative when short. */
export const QuantitySchema: z.ZodType<string> = DecimalSchema.refine(
  fits,
  `expected at most ${QUANTITY_DIGITS} digits after the point`,
);

/** A quantity above zero as JSON. */
export const PositiveQuantitySchema: z.ZodType<string> = QuantitySchema.refine(
  (text) => new Exact(text).gt(0),
  "expected a quantity above zero",
);

const brand = brandOf("quantity");

/**
 * How many shares, coins or contracts: an exact decimal with at most 12 digits after the point, negative when short.
 *
 * Errors: `INVALID_INPUT` for anything else.
 *
 * @example
 * ```ts
 * import { Quantity } from "@plimsoll/core";
 *
 * console.log(String(Quantity.of("0.1").plus(Quantity.of("0.2")))); // 0.3
 * ```
 */
export class Quantity {
  readonly value: Decimal;

  private constructor(value: Decimal) {
    this.value = value.isZero() ? new Exact(0) : decimal(value, "quantity");
    brand.seal(this);
  }

  static of(value: DecimalInput): Quantity {
    const exact = decimal(value, "quantity");
    if (exact.decimalPlaces() > QUANTITY_DIGITS) {
      throw invalidInput(
        "quantity",
        `quantity: expected at most ${QUANTITY_DIGITS} digits after the point, was ${plain(exact)}; round it first`,
        { received: plain(exact) },
      );
    }
    return new Quantity(exact);
  }

  /** Reads the JSON form, a decimal string. */
  static parse(input: unknown): Quantity {
    return new Quantity(new Exact(check(QuantitySchema, input, "quantity")));
  }

  /** Whether `value` is a `Quantity`, also one of another copy of the package. */
  static is(value: unknown): value is Quantity {
    return brand.owns(value);
  }

  plus(other: Quantity): Quantity {
    return new Quantity(this.value.plus(other.value));
  }

  minus(other: Quantity): Quantity {
    return new Quantity(this.value.minus(other.value));
  }

  negated(): Quantity {
    return new Quantity(this.value.negated());
  }

  abs(): Quantity {
    return new Quantity(this.value.abs());
  }

  /** -1, 0 or 1 as this quantity is below, equal to or above `other`. */
  compare(other: Quantity): number {
    return this.value.comparedTo(other.value);
  }

  equals(other: Quantity): boolean {
    return this.value.eq(other.value);
  }

  isZero(): boolean {
    return this.value.isZero();
  }

  isShort(): boolean {
    return this.value.lt(0);
  }

  /** The nearest float, for statistics and charts. */
  toNumber(): number {
    return this.value.toNumber();
  }

  toJSON(): string {
    return plain(this.value);
  }

  toString(): string {
    return plain(this.value);
  }
}
