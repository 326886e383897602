import { describe, expect, test } from "vitest";
import { certify, explainInfeasible, type PortfolioProblem, optimize } from "../index.ts";
import { base, expectPrice, failureOf, solve } from "./testing.ts";

const inverseHerfindahl = (weights: Float64Array): number => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total ** 2 / weights.reduce((sum, weight) => sum + weight * weight, 0);
};

describe("effective-number", () => {
  test("holds, binds and is priced by the number", async () => {
    const solution = await expectPrice((min) => ({ kind: "effective-number", min }), 3.6, "effective-number");
    expect(inverseHerfindahl(solution.weightArray)).toBeCloseTo(3.6, 8);
  });

  test("counts shares of the budget, whatever it is", async () => {
    const solution = await solve({ kind: "budget", equals: 0.5 }, { kind: "effective-number", min: 3.9 });
    expect(inverseHerfindahl(solution.weightArray)).toBeCloseTo(3.9, 7);
  });

  test("finds what a grid finds", async () => {
    const problem: PortfolioProblem = {
      ...base,
      objective: { kind: "max-return" },
      constraints: [{ kind: "effective-number", min: 2.5 }],
    };
    const { objective } = await optimize(problem);
    const mean = base.mean as readonly number[];
    let best = 0;
    const steps = 60;
    for (let a = 0; a <= steps; a += 1) {
      for (let b = 0; a + b <= steps; b += 1) {
        for (let c = 0; a + b + c <= steps; c += 1) {
          const weights = Float64Array.of(a, b, c, steps - a - b - c).map((value) => value / steps);
          if (inverseHerfindahl(weights) < 2.5) continue;
          best = Math.max(
            best,
            weights.reduce((sum, weight, i) => sum + weight * mean[i]!, 0),
          );
        }
      }
    }
    expect(best).toBeLessThanOrEqual(objective + 1e-12);
    expect(best).toBeGreaterThan(objective - 1e-3);
  });

  test("a number out of reach is relaxed in the user's unit", async () => {
    const { conflict, relaxation } = await explainInfeasible({
      ...base,
      constraints: [{ kind: "effective-number", name: "spread", min: 3.5 }, "A >= 0.7"],
    });
    expect(conflict).toEqual(["spread", "A >= 0.7"]);
    expect(relaxation[0]!.from).toBe(3.5);
    expect(relaxation[0]!.to).toBeCloseTo(1 / (0.49 + 3 * 0.01), 9);
  });

  test("is refused with shorts, without an exact budget, and beyond the number of assets", async () => {
    const limit = { kind: "effective-number", min: 2 } as const;
    const short = await failureOf({ ...base, constraints: [limit, { kind: "bounds", lower: [0, 0, -0.1, 0] }] });
    expect(short.code).toBe("INVALID_INPUT");
    expect(short.message).toContain("isn't convex with shorts");
    expect((await failureOf({ ...base, constraints: [limit, { kind: "budget", max: 1 }] })).message).toContain(
      "exact and above 0",
    );
    expect((await failureOf({ ...base, constraints: [{ ...limit, min: 5 }] })).message).toContain("asks for 5 of 4");
    expect((await failureOf({ ...base, constraints: [{ ...limit, min: 0.5 }] })).code).toBe("INVALID_INPUT");
  });

  test("by entropy: holds, binds and is priced by the number", async () => {
    const { weightArray } = await expectPrice(
      (min) => ({ kind: "effective-number", form: "entropy", min }),
      3.8,
      "effective-number",
    );
    const entropy = weightArray.reduce((sum, weight) => sum - weight * Math.log(weight), 0);
    expect(Math.exp(entropy)).toBeCloseTo(3.8, 7);
  });

  test("by entropy: weights that break the number are rejected by certificates, in the user's unit", async () => {
    const problem: PortfolioProblem = {
      ...base,
      constraints: [{ kind: "effective-number", form: "entropy", min: 3 }],
    };
    const weights = { A: 0.7, B: 0.1, C: 0.1, D: 0.1 };
    const number = Math.exp(-Object.values(weights).reduce((sum, weight) => sum + weight * Math.log(weight), 0));
    const { primalResidual } = await certify(problem, { weights });
    expect(primalResidual).toBeCloseTo((3 - number) / 3, 10);
    expect((await certify(problem, { weights: { A: 0.3, B: 0.3, C: 0.3, D: 0.1 } })).primalResidual).toBeLessThan(
      1e-12,
    );
  });
});
