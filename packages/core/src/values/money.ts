import type { Decimal } from "decimal.js";
import * as z from "zod";
import { invalidInput, PlimsollError } from "../errors.ts";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { CurrencySchema, currencyCode, minorUnitDigits } from "./currency.ts";
import {
  type DecimalInput,
  DecimalSchema,
  decimal,
  Exact,
  FRACTION_DIGITS,
  NonNegativeDecimalSchema,
  plain,
  PositiveDecimalSchema,
} from "./decimal.ts";

/** {@link Money} as JSON. */
export interface MoneyData {
  /** Decimal digits, such as `"12.5"`. */
  readonly amount: string;
  /** ISO 4217 code, such as `"EUR"`. */
  readonly currency: string;
}

/** Schema of {@link MoneyData}. */
export const MoneySchema: z.ZodType<MoneyData> = z.strictObject({ amount: DecimalSchema, currency: CurrencySchema });

/** Schema of an amount above zero, such as a price. */
export const PositiveMoneySchema: z.ZodType<MoneyData> = z.strictObject({
  amount: PositiveDecimalSchema,
  currency: CurrencySchema,
});

/** Schema of an amount of zero or more, such as a fee. */
export const NonNegativeMoneySchema: z.ZodType<MoneyData> = z.strictObject({
  amount: NonNegativeDecimalSchema,
  currency: CurrencySchema,
});

/** How an amount between two units is rounded; `up` is away from zero, `down` towards it. */
export type RoundingMode = "half-even" | "half-up" | "up" | "down";

const roundings: Readonly<Record<RoundingMode, Decimal.Rounding>> = {
  "half-even": Exact.ROUND_HALF_EVEN,
  "half-up": Exact.ROUND_HALF_UP,
  up: Exact.ROUND_UP,
  down: Exact.ROUND_DOWN,
};

const brand = brandOf("money");

/**
 * An exact amount of one currency.
 *
 * Arithmetic between two currencies is an error, never a silent sum. Sums are exact; {@link Money.times} and
 * {@link Money.dividedBy} keep 18 digits after the point; {@link Money.round} rounds to the minor unit where asked.
 *
 * Errors: `INVALID_INPUT` for what isn't a decimal or an ISO 4217 code; `RULE_VIOLATED` (`same-currency`) for mixing.
 *
 * @example
 * ```ts
 * import { Money } from "@plimsoll/core";
 *
 * const fee = Money.of("0.10", "EUR");
 * console.log(String(Money.of("0.20", "EUR").plus(fee))); // 0.30 EUR
 * console.log(Money.of(100, "EUR").allocate([1, 1, 1]).join(", ")); // 33.34 EUR, 33.33 EUR, 33.33 EUR
 * ```
 */
export class Money {
  readonly amount: Decimal;
  readonly currency: string;

  private constructor(amount: Decimal, currency: string) {
    this.amount = amount.isZero() ? new Exact(0) : decimal(amount, "amount");
    this.currency = currency;
    brand.seal(this);
  }

  /** `amount` of `currency` (an ISO 4217 code). */
  static of(amount: DecimalInput, currency: string): Money {
    return new Money(decimal(amount, "amount"), currencyCode(currency, "currency"));
  }

  /** Nothing of `currency`. */
  static zero(currency: string): Money {
    return Money.of(0, currency);
  }

  /** Reads {@link MoneyData} or a text such as `"12.50 EUR"`. */
  static parse(input: unknown): Money {
    if (typeof input === "string") {
      const parts = input.trim().split(/\s+/);
      if (parts.length !== 2) throw invalidInput("money", `money: expected a text such as "12.50 EUR", was "${input}"`);
      return Money.of(parts[0]!, parts[1]!);
    }
    const data = check(MoneySchema, input, "money");
    return new Money(new Exact(data.amount), data.currency);
  }

  /** Whether `value` is a `Money`, also one of another copy of the package. */
  static is(value: unknown): value is Money {
    return brand.owns(value);
  }

  /** The sum of `amounts`; `currency` is that of an empty sum and must be theirs. */
  static sum(amounts: readonly Money[], currency: string): Money {
    return amounts.reduce((total, amount) => total.plus(amount), Money.zero(currency));
  }

