import { attempt } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { type Constraint, optimize, type PortfolioProblem } from "@plimsoll/optimize";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";
import type { PreferenceReport } from "./adjustment.ts";
import { adjustments } from "./adjustments.ts";
import { behavioralPreferences } from "./behavioral-preferences.ts";
import type { PreferenceOptions } from "./preference-options.ts";

const assets = Array.from({ length: 20 }, (_, index) => `S${index}`);

const found: BiasResult = {
  status: "ok",
  score: 60,
  interval: [41, 74],
  effect: 0.9,
  standardError: 0.1,
  pValue: 0.001,
  adjustedPValue: 0.01,
  sampleSize: 100,
  minimumSampleSize: 10,
  percentile: 60,
  needs: [],
  confounds: [],
  evidence: [],
  method: "m",
  counts: {},
};

function reportOf(biases: Partial<Record<BiasKey, Partial<BiasResult>>>): PreferenceReport {
  return {
    biases: Object.fromEntries(Object.entries(biases).map(([key, result]) => [key, { ...found, ...result }])),
  };
}

function only(
  bias: BiasKey,
  result: Partial<BiasResult> = {},
  options: PreferenceOptions = {},
): Constraint | undefined {
  return behavioralPreferences(reportOf({ [bias]: result }), { assets, ...options }).constraints[0];
}

/** Returns of a year of the assets, even ones better. */
function problemOf(names: readonly string[]): PortfolioProblem {
  const random = RandomStream.of(3);
  const scenarios = Array.from({ length: 60 }, () => {
    const market = 0.01 * random.normal();
    return names.map((_, index) => (index % 2 === 0 ? 0.002 : 0.001) + market + 0.02 * random.normal());
  });
  return {
    assets: names,
    scenarios: { assets: names, values: scenarios },
    periodsPerYear: 252,
    currentWeights: names.map(() => 1 / names.length),
    objective: { kind: "min-risk", risk: { kind: "variance" } },
  };
}

describe("limits by bias:", () => {
  test("overconfidence caps turnover, between the account's own and none, with room left", () => {
    const limit = only("overconfidence", { counts: { annualTurnover: 0.75 }, score: 50 });
    expect(limit).toEqual({
      kind: "turnover",
      name: "behavior-turnover",
      which: "half-l1",
      max: expect.closeTo(0.375 / 12, 12) as number,
    });
    const calm = { counts: { annualTurnover: 0.75 }, score: 99 };
    expect(only("overconfidence", calm)).toMatchObject({ max: expect.closeTo(0.1 / 12, 12) as number });
    expect(only("overconfidence", calm, { rebalancesPerYear: 1, leastTurnover: 0.2 })).toMatchObject({ max: 0.2 });
  });

  test("attention limits the number of names, never above what is held", () => {
    expect(only("attention", { score: 50 })).toEqual({ kind: "cardinality", name: "behavior-attention", max: 15 });
    expect(only("attention", { score: 99 })).toMatchObject({ max: 10 });
    const profile = { positions: { value: 4.2, interval: [4, 5] as const } };
    const report = { ...reportOf({ attention: { score: 99 } }), profile };
    expect(behavioralPreferences(report, { assets }).constraints[0]).toMatchObject({ max: 5 });
  });

  test("under-diversification asks for a spread, and for names enough to have it", () => {
    expect(only("underDiversification", { score: 50 })).toEqual({
      kind: "effective-number",
      name: "behavior-diversification",
      min: 5.5,
    });
    expect(only("underDiversification", { score: 90 }, { assets: ["A", "B", "C"] })).toMatchObject({
      min: expect.closeTo(2.4, 12) as number,
    });
    const both = behavioralPreferences(reportOf({ attention: { score: 99 }, underDiversification: { score: 99 } }), {
      assets,
      attentionLimit: 3,
    });
    expect(both.constraints.find(({ kind }) => kind === "cardinality")).toMatchObject({ max: 11 });
    expect(both.adjustments[0]!.explanation).toContain("raised to 11");
  });

  test("home bias and lottery preference draw their groups to the market's share", () => {
    const counts = { foreignShare: 0.1, foreignMarketShare: 0.6 };
    expect(only("homeBias", { score: 50, counts }, { homeAssets: ["S0", "S1"] })).toEqual({
      kind: "group",
      name: "behavior-home",
      assets: ["S0", "S1"],
      max: expect.closeTo(0.65, 12) as number,
    });
    const lottery = { lotteryWeight: 0.3, marketLotteryWeight: 0.02 };
    expect(only("lotteryPreference", { score: 100, counts: lottery }, { lotteryAssets: ["S2"] })).toMatchObject({
      name: "behavior-lottery",
      max: expect.closeTo(0.02, 12) as number,
    });
  });

  test("panic selling limits the fall from a peak to what can be borne", () => {
    expect(only("panicSelling", { score: 75 }, { bearableDrawdown: 0.2 })).toEqual({
      kind: "risk-limit",
      name: "behavior-drawdown",
      risk: { kind: "max-drawdown" },
      max: expect.closeTo(0.4, 12) as number,
    });
  });
});

