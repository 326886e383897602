import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certify, type Constraint, explainInfeasible, hashProblem, optimize, problemToJson } from "../index.ts";
import type { PortfolioProblem } from "../index.ts";
import { base, failureOf, solve } from "./testing.ts";

const hard: readonly (readonly [string, Constraint | string])[] = [
  ["text", "A - D <= 0.05"],
  ["bounds", { kind: "bounds", name: "b", upper: { A: 0.25 } }],
  ["group", { kind: "group", name: "g", assets: ["A", "B"], max: 0.4 }],
  ["linear, equal", { kind: "linear", name: "l", coefficients: { A: 1, C: -1 }, equals: -0.1 }],
  ["score", { kind: "score", name: "s", scores: [20, 40, 60, 80], min: 60 }],
  ["turnover", { kind: "turnover", name: "t", which: "half-l1", max: 0.1 }],
  ["gross", { kind: "gross-exposure", name: "x", max: 0.8 }],
  ["risk-limit", { kind: "risk-limit", name: "r", risk: { kind: "variance" }, max: 0.01 }],
  ["tracking-error", { kind: "tracking-error", name: "te", max: 0.005 }],
  ["concentration", { kind: "concentration", name: "c", count: 2, max: 0.55 }],
  ["trade-limit", { kind: "trade-limit", name: "tl", sell: { B: 0.05 } }],
];
const soften = (constraint: Constraint | string, penalty: number): Constraint => ({
  kind: "soft",
  constraint,
  penalty,
});
const withRoom = (constraint: Constraint | string): (Constraint | string)[] =>
  // a gross exposure below the budget can be kept by a smaller budget only
  typeof constraint !== "string" && constraint.kind === "gross-exposure"
    ? [constraint, { kind: "budget", min: 0, max: 1 }]
    : [constraint];

