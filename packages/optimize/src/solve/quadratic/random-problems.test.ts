import { PlimsollError } from "@plimsoll/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem } from "../../index.ts";

/** Uniform numbers from a seed (linear congruential, its high bits). */
function uniformFrom(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Few observations, duplicated assets, volatilities over six orders of magnitude, caps, floors, shorts, groups. */
function hardProblem(seed: number): PortfolioProblem {
  const uniform = uniformFrom(seed);
  const size = 2 + Math.floor(18 * uniform());
  const observations = uniform() < 0.5 ? 2 + Math.floor(size * uniform()) : 3 * size;
  const orders = [0, 1, 6][Math.floor(3 * uniform())]!;
  const scales = Array.from({ length: size }, () => 0.01 * 10 ** (orders * (uniform() - 0.5)));
  const twins = scales.map((_, j) => (j > 0 && uniform() < 0.15 ? j - 1 : j));
  const returns = Array.from({ length: observations }, () =>
    scales.map((scale) => scale * (uniform() + uniform() - 1)),
  );
  const value = (t: number, j: number): number => returns[t]![twins[j]!]!;
  const covariance = scales.map((_, i) =>
    scales.map((__, j) => returns.reduce((sum, ___, t) => sum + value(t, i) * value(t, j), 0) / observations),
  );
  const shorts = uniform() < 0.4;
  const lower = scales.map(() => (shorts ? -0.3 * uniform() : uniform() < 0.15 ? 0.02 : 0));
  const upper = [1, 3 / size, 2 / size][Math.floor(3 * uniform())]!;
  const assets = scales.map((_, j) => `a${j}`);
  const riskAversion = 10 ** (4 * uniform() - 1);
  return {
    assets,
    mean: scales.map((scale) => scale * (uniform() - 0.4)),
    covariance,
    periodsPerYear: 252,
    objective:
      uniform() < 0.5
        ? { kind: "min-risk", risk: { kind: "variance" } }
        : { kind: "max-utility", risk: { kind: "variance" }, riskAversion },
    constraints: [
      { kind: "bounds", lower, upper: lower.map((low) => Math.max(upper, low + 0.1)) },
      ...(uniform() < 0.5
        ? [{ kind: "group" as const, name: "half", assets: assets.slice(0, Math.ceil(size / 2)), min: 0.2, max: 0.7 }]
        : []),
    ],
  };
}

const seeds = fc.integer({ min: 0, max: 1_000_000_000 });

test("600 random portfolio problems: whatever optimize() calls optimal has a certificate that holds, and nothing is left undecided", async () => {
  const count = { optimal: 0, infeasible: 0, undecided: 0 };
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const problem = hardProblem(seed);
      try {
        const solution = await optimize(problem);
        count.optimal += 1;
        const { primalResidual, dualResidual, gap } = await certify(problem, solution);
        return solution.status === "optimal" && Math.max(primalResidual, dualResidual ?? 0, gap) <= 1e-8;
      } catch (error) {
        if (!PlimsollError.is(error)) throw error;
        count[error.code === "INFEASIBLE" ? "infeasible" : "undecided"] += 1;
        return true;
      }
    }),
    { numRuns: 600 },
  );
  expect(count.optimal).toBeGreaterThan(400);
  expect(count.undecided).toBe(0);
});

test("one quadratic cap by multiplier search: the greatest return under it, on it, and no multiplier on either side does better", async () => {
  await fc.assert(
    fc.asyncProperty(seeds, fc.double({ min: 0.05, max: 0.95, noNaN: true }), async (seed, share) => {
      const uniform = uniformFrom(seed);
      const size = 3 + Math.floor(10 * uniform());
      const loadings = Array.from({ length: size }, () => 0.5 + uniform());
      const covariance = loadings.map((a, i) =>
        loadings.map((b, j) => 1e-4 * (a * b + (i === j ? 0.2 + uniform() : 0))),
      );
      const base: PortfolioProblem = {
        assets: loadings.map((_, j) => `a${j}`),
        mean: loadings.map(() => 0.01 * uniform()),
        covariance,
        periodsPerYear: 12,
        objective: { kind: "max-return" },
      };
      const least = await optimize({ ...base, objective: { kind: "min-risk", risk: { kind: "variance" } } });
      const most = await optimize(base);
      const variance = (weights: Float64Array): number =>
        covariance.reduce((sum, row, i) => sum + weights[i]! * row.reduce((s, q, j) => s + q * weights[j]!, 0), 0);
      const max = least.objective + share * (variance(most.weightArray) - least.objective);
      const capped = await optimize({
        ...base,
        constraints: [{ kind: "risk-limit", risk: { kind: "variance" }, max }],
      });
      const reached = variance(capped.weightArray);
      // the efficient portfolio of that return can't have less variance
      const again = await optimize({
        ...base,
        objective: { kind: "min-risk", risk: { kind: "variance" }, targetReturn: capped.metrics.expectedReturn! },
      });
      return (
        reached <= max * (1 + 1e-9) &&
        capped.metrics.expectedReturn! >= least.metrics.expectedReturn! - 1e-12 &&
        (most.metrics.expectedReturn! - least.metrics.expectedReturn! < 1e-9 ||
          Math.abs(again.objective / max - 1) < 1e-6)
      );
    }),
    { numRuns: 60 },
  );
});
