import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlimsollError } from "../errors.ts";
import { Money, type RoundingMode } from "./money.ts";

const usd = (amount: string | number): Money => Money.of(amount, "USD");
const cents = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map((units) => usd(`${units}`).times("0.01"));

describe("Money", () => {
  test("is exact where floats are not", () => {
    expect(usd(0.1).plus(usd(0.2)).equals(usd("0.3"))).toBe(true);
    expect(String(usd("1.10").minus(usd("2")))).toBe("-0.90 USD");
    expect(String(Money.of(1000, "JPY"))).toBe("1000 JPY");
    expect(String(usd("0.125"))).toBe("0.125 USD");
  });

  test("refuses to mix currencies, naming both amounts and the way out", () => {
    const eur = Money.of(1, "EUR");
    for (const mix of [() => usd(1).plus(eur), () => usd(1).minus(eur), () => usd(1).compare(eur)]) {
      expect(mix).toThrow(/1\.00 USD and 1\.00 EUR: convert one through ExchangeRates first/);
      expect(mix).toThrow(expect.objectContaining({ code: "RULE_VIOLATED", details: { rule: "same-currency" } }));
    }
    expect(usd(1).equals(eur)).toBe(false);
    expect(() => Money.sum([usd(1), eur], "USD")).toThrow("ExchangeRates");
  });

  test.each<[string, RoundingMode, string]>([
    ["0.125", "half-even", "0.12"],
    ["0.135", "half-even", "0.14"],
    ["0.125", "half-up", "0.13"],
    ["-0.125", "half-up", "-0.13"],
    ["0.121", "up", "0.13"],
    ["-0.121", "up", "-0.13"],
    ["0.129", "down", "0.12"],
  ])("rounds %s %s to %s", (amount, mode, expected) => {
    expect(usd(amount).round({ mode }).toJSON().amount).toBe(expected);
  });

  test("rounds half-even to the minor unit of its currency unless told", () => {
    expect(String(usd("2.345").round())).toBe("2.34 USD");
    expect(String(Money.of("2.5", "JPY").round())).toBe("2 JPY");
    expect(String(Money.of("2.34567", "KWD").round())).toBe("2.346 KWD");
    expect(String(usd("2.345").round({ digits: 0 }))).toBe("2.00 USD");
  });

  test("multiplies and divides to 18 digits after the point", () => {
    expect(usd(10).times("0.333").toJSON().amount).toBe("3.33");
    expect(usd(1).dividedBy(3).toJSON().amount).toBe("0.333333333333333333");
    expect(() => usd(1).dividedBy(0)).toThrow("divisor: expected a number other than zero");
  });

  test("compares, negates and tells its sign", () => {
    expect([usd(1).compare(usd(2)), usd(2).compare(usd(2)), usd(3).compare(usd(2))]).toEqual([-1, 0, 1]);
    expect(usd(0).negated().toJSON().amount).toBe("0");
    expect(usd(-1).abs().equals(usd(1))).toBe(true);
    expect([usd(0).isZero(), usd(1).isPositive(), usd(-1).isNegative(), usd(-1).isPositive()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(usd("1.5").toNumber()).toBe(1.5);
  });

  test("allocates by the largest remainder", () => {
    expect(usd(100).allocate([1, 1, 1]).join(", ")).toBe("33.34 USD, 33.33 USD, 33.33 USD");
    expect(usd("-0.05").allocate([3, 7]).join(", ")).toBe("-0.02 USD, -0.03 USD");
    expect(usd("0.001").allocate([1, 1]).join(", ")).toBe("0.001 USD, 0.00 USD");
    expect(usd(5).allocate([0, 1]).join(", ")).toBe("0.00 USD, 5.00 USD");
  });

  test("refuses ratios that divide nothing", () => {
    for (const ratios of [[], [0, 0], [-1, 2]]) {
      expect(() => usd(1).allocate(ratios)).toThrow("ratios: expected numbers of zero or more");
    }
  });

  test("allocation never loses or invents a cent", () => {
    fc.assert(
      fc.property(cents, fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 }), (amount, ratios) => {
        fc.pre(ratios.some((ratio) => ratio > 0));
        const parts = amount.allocate(ratios);
        expect(Money.sum(parts, "USD").equals(amount)).toBe(true);
        const total = ratios.reduce((sum, ratio) => sum + ratio, 0);
        for (const [index, part] of parts.entries()) {
          const fair = amount.amount.times(ratios[index]!).dividedBy(total);
          expect(part.amount.minus(fair).abs().lt("0.01")).toBe(true);
        }
      }),
    );
  });

  test("addition commutes, associates and has an inverse", () => {
    fc.assert(
      fc.property(cents, cents, cents, (a, b, c) => {
        expect(a.plus(b).equals(b.plus(a))).toBe(true);
        expect(
          a
            .plus(b)
            .plus(c)
            .equals(a.plus(b.plus(c))),
        ).toBe(true);
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
      }),
    );
  });

  test("reads what it writes, and texts", () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(Money.parse(JSON.parse(JSON.stringify(amount))).equals(amount)).toBe(true);
        expect(Money.parse(String(amount)).equals(amount)).toBe(true);
      }),
    );
  });

  test.each([
    ["12.5", 'money: expected a text such as "12.50 EUR"'],
    ["12.5 Euro", 'currency: expected an ISO 4217 currency code in capitals, such as "EUR", was "Euro"'],
    ["ten EUR", 'amount: expected a decimal number, was "ten"'],
    [{ amount: "1e3", currency: "EUR" }, 'money.amount: expected a decimal string such as "-12.50"'],
    [{ amount: "1", currency: "EUR", extra: 1 }, "money: Unrecognized key"],
    [null, "money: "],
  ])("refuses %j", (input, message) => {
    expect(() => Money.parse(input)).toThrow(message);
    expect(() => Money.parse(input)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });

  test("refuses what decimals can't hold", () => {
    for (const amount of [Number.NaN, Infinity, "1e20", "1e-19"]) {
      expect(() => usd(amount)).toThrow("amount: expected");
    }
    expect(() => usd("99999999999999999999").plus(usd(1))).toThrow("at most 20 digits before");
  });

  test("is frozen and recognised by its brand across copies of the package", () => {
    const amount = usd(1);
    expect(Object.isFrozen(amount)).toBe(true);
    expect(Money.is(amount)).toBe(true);
    expect(Money.is({ amount: "1", currency: "USD" })).toBe(false);
    expect(Money.is(null)).toBe(false);
    expect(Money.is({ [Symbol.for("plimsoll.money")]: true })).toBe(true);
    expect(PlimsollError.is(amount)).toBe(false);
  });
});
