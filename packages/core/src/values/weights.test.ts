import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Weights, WeightsSchema } from "./weights.ts";

describe("Weights", () => {
  test("sum to 1 including cash and are kept as given", () => {
    const weights = Weights.of({ A: 0.6, B: 0.3 }, { cash: 0.1 });
    expect(weights.toJSON()).toEqual({ assets: { A: 0.6, B: 0.3 }, cash: 0.1 });
    expect([weights.at("A"), weights.at("C"), weights.at("constructor")]).toEqual([0.6, 0, 0]);
    expect(weights.assets).toEqual(["A", "B"]);
    const slightlyOff = Weights.of({ A: 0.5, B: 0.5 + 5e-7 });
    expect(slightlyOff.at("B")).toBe(0.5 + 5e-7);
    expect(Weights.is(weights)).toBe(true);
  });

  test("any other sum is an error that states it, never renormalised", () => {
    expect(() => Weights.of({ A: 0.5, B: 0.4 })).toThrow(/expected a sum of 1 including cash, was 0\.9; name the cash/);
    expect(() => Weights.of({ A: 0.5, B: 0.51 })).toThrow("was 1.01");
    expect(WeightsSchema.safeParse({ assets: { A: 0.5 }, cash: 0 }).success).toBe(false);
    expect(() => Weights.of({ A: Number.NaN })).toThrow("weights.assets.A");
    expect(() => Weights.parse({ assets: { A: 1 } })).toThrow("weights.cash");
  });

  test("the rest can be put in cash, but not borrowed", () => {
    expect(Weights.withRestInCash({ A: 0.25 }).cash).toBe(0.75);
    expect(Weights.withRestInCash({ A: 1 + 5e-7 }).cash).toBe(0);
    expect(() => Weights.withRestInCash({ A: 1.2 })).toThrow("was 1.2");
  });

  test("shorts and borrowed cash count", () => {
    const weights = Weights.of({ A: 1.5, B: -0.3 }, { cash: -0.2 });
    expect(weights.grossExposure).toBeCloseTo(1.8, 12);
  });

  test("turnover is one-way and includes cash", () => {
    const a = Weights.of({ A: 1 });
    expect(a.turnoverTo(Weights.of({ B: 1 }))).toBe(1);
    expect(a.turnoverTo(Weights.of({ A: 0.5 }, { cash: 0.5 }))).toBe(0.5);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (x, y) => {
        const from = Weights.of({ A: x }, { cash: 1 - x });
        const to = Weights.of({ A: y }, { cash: 1 - y });
        expect(from.turnoverTo(to)).toBeCloseTo(Math.abs(x - y), 12);
        expect(from.turnoverTo(to)).toBeCloseTo(to.turnoverTo(from), 12);
      }),
    );
  });

  test("equality has a tolerance", () => {
    const a = Weights.of({ A: 0.5, B: 0.5 });
    expect(a.equals(Weights.of({ B: 0.5, A: 0.5 }))).toBe(true);
    expect(a.equals(Weights.of({ A: 0.51, B: 0.49 }))).toBe(false);
    expect(a.equals(Weights.of({ A: 0.51, B: 0.49 }), 0.02)).toBe(true);
    expect(a.equals(Weights.of({ A: 0.5, B: 0.4 }, { cash: 0.1 }))).toBe(false);
  });
});
