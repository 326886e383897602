import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Constraint, Cost, Objective, PortfolioProblem, Risk } from "../../index.ts";
import { isCharged } from "../../program/goal.ts";
import { compileProblem } from "../../program/compile.ts";
import { riskKinds } from "../../risks/table.ts";
import { portfolioValue } from "../../solve/branching/portfolio-value.ts";
import { readObjective } from "./objective-reading.ts";

const assets = ["A", "B", "C", "D"];
const base = {
  assets,
  mean: [0.02, 0.01, 0.015, 0.03],
  covariance: [
    [0.04, 0.01, 0.002, 0.005],
    [0.01, 0.03, -0.004, 0.001],
    [0.002, -0.004, 0.02, 0.003],
    [0.005, 0.001, 0.003, 0.05],
  ],
  periodsPerYear: 12,
  scenarios: {
    assets,
    values: Array.from({ length: 23 }, (_, t) =>
      assets.map((_asset, i) => 0.01 + 0.04 * Math.sin(7 * t + 3 * i) + 0.03 * Math.cos(t * (i + 2))),
    ),
  },
  benchmark: [0.4, 0.3, 0.2, 0.1],
  currentWeights: { A: 0.3, B: 0.3, C: 0.4 },
  volumes: [1e6, 2e6, 5e5, 3e6],
  portfolioValue: 1e6,
} as const;

const weights = fc
  .array(fc.integer({ min: -16, max: 64 }), { minLength: 4, maxLength: 4 })
  .map((parts) => Float64Array.from(parts, (part) => part / 64));
const long = weights.map((parts) => parts.map((part) => Math.abs(part) + 1 / 64));

/** What the program that solvers read makes of the objective, in the user's sense. */
async function bothReadings(
  problem: PortfolioProblem,
): Promise<(weights: Float64Array) => { readonly own: number; readonly lowered: number }> {
  const compiled = await compileProblem(problem);
  const { goal } = compiled.lowered;
  if (!isCharged(goal)) throw new Error(`a goal of the form "${goal.form}" has no value of its own`);
  const sign = goal.sense === "maximize" ? -1 : 1;
  return (at) => ({
    own: readObjective(compiled, at),
    lowered: sign * portfolioValue(goal, compiled.program, at),
  });
}

async function agree(problem: PortfolioProblem, portfolios: fc.Arbitrary<Float64Array> = weights): Promise<void> {
  const read = await bothReadings(problem);
  fc.assert(
    fc.property(portfolios, (at) => {
      const { own, lowered } = read(at);
      if (!Number.isFinite(lowered)) return;
      expect(Math.abs(own - lowered)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(lowered)));
    }),
    { numRuns: 60 },
  );
}

const risks: readonly Risk[] = Object.keys(riskKinds).flatMap((kind) => [
  { kind } as Risk,
  { kind, relativeTo: "benchmark" } as Risk,
  ...(["cvar", "evar", "cdar", "edar", "tail-gini", "cvar-range"].includes(kind)
    ? [{ kind, confidence: 0.7 } as Risk, { kind, confidence: 0.99 } as Risk]
    : []),
  ...(["flpm", "slpm", "downside-variance"].includes(kind) ? [{ kind, target: 0.02 } as Risk] : []),
]);

describe("the checker's reading of the objective equals what solvers minimise", () => {
  test.each(risks.map((risk) => [JSON.stringify(risk), risk] as const))("risk %s", async (_text, risk) => {
    await agree({ ...base, objective: { kind: "min-risk", risk } });
    await agree({ ...base, objective: { kind: "max-utility", risk, riskAversion: 3 } });
    await agree({
      ...base,
      objective: { kind: "max-ratio", risk, ...(risk.relativeTo === undefined ? { riskFreeRate: 0.03 } : {}) },
    });
  });

  const plain: readonly Objective[] = [
    { kind: "max-return" },
    { kind: "max-diversification" },
    { kind: "min-tracking-error" },
    { kind: "kelly" },
    { kind: "linear-loss-aversion", lambda: 3, reference: 0.01 },
    { kind: "linear-loss-aversion", relativeTo: "benchmark" },
    { kind: "minimax-regret" },
    { kind: "minimax-regret", against: "portfolio" },
    { kind: "equal-weight" },
    { kind: "inverse-volatility" },
  ];
  test.each(plain.map((objective) => [objective.kind, objective] as const))(
    "objective %s",
    async (_kind, objective) => {
      await agree({ ...base, objective });
    },
  );

  const costs: readonly Cost[] = [
    { kind: "linear", rate: 0.01, sellRate: { A: 0.02, C: 0.005 } },
    { kind: "linear", rate: [0.01, null, 0.02, 0.03] },
    { kind: "fixed-ticket", cost: { A: 0.001, D: 0.002 } },
    { kind: "quadratic", coefficient: 0.3 },
    { kind: "three-halves", coefficient: [0.1, 0.2, 0, 0.3] },
    { kind: "three-halves", coefficient: 1, volatility: 0.02 },
    { kind: "borrow", rate: 0.04 },
    { kind: "management-fee", rate: { B: 0.01 } },
    { kind: "l1", coefficient: 0.02 },
    { kind: "l1", coefficient: 0.02, from: "current" },
    { kind: "l2", coefficient: { A: 0.1 } },
    { kind: "l2", coefficient: 0.1, from: "current" },
  ];
  test.each(costs.map((cost) => [JSON.stringify(cost), cost] as const))("cost %s", async (_text, cost) => {
    await agree({ ...base, costs: [cost], objective: { kind: "max-return" } });
    await agree({ ...base, costs: [cost], objective: { kind: "min-risk" } });
    await agree({ ...base, costs: [cost], objective: { kind: "max-ratio" } });
  });

  const limits: readonly Constraint[] = [
    { kind: "budget", equals: 0.9 },
    { kind: "bounds", lower: 0.1, upper: { A: 0.3 } },
    { kind: "group", assets: ["A", "B"], min: 0.4, max: 0.5 },
    { kind: "linear", coefficients: { A: 2, C: -1 }, max: 0.1 },
    { kind: "net-exposure", assets: ["A", "D"], min: 0.3 },
    { kind: "gross-exposure", max: 0.8 },
    { kind: "turnover", which: "half-l1", max: 0.1 },
    { kind: "turnover", which: "per-asset", max: 0.1 },
    { kind: "trade-limit", buy: 0.05, sell: [0.1, 0.2, 0, null] },
    { kind: "participation", max: 0.05 },
    { kind: "factor-exposure", exposures: { A: 1.3, B: 0.4 }, max: 0.2 },
    { kind: "score", scores: [10, 30, 50, 70], min: 60 },
    { kind: "beta-neutral", betas: [1, 0.5, -0.5, -1], max: 0.1 },
    { kind: "tracking-error", max: 0.02 },
    { kind: "risk-limit", risk: { kind: "cvar" }, max: 0.01 },
    { kind: "leverage", max: 0.9 },
    { kind: "concentration", count: 2, max: 0.5 },
    { kind: "effective-number", min: 3.9 },
    { kind: "effective-number", min: 3.9, form: "entropy" },
  ];
  const invested = long.map((parts) => {
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => part / total);
  });
  test.each(limits.map((limit) => [JSON.stringify(limit), limit] as const))("soft %s", async (_text, constraint) => {
    const soft = { kind: "soft", constraint, penalty: 0.7 } as const;
    await agree({ ...base, objective: { kind: "max-return" }, constraints: [soft] }, invested);
  });
});
