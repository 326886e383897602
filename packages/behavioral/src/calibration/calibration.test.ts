import { describe, expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import { biasKeys } from "../detectors/bias-key.ts";
import { detectors } from "../detectors/table.ts";
import { investorKinds } from "../simulate/options.ts";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import { calibrationReport, judge } from "./calibration-report.ts";
import { expectationOf, type Generator, generators } from "./generators.ts";
import { replicate, sumTallies, type Tally, uncalibrated } from "./replicate.ts";

const named = (name: string): Generator => generators.find((generator) => generator.name === name)!;

describe("the matrix", () => {
  test("has every kind of investor, each name once", () => {
    expect(new Set(generators.map(({ investor }) => investor.kind))).toEqual(new Set(investorKinds));
    expect(new Set(generators.map(({ name }) => name)).size).toBe(generators.length);
  });

  test("gives a reason for each cell that is not judged, and marks no cell twice", () => {
    for (const { alternative = {}, notIdentifiable = {}, conservative = {} } of generators) {
      for (const reason of [...Object.values(notIdentifiable), ...Object.values(conservative)]) {
        expect(reason.length).toBeGreaterThan(20);
      }
      expect(Object.keys(notIdentifiable).filter((bias) => bias in alternative || bias in conservative)).toEqual([]);
    }
  });

  test("knows the snapshots: only detectors without a p-value are left out", () => {
    expect(uncalibrated.every((bias) => biasKeys.includes(bias))).toBe(true);
    expect(biasKeys.filter((bias) => detectors[bias] === undefined)).toEqual([]);
  });
});

describe("replications", () => {
  test("do not depend on how they are divided", () => {
    const generator = named("random, 10 sales");
    const parts = [0, 3].map((from) => replicate(generator, from, 3, ["disposition", "naive Odean"]));
    const whole = replicate(generator, 0, 6, ["disposition", "naive Odean"]);
    for (const test of ["disposition", "naive Odean"]) {
      expect(sumTallies(parts.map((part) => part[test]!))).toEqual(whole[test]);
    }
  });
});

/**
 * The matrix in small, seeded: a true rate of .05 gives more rejections than these bounds with probability below .002
 * (binomial). The page docs/behavioral-calibration.md has the rates.
 */
describe("false positives of disposition, in small", () => {
  test.each([
    ["random, 20 sales", 80, 11],
    ["rebalancer, 50 sales", 30, 6],
    ["band rebalancer", 30, 6],
    ["band rebalancer, no other sales", 20, 5],
    ["calendar rebalancer", 30, 6],
    ["tax seller, 50 sales", 30, 6],
    ["random, GARCH prices", 30, 6],
  ])("%s", (name, count, most) => {
    const { tested, rejected } = replicate(named(name), 0, count, ["disposition"])["disposition"]!;
    expect(tested).toBeGreaterThan(0.9 * count);
    expect(rejected).toBeLessThanOrEqual(most);
  });

  // golden section 3: naive Odean .44, controlled .06 on unbiased rebalancers with 200 sales
  test("the trap: Odean's proportions flag the rebalancer, the detector does not", () => {
    const tallies = replicate(named("rebalancer, 200 sales"), 0, 40, [
      "disposition",
      "naive Odean",
      "stratified odds ratio",
    ]);
    expect(tallies["naive Odean"]!.rejected / 40).toBeGreaterThan(0.44 - 3 * Math.sqrt((0.44 * 0.56) / 40));
    expect(tallies["stratified odds ratio"]!.rejected).toBeGreaterThan(8);
    expect(tallies["disposition"]!.rejected).toBeLessThanOrEqual(7);
  });
});

// weight decides the sales of rebalancing days, so its coefficient there has no end: z was infinite on these accounts
test.each([50027, 50041, 50094, 50137])("rebalancing that weight alone decides is no evidence, seed %d", (seed) => {
  const { trades, prices } = simulateInvestor({ kind: "calendar-rebalancer", strength: 21, sales: 50, seed });
  const { sampleSize, pValue, standardError } = analyzeBehavior({ trades, prices }).biases.disposition;
  expect(sampleSize).toBe(50);
  expect(pValue).toBeGreaterThan(0.05);
  expect(standardError).toBeLessThan(1);
});

// golden section 3, controlled score test: power less 5 points, less three standard errors of the few accounts drawn
describe("power of disposition, in small", () => {
  test.each([
    ["disposition, odds ratio 4, 10 sales", 0.36],
    ["disposition, odds ratio 2.5, 50 sales", 0.7],
    ["disposition, odds ratio 1.6, 100 sales", 0.47],
  ])("%s", (name, power) => {
    const count = 40;
    const { positive } = replicate(named(name), 0, count, ["disposition"])["disposition"]!;
    expect(positive / count).toBeGreaterThan(power - 0.05 - 3 * Math.sqrt((power * (1 - power)) / count));
  });
});

describe("the report", () => {
  const tally = (rejected: number, positive = rejected, tested = 4000): Tally => ({
    replications: 4000,
    tested,
    rejected,
    positive,
  });

  test.each([
    ["random, 50 sales", 200, "in band"],
    ["random, 50 sales", 300, "too many"],
    ["random, 50 sales", 100, "conservative"],
    ["disposition, odds ratio 2.5, 50 sales", 2700, "power reached"],
    ["disposition, odds ratio 2.5, 50 sales", 2500, "power missed"],
    ["momentum investor", 3000, "shown"],
  ])("%s with %d of 4000 rejected is %s", (name, rejected, verdict) => {
    expect(judge(named(name), "disposition", tally(rejected)).verdict).toBe(verdict);
  });

  test("judges no rate of a handful of tests", () => {
    expect(judge(named("random, 50 sales"), "disposition", tally(9, 9, 50)).verdict).toBe("too few");
  });

  test("states rates with standard errors and the number of replications", () => {
    const results = new Map([
      ["random, 50 sales", new Map([["disposition", tally(200)] as const, ["naive Odean", tally(220)] as const])],
      ["momentum investor", new Map([["disposition", tally(3000)] as const])],
    ]);
    const page = calibrationReport(generators, results);
    expect(page).toContain("| random, 50 sales | null | 4000 | 4000 | 5.0 ± 0.3 | in band |  |");
    expect(page).toContain("| momentum investor | not-identifiable | 4000 | 4000 | 75.0 ± 0.7 | shown | past losers");
    expect(page).toContain("| random, 50 sales | 4000 | 5.5 |  | 5.0 |");
    expect(expectationOf(named("momentum investor"), "disposition")).toBe("not-identifiable");
  });
});
