import { PricePanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { realisedByDay } from "./by-day.ts";
import { detectJumps, jumpTest } from "./jump-test.ts";
import { realisedKernel, twoScaleVariance } from "./noise-robust.ts";
import { realisedMeasures } from "./realised-measures.ts";

const brownian = (random: RandomStream, n: number, variance: number): Float64Array =>
  Float64Array.from({ length: n }, () => Math.sqrt(variance / n) * random.normal());

/** Mean and standard error over seeded days. */
function over(days: number, of: (random: RandomStream) => number): { readonly mean: number; readonly error: number } {
  const random = RandomStream.of(31);
  const values = Array.from({ length: days }, (_, day) => of(random.substream(day)));
  const mean = values.reduce((sum, value) => sum + value, 0) / days;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (days - 1);
  return { mean, error: Math.sqrt(variance / days) };
}

describe("realised measures", () => {
  test("of four returns, by hand", () => {
    const { variance, bipower, upsideVariance, downsideVariance, minimumVariance, medianVariance, quarticity } =
      realisedMeasures([1, -2, 3, 1]);
    expect(variance).toBe(15);
    expect(upsideVariance).toBe(11);
    expect(downsideVariance).toBe(4);
    expect(bipower).toBeCloseTo((Math.PI / 2) * (4 / 3) * (2 + 6 + 3), 12);
    expect(minimumVariance).toBeCloseTo((Math.PI / (Math.PI - 2)) * (4 / 3) * (1 + 4 + 1), 12);
    expect(medianVariance).toBeCloseTo((Math.PI / (6 - 4 * Math.sqrt(3) + Math.PI)) * 2 * (4 + 4), 12);
    // E|z|^(4/3) = .8308609 (Barndorff-Nielsen & Shephard 2006)
    expect(quarticity).toBeCloseTo(4 * 2 * 0.8308609 ** -3 * 2 * 6 ** (4 / 3), 4);
  });

  test.each(["variance", "bipower", "minimumVariance", "medianVariance", "quarticity"] as const)(
    "%s has no bias under constant volatility",
    (name) => {
      const { mean, error } = over(600, (random) => realisedMeasures(brownian(random, 78, 2))[name]);
      expect(Math.abs(mean - (name === "quarticity" ? 4 : 2))).toBeLessThan(4 * error);
    },
  );

  test("a jump adds its square to the variance and little to what is robust", () => {
    const jump = (random: RandomStream): Float64Array =>
      brownian(random, 390, 1).map((r, i) => (i === 100 ? r + 1 : r));
    expect(over(300, (random) => realisedMeasures(jump(random)).variance).mean).toBeCloseTo(2, 1);
    expect(over(300, (random) => realisedMeasures(jump(random)).medianVariance).mean).toBeLessThan(1.05);
    expect(over(300, (random) => realisedMeasures(jump(random)).bipower).mean).toBeLessThan(1.15);
  });

  test("the standard error covers: 95 % intervals hold the truth nearly so often", () => {
    const { mean } = over(500, (random) => {
      const day = realisedMeasures(brownian(random, 390, 1));
      return Number(Math.abs(day.variance - 1) < 1.96 * day.standardError);
    });
    expect(Math.abs(mean - 0.95)).toBeLessThan(0.03);
  });

  test("kernel and two scales have no bias where bid-ask bounce doubles the plain sum", () => {
    const noisy = (random: RandomStream): Float64Array => {
      const n = 2000;
      const noise = Float64Array.from({ length: n + 1 }, () => Math.sqrt(0.5 / 2000) * random.normal());
      return brownian(random, n, 1).map((r, i) => r + noise[i + 1]! - noise[i]!);
    };
    expect(over(150, (random) => realisedMeasures(noisy(random)).variance).mean).toBeGreaterThan(1.9);
    for (const of of [realisedKernel, twoScaleVariance]) {
      const { mean, error } = over(150, (random) => of(noisy(random)).value);
      // at finite n both keep a small share of the noise
      expect(Math.abs(mean - 1)).toBeLessThan(4 * error + 0.02);
      expect(over(20, (random) => of(noisy(random)).noiseVariance).mean / (0.5 / 2000)).toBeCloseTo(2, 0);
    }
  });

  test("a kernel with bandwidth 0 is the sum of squares, and never negative", () => {
    const random = RandomStream.of(3);
    const day = brownian(random, 50, 1);
    expect(realisedKernel(day, { bandwidth: 0 }).value).toBeCloseTo(realisedMeasures(day).variance, 12);
    for (let bandwidth = 1; bandwidth < 50; bandwidth += 7) {
      expect(realisedKernel(day, { bandwidth }).value).toBeGreaterThan(0);
    }
  });

  test("measures by day: rows grouped by their date", () => {
    const dates = Array.from({ length: 12 }, (_, i) => `2024-03-0${1 + Math.floor(i / 6)}T1${i % 6}:00:00Z`);
    const values = dates.map((_, i) => [100 + 3 * Math.sin(i)]);
    const returns = PricePanel.of({ dates, assets: ["A"], values }).simpleReturns();
    const days = realisedByDay(returns, "A");
    expect(days.map(({ date, observations }) => [date, observations])).toEqual([
      ["2024-03-01", 5],
      ["2024-03-02", 6],
    ]);
    expect(days[1]!.variance).toBeCloseTo(realisedMeasures(returns.column("A").slice(-6)).variance, 14);
    expect(() => realisedByDay(returns, "B")).toThrow(/holds A, not B/);
    expect(() => realisedByDay(returns.between("2024-03-02T13:00:00Z"), "A")).toThrow(/2024-03-02 has 3 returns/);
  });
});

describe("jumps", () => {
  test("the ratio test rejects about 5 % of days without a jump, nearly all with one of five deviations of the day's 5 minutes", () => {
    const size = over(600, (random) => Number(jumpTest(brownian(random, 78, 1)).pValue < 0.05)).mean;
    expect(Math.abs(size - 0.05)).toBeLessThan(0.036);
    const power = over(100, (random) =>
      Number(jumpTest(brownian(random, 78, 1).map((r, i) => (i === 30 ? r + 1 : r))).pValue < 0.05),
    ).mean;
    expect(power).toBeGreaterThan(0.95);
  });

  test("Lee-Mykland finds planted jumps at their rows, and a false one in about one series of a hundred", () => {
    const random = RandomStream.of(77);
    let falseAlarms = 0;
    for (let run = 0; run < 200; run++) {
      const returns = Float64Array.from({ length: 500 }, () => random.normal());
      falseAlarms += Number(detectJumps(returns, { window: 120 }).length > 0);
      returns[300] = 9;
      expect(detectJumps(returns, { window: 120 }).map((jump) => jump.row)).toContain(300);
    }
    expect(falseAlarms).toBeLessThan(12);
  });

  test("a jump in the future changes no statistic before it", () => {
    const random = RandomStream.of(5);
    const returns = Float64Array.from({ length: 200 }, () => random.studentT(3));
    const before = detectJumps(returns, { window: 20 }).filter((jump) => jump.row < 150);
    returns.fill(50, 150);
    expect(detectJumps(returns, { window: 20 }).filter((jump) => jump.row < 150)).toEqual(before);
  });
});

test("bad input is named", () => {
  const day = Array.from({ length: 20 }, (_, i) => Math.sin(i * i));
  expect(() => realisedMeasures([1, 2, 3])).toThrow(/at least 4/);
  expect(() => realisedMeasures([1, NaN, 3, 4])).toThrow(/row 1 is NaN/);
  expect(() => realisedKernel(day, { bandwidth: 20 })).toThrow(/0 to 19, was 20/);
  expect(() => twoScaleVariance(day, { subsamples: 1 })).toThrow(/2 to 20, was 1/);
  expect(() => jumpTest(new Array<number>(12).fill(0))).toThrow(/no two neighbours/);
  expect(() => detectJumps(day, { window: 3 })).toThrow(/>= 4, was 3/);
  expect(() => detectJumps(day, { level: 0 })).toThrow(/above 0 and below 1, was 0/);
});