describe("objectives:", () => {
  const lossAversion = { score: 50, counts: { lambda: 2.6 } };

  test("lambda is drawn in by its uncertainty, and never taken from trades", () => {
    const { objective, adjustments: lines } = behavioralPreferences(reportOf({ lossAversion }));
    // a score of 50 is the population's mean
    expect(objective).toEqual({
      kind: "prospect-utility",
      utility: { kind: "power", lambda: expect.closeTo(1.955, 12) as number },
    });
    expect(lines[0]!.explanation).toContain("losses count 1.96 times, the loss aversion of 2.60");
    expect(behavioralPreferences(reportOf({ lossAversion }), { valueFunction: "linear" }).objective).toMatchObject({
      kind: "linear-loss-aversion",
    });
    const traded = behavioralPreferences(reportOf({ lossAversion: { score: 50 } }));
    expect(traded.objective).toBeNull();
    expect(traded.unaddressed[0]!.reason).toContain("lambda is not identified by trades");
  });

  test("one objective is chosen: goals, lambda, regret, risk aversion, in this order", () => {
    const goals = [{ name: "retirement", share: 1, threshold: -0.1, probability: 0.05 }];
    const profile = { riskAversion: { value: 3, interval: [2, 4] as const } };
    const all = { ...reportOf({ lossAversion, regretAversion: {} }), profile };
    expect(behavioralPreferences(all, { goals }).objective).toEqual({ kind: "mental-accounts", accounts: goals });
    expect(behavioralPreferences(all, { goals }).unaddressed.map(({ bias }) => bias)).toEqual([
      "lossAversion",
      "regretAversion",
    ]);
    expect(behavioralPreferences(all).objective).toMatchObject({ kind: "prospect-utility" });
    expect(behavioralPreferences({ ...reportOf({ regretAversion: {} }), profile }).objective).toEqual({
      kind: "minimax-regret",
    });
    const last = behavioralPreferences({ biases: {}, profile });
    expect(last.objective).toEqual({ kind: "max-utility", riskAversion: 3 });
    expect(last.adjustments).toEqual([
      {
        source: "riskAversion",
        changes: "objective",
        explanation: "risk aversion is 3.0 (likely 2.0 to 4.0), as the volatility borne until now implies",
      },
    ]);
  });

  test("lambda of an analysis lies between none and the estimate", () => {
    const gambles = Array.from({ length: 60 }, (_, n) => {
      const [gain, loss] = [20 + (n % 10) * 10, 10 + Math.floor(n / 10) * 10];
      return { gain, loss, accepted: gain > 2.2 * loss };
    });
    const trades = [{ side: "buy" as const, asset: "A", quantity: 1, price: 1, at: "2024-01-02" }];
    const report = analyzeBehavior({ trades, prices: [], gambles });
    const elicited = report.biases.lossAversion.counts["lambda"]!;
    const { objective } = behavioralPreferences(report, { valueFunction: "linear" });
    expect(objective?.kind).toBe("linear-loss-aversion");
    const lambda = objective?.kind === "linear-loss-aversion" ? objective.lambda! : NaN;
    expect(lambda).toBeGreaterThan(1.5);
    expect(lambda).toBeLessThanOrEqual(elicited);
  });
});

test("only biases with evidence change anything", () => {
  const options = { assets };
  const kept = (result: Partial<BiasResult>): number =>
    behavioralPreferences(reportOf({ overconfidence: { counts: { annualTurnover: 0.75 }, ...result } }), options)
      .constraints.length;
  expect(kept({})).toBe(1);
  expect(kept({ status: "insufficient", score: null, interval: null })).toBe(0);
  expect(kept({ status: "not-identifiable", score: null, interval: null })).toBe(0);
  expect(kept({ score: 34 })).toBe(0);
  expect(kept({ adjustedPValue: 0.051 })).toBe(0);
  expect(kept({ adjustedPValue: null })).toBe(1);
  expect(kept({ adjustedPValue: null, interval: [0, 70] })).toBe(0);
  const empty = { objective: null, constraints: [], adjustments: [], unaddressed: [] };
  expect(behavioralPreferences({ biases: {} })).toEqual(empty);
});

