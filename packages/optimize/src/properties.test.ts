import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Constraint,
  type Objective,
  optimize,
  type PortfolioProblem,
  type PortfolioSolution,
  problemToJson,
  safeOptimize,
} from "./index.ts";

interface Market {
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

const size = 6;
const assets = Array.from({ length: size }, (_, i) => `asset ${i + 1}`);

/** Factor covariances of volatilities over two orders of magnitude; singular where `specific` is 0. */
const markets: fc.Arbitrary<Market> = fc
  .record({
    loadings: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size * 3, maxLength: size * 3 }),
    volatilities: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: size, maxLength: size }),
    // whole basis points: subnormal means are no market
    mean: fc.array(
      fc.integer({ min: -500, max: 2000 }).map((points) => points / 10_000),
      { minLength: size, maxLength: size },
    ),
    specific: fc.constantFrom(0.05, 0.5),
  })
  .map(({ loadings, volatilities, mean, specific }) => ({
    mean,
    covariance: assets.map((_, i) =>
      assets.map((__, j) => {
        let sum = i === j ? specific : 0;
        for (let k = 0; k < 3; k += 1) sum += loadings[3 * i + k]! * loadings[3 * j + k]!;
        return sum * volatilities[i]! * volatilities[j]!;
      }),
    ),
  }));

const objectives: fc.Arbitrary<Objective> = fc.constantFrom<Objective>(
  { kind: "min-risk" },
  { kind: "min-risk", risk: { kind: "standard-deviation" } },
  { kind: "max-utility", riskAversion: 3 },
  { kind: "max-utility", risk: { kind: "standard-deviation" }, riskAversion: 0.5 },
  { kind: "max-ratio", riskFreeRate: 0.01 },
  { kind: "max-diversification" },
  { kind: "risk-budget" },
);

const constraintSets: fc.Arbitrary<readonly Constraint[]> = fc.constantFrom<readonly Constraint[]>(
  [],
  [{ kind: "bounds", lower: 0, upper: 0.4 }],
  [
    { kind: "bounds", lower: 0.02 },
    { kind: "group", name: "first", assets: assets.slice(0, 3), max: 0.6 },
  ],
  [{ kind: "turnover", which: "half-l1", max: 0.3 }],
);

const problems: fc.Arbitrary<PortfolioProblem> = fc
  .record({ market: markets, objective: objectives, constraints: constraintSets })
  .map(({ market, objective, constraints }) => ({
    assets,
    ...market,
    periodsPerYear: 1,
    currentWeights: new Array<number>(size).fill(1 / size),
    objective,
    constraints: objective.kind === "risk-budget" ? constraints.filter(({ kind }) => kind !== "turnover") : constraints,
  }));

/** Solutions, or the code of an expected failure; anything uncertified has thrown. */
async function solve(problem: PortfolioProblem): Promise<PortfolioSolution | string> {
  const result = await safeOptimize(problem);
  if (result.success) return result.data;
  // constraints may leave no risk budgeting portfolio in the sense of definition 28
  return JSON.stringify(result.error.details).includes("no-risk-budget") ? "no-risk-budget" : result.error.code;
}

/** "maximize" where a greater objective is better. */
const better = (problem: PortfolioProblem): 1 | -1 => (problem.objective.kind.startsWith("max") ? 1 : -1);

/** Largest difference in weight; 0 between equal failures, infinite between a failure and anything else. */
function distance(one: PortfolioSolution | string, other: PortfolioSolution | string): number {
  if (typeof one === "string" || typeof other === "string") return one === other ? 0 : Infinity;
  return Math.max(...assets.map((asset) => Math.abs(one.weights[asset]! - other.weights[asset]!)));
}

