import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExchangeRates } from "./exchange-rates.ts";
import { Money } from "./money.ts";

const rates = ExchangeRates.of("EUR", { USD: "1.25", GBP: "0.80", JPY: 160 });

describe("ExchangeRates", () => {
  test("converts from, to and across the base", () => {
    expect(String(rates.convert(Money.of(100, "USD"), "EUR"))).toBe("80.00 EUR");
    expect(String(rates.convert(Money.of(80, "EUR"), "USD"))).toBe("100.00 USD");
    expect(String(rates.convert(Money.of(100, "GBP"), "USD"))).toBe("156.25 USD");
    expect(String(rates.convert(Money.of(5, "CHF"), "CHF"))).toBe("5.00 CHF");
    expect(rates.rate("USD", "USD").toNumber()).toBe(1);
    expect([rates.has("EUR"), rates.has("JPY"), rates.has("CHF"), rates.has("constructor")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("there and back is the same amount to 15 digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom("USD", "GBP", "JPY"), (units, currency) => {
        const money = Money.of(units, currency);
        const back = rates.convert(rates.convert(money, "EUR"), currency);
        expect(back.minus(money).abs().amount.lt("1e-6")).toBe(true);
      }),
    );
  });

  test("names a missing currency and the remedy", () => {
    expect(() => rates.convert(Money.of(1, "CHF"), "EUR")).toThrow(
      "no exchange rate between EUR and CHF: add rates.CHF to the table",
    );
    expect(() => rates.rate("EUR", "CHF")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });

  test("refuses rates that aren't above zero and unknown codes", () => {
    expect(() => ExchangeRates.of("EUR", { USD: 0 })).toThrow("exchangeRates.rates.USD: expected a decimal above zero");
    expect(() => ExchangeRates.of("EUR", { USX: 1 })).toThrow("exchangeRates.rates.USX");
    expect(() => ExchangeRates.of("euro", {})).toThrow("base: expected an ISO 4217 currency code");
  });

  test("reads what it writes", () => {
    const again = ExchangeRates.parse(JSON.parse(JSON.stringify(rates)));
    expect(again.toJSON()).toEqual({ base: "EUR", rates: { USD: "1.25", GBP: "0.8", JPY: "160" } });
    expect(ExchangeRates.is(again)).toBe(true);
  });
});