  plus(other: Money): Money {
    return new Money(this.amount.plus(this.#same(other, "add")), this.currency);
  }

  minus(other: Money): Money {
    return new Money(this.amount.minus(this.#same(other, "subtract")), this.currency);
  }

  /** The product to 18 digits after the point, half-even; round it where it becomes a payment. */
  times(factor: DecimalInput): Money {
    const exact = this.amount.times(decimal(factor, "factor"));
    return new Money(exact.toDecimalPlaces(FRACTION_DIGITS), this.currency);
  }

  /** The quotient to 18 digits after the point, half-even. */
  dividedBy(divisor: DecimalInput): Money {
    const value = decimal(divisor, "divisor");
    if (value.isZero()) throw invalidInput("divisor", "divisor: expected a number other than zero, was 0");
    return new Money(this.amount.dividedBy(value).toDecimalPlaces(FRACTION_DIGITS), this.currency);
  }

  negated(): Money {
    return new Money(this.amount.negated(), this.currency);
  }

  abs(): Money {
    return new Money(this.amount.abs(), this.currency);
  }

  /**
   * The amount rounded to `digits` after the point.
   *
   * `digits` defaults to the minor unit of the currency (cents for USD, whole yen for JPY), `mode` to `"half-even"`.
   */
  round(options: { readonly mode?: RoundingMode; readonly digits?: number } = {}): Money {
    const digits = options.digits ?? minorUnitDigits(this.currency);
    return new Money(this.amount.toDecimalPlaces(digits, roundings[options.mode ?? "half-even"]), this.currency);
  }

  /**
   * Splits the amount in proportion to `ratios` without losing or inventing a cent: the parts sum to it exactly.
   *
   * Parts are whole minor units (or finer, where the amount itself is finer), by the largest remainder, ties to the
   * first. Errors: `INVALID_INPUT` unless all ratios are zero or more and one is above zero.
   */
  allocate(ratios: readonly DecimalInput[]): Money[] {
    const shares = ratios.map((ratio, index) => decimal(ratio, `ratios[${index}]`));
    const total = shares.reduce((sum, share) => sum.plus(share), new Exact(0));
    if (!total.gt(0) || shares.some((share) => share.lt(0))) {
      throw invalidInput("ratios", "ratios: expected numbers of zero or more with at least one above zero");
    }
    const digits = Math.max(minorUnitDigits(this.currency), this.amount.decimalPlaces());
    const units = this.amount.abs().times(new Exact(10).pow(digits));
    const exact = shares.map((share) => units.times(share).dividedBy(total));
    const parts = exact.map((value) => value.floor());
    const left = units.minus(parts.reduce((sum, part) => sum.plus(part), new Exact(0))).toNumber();
    const byRemainder = exact
      .map((value, index) => ({ index, remainder: value.minus(parts[index]!) }))
      .sort((a, b) => b.remainder.comparedTo(a.remainder));
    for (const { index } of byRemainder.slice(0, left)) parts[index] = parts[index]!.plus(1);
    const sign = this.amount.lt(0) ? -1 : 1;
    return parts.map((part) => new Money(part.times(new Exact(10).pow(-digits)).times(sign), this.currency));
  }

  /** -1, 0 or 1 as this amount is below, equal to or above `other`. */
  compare(other: Money): number {
    return this.amount.comparedTo(this.#same(other, "compare"));
  }

  /** Whether amount and currency are the same; `1.0 EUR` equals `1 EUR`. */
  equals(other: Money): boolean {
    return this.currency === other.currency && this.amount.eq(other.amount);
  }

  isZero(): boolean {
    return this.amount.isZero();
  }

  isPositive(): boolean {
    return this.amount.gt(0);
  }

  isNegative(): boolean {
    return this.amount.lt(0);
  }

  /** The nearest float, for statistics and charts. */
  toNumber(): number {
    return this.amount.toNumber();
  }

  toJSON(): MoneyData {
    return { amount: plain(this.amount), currency: this.currency };
  }

  /** All digits of the amount, at least those of the minor unit: `12.50 EUR`. */
  toString(): string {
    const digits = Math.max(minorUnitDigits(this.currency), this.amount.decimalPlaces());
    return `${this.amount.toFixed(digits)} ${this.currency}`;
  }

  #same(other: Money, verb: string): Decimal {
    if (other.currency === this.currency) return other.amount;
    throw new PlimsollError(
      "RULE_VIOLATED",
      `can't ${verb} ${String(this)} and ${String(other)}: convert one through ExchangeRates first`,
      { rule: "same-currency" },
    );
  }
}