describe("any problem", () => {
  test("is solved with a certificate, or refused for a reason of its own", async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const answer = await solve(problem);
        if (typeof answer === "string") return answer === "NO_POSITIVE_EXCESS_RETURN" || answer === "no-risk-budget";
        const { primalResidual, dualResidual, gap } = answer.certificate;
        return answer.status === "optimal" && Math.max(primalResidual, dualResidual!, gap) <= 1e-8;
      }),
      { numRuns: 60 },
    );
  });

  test("permuting the assets permutes the weights", async () => {
    await fc.assert(
      fc.asyncProperty(
        problems,
        fc.shuffledSubarray(assets, { minLength: size, maxLength: size }),
        async (problem, order) => {
          const answer = await solve(problem);
          const at = order.map((asset) => assets.indexOf(asset));
          const permuted = await solve({
            ...problem,
            assets: order,
            mean: at.map((i) => (problem.mean as number[])[i]!),
            covariance: at.map((i) => at.map((j) => (problem.covariance as number[][])[i]![j]!)),
          });
          expect(distance(permuted, answer)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a redundant constraint changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const answer = await solve(problem);
        const redundant = await solve({
          ...problem,
          constraints: [
            ...problem.constraints!,
            { kind: "linear", name: "redundant", coefficients: { "asset 1": 1, "asset 2": 2 }, max: 3 },
          ],
        });
        expect(distance(redundant, answer)).toBeLessThan(1e-6);
      }),
      { numRuns: 25 },
    );
  });

  test("tightening never improves the objective", async () => {
    await fc.assert(
      fc.asyncProperty(problems, fc.double({ min: 0.2, max: 0.9, noNaN: true }), async (problem, cap) => {
        fc.pre(problem.objective.kind !== "risk-budget");
        const answer = await solve(problem);
        const tighter = await solve({
          ...problem,
          constraints: [...problem.constraints!, { kind: "bounds", name: "tighter", upper: cap }],
        });
        if (typeof answer === "string" || typeof tighter === "string") return;
        const scale = Math.max(Math.abs(answer.objective), Math.abs(tighter.objective));
        const gaps = answer.certificate.gap + tighter.certificate.gap + 1e-12;
        expect(better(problem) * (tighter.objective - answer.objective)).toBeLessThanOrEqual(gaps * scale);
      }),
      { numRuns: 25 },
    );
  });

  test("a JSON round trip solves the same", async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const typed = {
          ...problem,
          mean: Float64Array.from(problem.mean as number[]),
          covariance: Float64Array.from((problem.covariance as number[][]).flat()),
        };
        const answer = await solve(typed);
        const again = await solve(JSON.parse(JSON.stringify(problemToJson(typed))) as PortfolioProblem);
        expect(distance(again, answer)).toBeLessThan(1e-15);
      }),
      { numRuns: 15 },
    );
  });
});

describe("units (definition 30)", () => {
  test.each([1e-4, 1e6])("returns times %d change no weight", async (s) => {
    const scaleObjective = (objective: Objective): Objective => {
      switch (objective.kind) {
        case "max-utility":
          return objective.risk?.kind === "standard-deviation"
            ? objective
            : { ...objective, riskAversion: objective.riskAversion / s };
        case "min-risk":
          return objective.targetReturn === undefined
            ? objective
            : { ...objective, targetReturn: objective.targetReturn * s };
        case "max-ratio":
          // an annual rate scales as the returns do where a period is a year
          return { ...objective, riskFreeRate: (objective.riskFreeRate ?? 0) * s };
        case "max-return":
          return {
            ...objective,
            riskLimits: objective.riskLimits!.map((limit) => ({
              ...limit,
              max: limit.max * (limit.risk.kind === "variance" ? s * s : s),
            })),
          };
        default:
          return objective;
      }
    };
    const extra = fc.constantFrom<Objective>(
      { kind: "min-risk", targetReturn: 0.02 },
      { kind: "max-return", riskLimits: [{ risk: { kind: "standard-deviation" }, max: 0.4 }] },
      { kind: "max-return", riskLimits: [{ risk: { kind: "variance" }, max: 0.2 }] },
    );
    await fc.assert(
      fc.asyncProperty(problems, fc.option(extra), async (drawn, other) => {
        const problem = other === null ? drawn : { ...drawn, objective: other };
        const scaled: PortfolioProblem = {
          ...problem,
          mean: (problem.mean as number[]).map((value) => value * s),
          covariance: (problem.covariance as number[][]).map((row) => row.map((value) => value * s * s)),
          objective: scaleObjective(problem.objective),
        };
        const answer = await solve(problem);
        const moved = await solve(scaled);
        expect(distance(moved, answer)).toBeLessThan(1e-6);
      }),
      { numRuns: 20 },
    );
  });
});

test("brute force over a grid finds nothing better", async () => {
  await fc.assert(
    fc.asyncProperty(markets, async (market) => {
      const three = {
        assets: assets.slice(0, 3),
        mean: market.mean.slice(0, 3),
        covariance: market.covariance.slice(0, 3).map((row) => row.slice(0, 3)),
        periodsPerYear: 1,
      };
      const objective = { kind: "max-utility", riskAversion: 4 } as const;
      const { objective: best } = await optimize({
        ...three,
        objective,
        constraints: [{ kind: "bounds", lower: 0, upper: 0.7 }],
      });
      const steps = 40;
      for (let i = 0; i <= 28; i += 1) {
        for (let j = 0; i + j <= steps && j <= 28; j += 1) {
          const w = [i / steps, j / steps, 1 - (i + j) / steps];
          if (w[2]! > 0.7) continue;
          const mean = w.reduce((sum, weight, k) => sum + weight * three.mean[k]!, 0);
          const variance = w.reduce(
            (sum, a, k) => sum + w.reduce((inner, b, l) => inner + a * b * three.covariance[k]![l]!, 0),
            0,
          );
          if (mean - 2 * variance > best + 1e-12) return false;
        }
      }
      return true;
    }),
    { numRuns: 20 },
  );
});
