import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PositiveQuantitySchema, Quantity } from "./quantity.ts";

const quantity = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.nat(12))
  .map(([units, digits]) => Quantity.of(`${units}e-${digits}`));

describe("Quantity", () => {
  test("adds and subtracts exactly and reads what it writes", () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
        expect(Quantity.parse(JSON.parse(JSON.stringify(a))).equals(a)).toBe(true);
        expect(a.negated().plus(a).isZero()).toBe(true);
        expect(a.compare(b)).toBe(-b.compare(a) + 0);
      }),
    );
  });

  test("is short when negative", () => {
    expect(Quantity.of(-2).isShort()).toBe(true);
    expect(Quantity.of(2).isShort()).toBe(false);
    expect(String(Quantity.of("-2.50").abs())).toBe("2.5");
    expect(Quantity.of("2.5").toNumber()).toBe(2.5);
    expect(Quantity.is(Quantity.of(1))).toBe(true);
  });

  test("has at most 12 digits after the point", () => {
    expect(() => Quantity.of("0.0000000000001")).toThrow("at most 12 digits after the point, was 0.0000000000001");
    expect(() => Quantity.parse("0.0000000000001")).toThrow("quantity: expected at most 12 digits");
    expect(() => Quantity.parse(3)).toThrow("quantity: ");
    expect(PositiveQuantitySchema.safeParse("0").success).toBe(false);
  });
});
