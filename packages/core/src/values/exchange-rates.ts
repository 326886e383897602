import type { Decimal } from "decimal.js";
import * as z from "zod";
import { PlimsollError } from "../errors.ts";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { CurrencySchema, currencyCode } from "./currency.ts";
import { type DecimalInput, decimal, Exact, FRACTION_DIGITS, plain, PositiveDecimalSchema } from "./decimal.ts";
import { Money } from "./money.ts";

/** {@link ExchangeRates} as JSON. */
export interface ExchangeRatesData {
  readonly base: string;
  /** Units of each currency for one unit of `base`. */
  readonly rates: Readonly<Record<string, string>>;
}

/** Schema of {@link ExchangeRatesData}. */
export const ExchangeRatesSchema: z.ZodType<ExchangeRatesData> = z.strictObject({
  base: CurrencySchema,
  rates: z.record(CurrencySchema, PositiveDecimalSchema),
});

const brand = brandOf("exchange-rates");

/**
 * A table of exchange rates at one time, quoted as the ECB does: units of each currency for one unit of the base.
 *
 * A rate that isn't in the table is crossed through the base and rounded half-even to 18 digits after the point. Errors:
 * `INVALID_INPUT` for a rate that isn't above zero, `NOT_FOUND` for a currency that the table lacks.
 *
 * @example
 * ```ts
 * import { ExchangeRates, Money } from "@plimsoll/core";
 *
 * const rates = ExchangeRates.of("EUR", { USD: "1.25", GBP: "0.80" });
 * console.log(String(rates.convert(Money.of(100, "USD"), "EUR"))); // 80.00 EUR
 * console.log(String(rates.convert(Money.of(100, "GBP"), "USD"))); // 156.25 USD
 * ```
 */
export class ExchangeRates {
  readonly base: string;
  readonly rates: Readonly<Record<string, string>>;

  private constructor(data: ExchangeRatesData) {
    this.base = data.base;
    this.rates = Object.freeze({ ...data.rates });
    brand.seal(this);
  }

  /** Rates in units of each currency for one unit of `base`. */
  static of(base: string, rates: Readonly<Record<string, DecimalInput>>): ExchangeRates {
    const texts = Object.entries(rates).map(([code, rate]) => [code, plain(decimal(rate, `rates.${code}`))] as const);
    return ExchangeRates.parse({ base: currencyCode(base, "base"), rates: Object.fromEntries(texts) });
  }

  static parse(input: unknown): ExchangeRates {
    return new ExchangeRates(check(ExchangeRatesSchema, input, "exchangeRates"));
  }

  /** Whether `value` is an `ExchangeRates`, also one of another copy of the package. */
  static is(value: unknown): value is ExchangeRates {
    return brand.owns(value);
  }

  /** Whether the table can convert `currency`. */
  has(currency: string): boolean {
    return currency === this.base || Object.hasOwn(this.rates, currency);
  }

  /** Units of `to` for one unit of `from`. */
  rate(from: string, to: string): Decimal {
    if (from === to) return new Exact(1);
    return this.#perBase(to).dividedBy(this.#perBase(from)).toDecimalPlaces(FRACTION_DIGITS);
  }

  /** `money` in another currency, not rounded beyond the rate: round it where it becomes a payment. */
  convert(money: Money, to: string): Money {
    if (money.currency === to) return money;
    return Money.of(money.amount.times(this.rate(money.currency, to)).toDecimalPlaces(FRACTION_DIGITS), to);
  }

  toJSON(): ExchangeRatesData {
    return { base: this.base, rates: this.rates };
  }

  #perBase(currency: string): Decimal {
    if (currency === this.base) return new Exact(1);
    if (Object.hasOwn(this.rates, currency)) return new Exact(this.rates[currency]!);
    throw new PlimsollError(
      "NOT_FOUND",
      `no exchange rate between ${this.base} and ${currency}: add rates.${currency} to the table`,
      { kind: "exchange rate", id: `${this.base}/${currency}` },
    );
  }
}
