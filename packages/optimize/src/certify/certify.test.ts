import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certify, type Objective, optimize, type PortfolioProblem } from "../index.ts";

const base = {
  assets: ["A", "B", "C"],
  mean: [0.1, 0.06, 0.03],
  covariance: [
    [0.09, 0.01, 0.002],
    [0.01, 0.04, 0.001],
    [0.002, 0.001, 0.01],
  ],
  periodsPerYear: 1,
  currentWeights: [0.2, 0.3, 0.5],
} as const;
const objectives: readonly Objective[] = [
  { kind: "min-risk" },
  { kind: "min-risk", risk: { kind: "standard-deviation" }, targetReturn: 0.06 },
  { kind: "max-return", riskLimits: [{ risk: { kind: "standard-deviation" }, max: 0.15 }] },
  { kind: "max-utility", riskAversion: 4 },
  { kind: "max-ratio", riskFreeRate: 0.01 },
  { kind: "max-diversification" },
  { kind: "risk-budget" },
  { kind: "equal-weight" },
];

describe("certificates", () => {
  test.each(objectives.map((objective) => [objective.kind, objective] as const))(
    "%s: hold for the answer and reject every answer that was moved",
    async (_kind, objective) => {
      const problem: PortfolioProblem = { ...base, objective, constraints: [{ kind: "bounds", lower: 0, upper: 0.7 }] };
      const solution = await optimize(problem);
      const good = await certify(problem, solution);
      expect(Math.max(good.primalResidual, good.dualResidual!, good.gap)).toBeLessThan(1e-10);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(0, 1, 2),
          fc.constantFrom(0, 1, 2),
          fc.double({ min: 1e-4, max: 0.05, noNaN: true }),
          async (from, to, amount) => {
            fc.pre(from !== to);
            const weights = { ...solution.weights };
            weights[base.assets[from]!]! -= amount;
            weights[base.assets[to]!]! += amount;
            const { primalResidual, dualResidual, gap } = await certify(problem, { ...solution, weights });
            return Math.max(primalResidual, dualResidual!, gap) > 1e-8;
          },
        ),
        { numRuns: 15 },
      );
    },
  );

  test("a bound is never better than what is possible, whatever multipliers are claimed", async () => {
    const problem: PortfolioProblem = {
      ...base,
      objective: { kind: "min-risk" },
      constraints: ["A + B <= 0.4", { kind: "turnover", which: "half-l1", max: 0.1 }],
    };
    const best = (await optimize(problem)).objective;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        async ([budget, text, turnover]) => {
          const duals = { budget: budget!, "A + B <= 0.4": text!, turnover: turnover! };
          const { bound } = await certify(problem, { weights: { A: 0.1, B: 0.2, C: 0.7 }, duals });
          return bound <= best + 1e-12;
        },
      ),
      { numRuns: 30 },
    );
  });

  test("broken constraints show in the primal residual, by the user's own numbers", async () => {
    const problem: PortfolioProblem = {
      ...base,
      objective: { kind: "min-risk" },
      constraints: [{ kind: "group", name: "g", assets: ["A", "B"], max: 0.5 }],
    };
    const { primalResidual } = await certify(problem, { weights: { A: 0.4, B: 0.4, C: 0.2 } });
    expect(primalResidual).toBeCloseTo(0.3 / 1, 10);
    const short = await certify(problem, { weights: { A: -0.2, B: 0.4, C: 0.8 } });
    expect(short.primalResidual).toBeCloseTo(0.2, 12);
  });

  test("weights of an asset that the problem lacks are refused", async () => {
    await expect(certify({ ...base, objective: { kind: "min-risk" } }, { weights: { A: 1, Z: 0 } })).rejects.toThrow(
      '"Z"',
    );
  });
});
