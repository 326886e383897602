import { describe, expect, test } from "vitest";
import { odeanProportions } from "./odean-proportions.ts";

describe("Odean (1998)", () => {
  // Table I, golden/behavioral.md section 2
  test.each([
    ["year", 13883, 79658, 11930, 110348, 0.148416, 0.097565, 35.33],
    ["December", 866, 7131, 1555, 10604, 0.108291, 0.127889, -4.25],
    ["January to November", 13017, 72527, 10375, 99744, 0.152167, 0.094216, 38.35],
  ])("proportions of gains and losses realised, %s", (_period, rg, pg, rl, pl, pgr, plr, z) => {
    const proportions = odeanProportions(rg, pg, rl, pl);
    expect(proportions.pgr).toBeCloseTo(pgr, 6);
    expect(proportions.plr).toBeCloseTo(plr, 6);
    expect(Math.abs(proportions.proportionZ! - z)).toBeLessThan(0.005);
  });

  test("hand fixture 3, 2, 1, 4", () => {
    const { pgr, plr, proportionStandardError, proportionZ } = odeanProportions(3, 2, 1, 4);
    expect(pgr! - plr!).toBeCloseTo(0.4, 12);
    expect(proportionStandardError).toBeCloseTo(0.282843, 6);
    expect(proportionZ).toBeCloseTo(0.4 / 0.282843, 5);
  });

  test("an empty side is null, not zero", () => {
    expect(odeanProportions(0, 0, 1, 4)).toEqual({
      pgr: null,
      plr: 0.2,
      proportionStandardError: null,
      proportionZ: null,
    });
  });
});
