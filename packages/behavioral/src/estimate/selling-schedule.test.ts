import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import type { SaleChoice, SaleDay } from "../choice-set/sale-days.ts";
import { rankEffect, sellingSchedule } from "./selling-schedule.ts";

/** Days with six positions held for `days`, one of them sold with chances in proportion to exp(utility). */
function saleDays(
  count: number,
  days: number,
  utility: (rate: number, rank: number) => number,
  seed: number,
): SaleDay[] {
  const random = RandomStream.of(seed);
  return Array.from({ length: count }, (_, index) => {
    const returns = Array.from({ length: 6 }, () => 0.1 * random.normal()).sort((a, b) => a - b);
    const weights = returns.map((rate, rank) => Math.exp(utility(rate, rank)));
    let draw = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    const sold = weights.findIndex((weight) => (draw -= weight) < 0);
    const choices = returns.map((rate, rank): SaleChoice => ({
      asset: `A${rank}`,
      direction: "long",
      sold: rank === sold,
      trades: [],
      return: rate,
      weight: 1 / 6,
      quantity: 1,
      price: 1 + rate,
      averageCost: 1,
      daysHeld: days,
      trimDay: false,
    }));
    return { day: `d${index}`, account: "", instant: index, choices };
  });
}

describe("sellingSchedule", () => {
  test("a V shape has two slopes and no jump", () => {
    const [bin, ...others] = sellingSchedule(saleDays(1500, 100, (rate) => 8 * Math.abs(rate), 1));
    expect(others).toEqual([]);
    expect(bin!.name).toBe("upTo250Days");
    expect(bin!.gainSlope).toBeGreaterThan(0.5);
    expect(bin!.lossSlope).toBeGreaterThan(0.5);
    expect(Math.abs(bin!.jump)).toBeLessThan(3 * bin!.jumpStandardError);
  });

  test("a disposition effect is a jump without slopes", () => {
    const [bin] = sellingSchedule(saleDays(1500, 400, (rate) => (rate > 0 ? 1 : 0), 2));
    expect(bin!.name).toBe("over250Days");
    expect(bin!.jump).toBeGreaterThan(5 * bin!.jumpStandardError);
    expect(Math.abs(bin!.gainSlope)).toBeLessThan(0.5);
  });

  test("few positions have no schedule", () => {
    expect(sellingSchedule(saleDays(8, 10, () => 0, 3))).toEqual([]);
  });
});

describe("rankEffect", () => {
  test("finds that the best and the worst are sold, whatever they returned", () => {
    const found = rankEffect(saleDays(1500, 50, (_, rank) => (rank === 5 ? 1 : rank === 0 ? 0.7 : 0), 4))!;
    expect(found.best).toBeGreaterThan(4 * found.bestStandardError);
    expect(found.worst).toBeGreaterThan(2 * found.worstStandardError);
  });

  test("a disposition effect alone is none", () => {
    const found = rankEffect(saleDays(1500, 50, (rate) => (rate > 0 ? 1 : 0), 5))!;
    expect(Math.abs(found.best)).toBeLessThan(3 * found.bestStandardError);
    expect(Math.abs(found.worst)).toBeLessThan(3 * found.worstStandardError);
  });

  test("needs days with five positions", () => {
    expect(rankEffect([])).toBeNull();
  });
});