describe("soft constraints", () => {
  test.each(hard)(
    "%s: holds where the penalty is above its shadow price, is broken at the penalty where it is below",
    async (_name, inner) => {
      const more = withRoom(inner).slice(1);
      const strict = await solve(inner, ...more);
      const free = await solve(...more);
      const prices = Object.entries(strict.duals).filter(([label]) => !/^(budget|bounds)/.test(label));
      const price = Math.max(...prices.map(([, dual]) => Math.abs(dual)));
      expect(price).toBeGreaterThan(1e-5);

      const kept = await solve(soften(inner, 1.01 * price), ...more);
      kept.weightArray.forEach((weight, i) => expect(weight).toBeCloseTo(strict.weightArray[i]!, 7));
      const keptPrice = Math.max(
        ...Object.entries(kept.duals)
          .filter(([label]) => !/^(budget|bounds)/.test(label))
          .map(([, dual]) => Math.abs(dual)),
      );
      expect(keptPrice).toBeCloseTo(price, 7);

      const penalty = 0.4 * price;
      const broken = await solve(soften(inner, penalty), ...more);
      const paid = Object.entries(broken.duals)
        .filter(([label]) => !/^(budget|bounds)/.test(label))
        .map(([, dual]) => Math.abs(dual));
      expect(Math.max(...paid)).toBeCloseTo(penalty, 9);
      expect(broken.objective).toBeGreaterThan(strict.objective);
      expect(broken.objective).toBeLessThan(free.objective);
      for (const solution of [kept, broken]) {
        expect(solution.certificate.gap).toBeLessThan(1e-8);
        expect(solution.certificate.primalResidual).toBeLessThan(1e-9);
      }
    },
  );

  test("the penalty counts the violation in the user's own numbers", async () => {
    const scores = [20, 40, 60, 80];
    const penalty = 1e-5;
    const solution = await solve({ kind: "budget", equals: 0.8 }, soften({ kind: "score", scores, min: 70 }, penalty));
    const mean = base.mean as readonly number[];
    const q = base.covariance as readonly (readonly number[])[];
    const w = solution.weightArray;
    const score = w.reduce((sum, weight, i) => sum + weight * scores[i]!, 0) / 0.8;
    expect(score).toBeLessThan(70);
    let utility = 0;
    w.forEach((a, i) => {
      utility += a * mean[i]!;
      w.forEach((b, j) => (utility -= a * b * q[i]![j]!));
    });
    expect(solution.objective).toBeCloseTo(utility - penalty * (70 - score), 12);
  });

  test("an effective number is paid for by its sum of squares", async () => {
    const inner = { kind: "effective-number", name: "n", min: 3.8 } as const;
    const strict = await solve(inner);
    // d(sum of squares) = -d(number) / number^2
    const price = -strict.duals["n"]! * 3.8 ** 2;
    const kept = await solve(soften(inner, 1.01 * price));
    kept.weightArray.forEach((weight, i) => expect(weight).toBeCloseTo(strict.weightArray[i]!, 6));
    const broken = await solve(soften(inner, 0.5 * price));
    expect(-broken.duals["n"]! * 3.8 ** 2).toBeCloseTo(0.5 * price, 7);
    expect(broken.objective).toBeGreaterThan(strict.objective);
  });

  test("takes the name of what it wraps, and its text", async () => {
    const solution = await solve(
      soften("A <= 0.2", 1),
      soften({ kind: "group", name: "growth", assets: ["A", "B"], max: 0.5 }, 1),
      "growth >= 0.1",
    );
    expect(Object.keys(solution.duals)).toEqual(
      expect.arrayContaining(["A <= 0.2", "growth", "growth >= 0.1", "budget"]),
    );
    expect(solution.weights["A"]).toBeCloseTo(0.2, 10);
    const twice = await failureOf({ ...base, constraints: [soften("A <= 0.2", 1), "A <= 0.2"] });
    expect(twice.message).toContain('two constraints are called "A <= 0.2"');
  });

  test("a soft budget takes the place of the default one; soft bounds leave the default lower bound", async () => {
    const budget = await solve(soften({ kind: "budget", equals: 0.5 }, 10));
    expect(budget.weightArray.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0.5, 9);
    expect(budget.assumptions).toHaveLength(1);
    const bounds = await solve(soften({ kind: "bounds", lower: 0.2 }, 1e-6));
    expect(Math.min(...bounds.weightArray)).toBeGreaterThanOrEqual(-1e-15);
    expect(bounds.assumptions).toHaveLength(2);
  });

  test("never conflicts, and takes no part in explanations", async () => {
    const explanation = await explainInfeasible({
      ...base,
      constraints: [
        soften("A >= 0.9", 100),
        "A <= 0.3",
        soften({ kind: "risk-limit", risk: { kind: "variance" }, max: 1e-9 }, 1),
      ],
    });
    expect(explanation).toEqual({ feasible: true, conflict: [], relaxation: [] });
    const conflict = await explainInfeasible({
      ...base,
      constraints: [soften({ kind: "budget", equals: 3 }, 1), "A + B >= 0.7", soften("C <= 0.1", 1), "A + B <= 0.6"],
    });
    expect(conflict.conflict).toEqual(["A + B >= 0.7", "A + B <= 0.6"]);
  });

  test("breaking it isn't a violation, whatever the weights", async () => {
    const problem: PortfolioProblem = { ...base, constraints: [soften("A <= 0.2", 0.001)] };
    const { primalResidual } = await certify(problem, { weights: { A: 1 } });
    expect(primalResidual).toBe(0);
  });

  test("a claimed price above the penalty proves no more than the penalty does", async () => {
    const problem: PortfolioProblem = {
      ...base,
      constraints: [soften({ kind: "group", name: "g", assets: ["A", "B"], max: 0.4 }, 0.005)],
    };
    const best = (await optimize(problem)).objective;
    const price = fc.double({ min: -1, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(price, price, async (budget, g) => {
        const { bound } = await certify(problem, { weights: { A: 0.3, B: 0.3, C: 0.4 }, duals: { budget, g } });
        return bound >= best - 1e-12;
      }),
      { numRuns: 40 },
    );
  });

  test("is plain JSON that hashes and solves the same", async () => {
    const problem: PortfolioProblem = {
      ...base,
      constraints: [
        soften("A <= 0.2", 0.01),
        {
          kind: "soft",
          constraint: { kind: "bounds", upper: Float64Array.of(0.3, 0.3, 1, 1) as unknown as number[] },
          penalty: 0.02,
        },
      ],
    };
    const json = JSON.parse(JSON.stringify(problemToJson(problem))) as PortfolioProblem;
    expect(hashProblem(json)).toBe(hashProblem(problem));
    expect((await optimize(json)).weights).toEqual((await optimize(problem)).weights);
  });

  test.each([
    [{ kind: "cardinality", max: 2 }, "can't be soft"],
    [{ kind: "threshold", minWeight: 0.1 }, "can't be soft"],
    [{ kind: "soft", constraint: "A <= 0.1", penalty: 1 }, "soft twice"],
    ["A * B <= 1", "a product of two weights isn't linear"],
    [{ kind: "bounds", lower: 1, upper: 0 }, "above upper"],
  ] as const)("%j is refused inside", async (constraint, message) => {
    const error = await failureOf({ ...base, constraints: [soften(constraint as Constraint | string, 1)] });
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain(message);
  });

  test("a penalty has to be above 0, and risk budgets have no unit for one", async () => {
    expect((await failureOf({ ...base, constraints: [soften("A <= 0.1", 0)] })).code).toBe("INVALID_INPUT");
    const budgets = await failureOf({
      ...base,
      objective: { kind: "risk-budget" },
      constraints: [soften("A <= 0.1", 1)],
    });
    expect(budgets.message).toContain('can\'t be soft with the objective "risk-budget"');
  });
});