test("every bias with evidence has one line: what it changes, or why it changes nothing", () => {
  const everything = reportOf(Object.fromEntries(biasKeys.map((key) => [key, { counts: { lambda: 2 } }])));
  const { adjustments: lines, unaddressed } = behavioralPreferences(everything, { assets });
  const told = [...lines.map(({ source }) => source), ...unaddressed.map(({ bias }) => bias)];
  expect([...told].sort()).toEqual([...biasKeys].sort());
  for (const { explanation } of lines) {
    expect(explanation).not.toContain("\n");
    expect(explanation).toMatch(/score \d+, likely \d+ to \d+ of 100/);
  }
  expect(Object.keys(adjustments)).toEqual([...biasKeys]);
});

test("more evidence never loosens a limit", () => {
  const limitOf = (bias: BiasKey, score: number): number => {
    const counts = { foreignShare: 0.1, foreignMarketShare: 0.6, lotteryWeight: 0.3, marketLotteryWeight: 0.02 };
    const limit = only(bias, { score, counts }, { homeAssets: ["S0"], lotteryAssets: ["S1"], bearableDrawdown: 0.2 });
    if (limit === undefined) return Infinity;
    return limit.kind === "effective-number" ? -limit.min : (limit as { readonly max: number }).max;
  };
  const limited = [
    "overconfidence",
    "attention",
    "underDiversification",
    "homeBias",
    "lotteryPreference",
    "panicSelling",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...(limited as BiasKey[])),
      fc.double({ min: 35, max: 100, noNaN: true }),
      fc.double({ min: 35, max: 100, noNaN: true }),
      (bias, a, b) => {
        expect(limitOf(bias, Math.max(a, b))).toBeLessThanOrEqual(limitOf(bias, Math.min(a, b)));
      },
    ),
  );
});

test("the optimizer takes the preferences as they are, and the limits hold", async () => {
  const report = reportOf({
    overconfidence: { counts: { annualTurnover: 2 }, score: 40, interval: [20, 50] },
    attention: { score: 70 },
    underDiversification: { score: 40 },
    homeBias: { counts: { foreignShare: 0.1, foreignMarketShare: 0.6 } },
    panicSelling: { score: 90 },
  });
  const names = assets.slice(0, 12);
  const { objective, constraints } = behavioralPreferences(report, {
    assets: names,
    homeAssets: names.slice(0, 8),
    bearableDrawdown: 0.3,
    rebalancesPerYear: 1,
  });
  expect([objective, constraints.length]).toEqual([null, 5]);
  const { status, weights } = await optimize({ ...problemOf(names), constraints });
  expect(status).toBe("optimal");
  const values = names.map((name) => weights[name]!);
  const limit = (kind: string): { max: number; min: number } =>
    constraints.find((constraint) => constraint.kind === kind) as never;
  expect(values.filter((weight) => weight !== 0).length).toBeLessThanOrEqual(limit("cardinality").max);
  expect(1 / values.reduce((sum, weight) => sum + weight * weight, 0)).toBeGreaterThan(
    limit("effective-number").min - 1e-6,
  );
  const home = values.slice(0, 8).reduce((sum, weight) => sum + weight, 0);
  expect(home).toBeLessThan(limit("group").max + 1e-6);
});

test.each([
  ["prospect", { lossAversion: { score: 50, counts: { lambda: 2.6 } } }, {}],
  ["linear", { lossAversion: { score: 50, counts: { lambda: 2.6 } } }, { valueFunction: "linear" as const }],
  ["regret", { regretAversion: {} }, {}],
  ["goals", {}, { goals: [{ name: "all", share: 1, threshold: -0.3, probability: 0.2 }] }],
])("the optimizer solves the objective of %s", async (_, biases, options) => {
  const names = assets.slice(0, 3);
  const { objective } = behavioralPreferences(reportOf(biases), options);
  const { status, weights } = await optimize({ ...problemOf(names), objective: objective! });
  expect(["optimal", "feasible"]).toContain(status);
  expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
});

test("bad options are refused by name", () => {
  const details = (options: PreferenceOptions): unknown => {
    const outcome = attempt(() => behavioralPreferences({ biases: {} }, options));
    return outcome.success ? "accepted" : outcome.error.details;
  };
  expect(details({ rebalancesPerYear: 0 })).toMatchObject({ argument: "rebalancesPerYear" });
  expect(details({ bearableDrawdown: 1.5 })).toMatchObject({ argument: "bearableDrawdown" });
  expect(details({ attentionLimit: 2.5 })).toMatchObject({ argument: "attentionLimit" });
  expect(details({ goals: [] })).toMatchObject({ argument: "goals" });
  expect(details({ assets: ["A"], homeAssets: ["B"] })).toMatchObject({ argument: "homeAssets", received: "B" });
  expect(details({ valueFunction: "cubic" as "linear" })).toMatchObject({ argument: "valueFunction" });
  expect(details({ unknown: 1 } as PreferenceOptions)).toMatchObject({ argument: "options" });
});
