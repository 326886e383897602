import { describe, expect, test } from "vitest";
import {
  type Constraint,
  explainInfeasible,
  InfeasibleProblemError,
  optimize,
  type PortfolioProblem,
} from "../index.ts";

const base: PortfolioProblem = {
  assets: ["A", "B", "C"],
  mean: [0.1, 0.06, 0.03],
  covariance: [
    [0.09, 0, 0],
    [0, 0.04, 0],
    [0, 0, 0.01],
  ],
  periodsPerYear: 1,
  currentWeights: [1, 0, 0],
  objective: { kind: "min-risk" },
};
const explain = (...constraints: (Constraint | string)[]): ReturnType<typeof explainInfeasible> =>
  explainInfeasible({ ...base, constraints });

describe("explainInfeasible", () => {
  test("a feasible problem has neither conflict nor relaxation", async () => {
    expect(await explain("A <= 0.5")).toEqual({ feasible: true, conflict: [], relaxation: [] });
  });

  test("names only the constraints that conflict, and the least change", async () => {
    const explanation = await explain(
      { kind: "group", name: "tech", assets: ["A", "B"], max: 0.3 },
      { kind: "group", name: "min-tech", assets: ["A", "B"], min: 0.4 },
      "C <= 0.9",
      { kind: "bounds", name: "cap", upper: 0.8 },
    );
    expect(explanation.conflict).toEqual(["tech", "min-tech"]);
    expect(explanation.relaxation).toHaveLength(1);
    const [change] = explanation.relaxation;
    expect(Math.abs(change!.to - change!.from)).toBeCloseTo(0.1, 9);
  });

  test("the conflict is irreducible: without any one of its constraints the rest can hold", async () => {
    const constraints: Record<string, Constraint> = {
      low: { kind: "bounds", name: "low", lower: { A: 0.3, B: 0.3 } },
      pair: { kind: "linear", name: "pair", coefficients: { A: 1, C: 1 }, min: 0.75 },
      other: { kind: "linear", name: "other", coefficients: { C: 1 }, max: 0.9 },
    };
    const { conflict } = await explain(...Object.values(constraints));
    expect(conflict).toEqual(["low", "pair", "budget"]);
    for (const name of conflict.filter((entry) => entry in constraints)) {
      const rest = Object.entries(constraints).filter(([key]) => key !== name);
      expect((await explain(...rest.map(([, constraint]) => constraint))).feasible).toBe(true);
    }
  });

  test("caps on risk that each can be met alone are named together, with the least change", async () => {
    const assets = ["A", "B"];
    // A alone has no range in the first half, B alone none in the second
    const values = [...[0.02, -0.02].map((x) => [0.001, x]), ...[0.02, -0.02].map((x) => [x, 0.001])];
    const problem: PortfolioProblem = {
      assets,
      scenarios: { assets, values },
      benchmark: { A: 1, B: 0 },
      periodsPerYear: 12,
      objective: { kind: "max-return" },
      constraints: [
        { kind: "risk-limit", name: "near A", risk: { kind: "range", relativeTo: "benchmark" }, max: 0.001 },
        { kind: "risk-limit", name: "spread", risk: { kind: "range" }, max: 0.03 },
        "B <= 0.9",
      ],
    };
    const found = await explainInfeasible(problem);
    expect(found).toMatchObject({ feasible: false, conflict: ["near A", "spread"] });
    expect(found.relaxation.map(({ constraint }) => constraint)).toEqual(["spread"]);
    await expect(optimize(problem)).rejects.toMatchObject({ code: "INFEASIBLE" });
    const { to } = found.relaxation[0]!;
    const relaxed = problem.constraints!.map((constraint) =>
      typeof constraint === "object" && constraint.name === "spread"
        ? { ...constraint, max: to * (1 + 1e-7) }
        : constraint,
    ) as readonly Constraint[];
    expect((await explainInfeasible({ ...problem, constraints: relaxed })).feasible).toBe(true);
    expect((await optimize({ ...problem, constraints: relaxed })).status).toBe("optimal");
  });

  test.each([
    [{ kind: "effective-number", name: "spread", form: "entropy", min: 1.5 }, 1],
    [{ kind: "effective-number", name: "spread", min: 1.5 }, 1],
    [{ kind: "risk-limit", name: "spread", risk: { kind: "variance" }, max: 0.009 }, 0.01],
  ] as const)("a limit that rules about holdings put out of reach: %o", async (limit, reachable) => {
    const rule = { kind: "mutually-exclusive", assets: ["A", "B", "C"] } as const;
    const { feasible, conflict, relaxation } = await explain(limit, rule, "A <= 1");
    expect(feasible).toBe(false);
    expect(conflict).toEqual(expect.arrayContaining(["spread", "mutually-exclusive", "budget"]));
    expect(conflict).not.toContain("A <= 1");
    expect(relaxation).toHaveLength(1);
    expect(relaxation[0]!.to).toBeCloseTo(reachable, 8);
    expect((await explain(limit, "A <= 1")).feasible).toBe(true);
  });

  test("the relaxation makes the problem feasible", async () => {
    const { relaxation } = await explain({ kind: "bounds", name: "cap", upper: 0.25 }, "A >= 0.1");
    expect(relaxation).toEqual([{ constraint: "cap", from: 0.25, to: 0.333333333333 }]);
    expect((await explain({ kind: "bounds", name: "cap", upper: relaxation[0]!.to + 1e-9 }, "A >= 0.1")).feasible).toBe(
      true,
    );
  });

  test("target returns, turnover and counts take part", async () => {
    const target = await explainInfeasible({ ...base, objective: { kind: "min-risk", targetReturn: 0.2 } });
    expect(target.conflict).toContain("targetReturn");
    expect(target.relaxation).toEqual([{ constraint: "targetReturn", from: 0.2, to: 0.1 }]);
    const turnover = await explain({ kind: "turnover", which: "half-l1", max: 0.1 }, "A <= 0.5");
    expect(turnover.conflict).toEqual(["turnover", "A <= 0.5"]);
    const count = await explain({ kind: "cardinality", max: 1 }, { kind: "bounds", name: "cap", upper: 0.6 });
    expect(count.conflict).toEqual(["cardinality", "cap", "budget"]);
  });

  test("a risk cap that can't be reached is relaxed to the least risk", async () => {
    const { conflict, relaxation } = await explain({
      kind: "risk-limit",
      name: "calm",
      risk: { kind: "standard-deviation" },
      max: 0.05,
    });
    expect(conflict).toEqual(["calm", "budget"]);
    expect(relaxation[0]!.to).toBeCloseTo(1 / Math.sqrt(1 / 0.09 + 1 / 0.04 + 1 / 0.01), 10);
  });

  test("optimize throws it, in the user's words", async () => {
    const attempt = optimize({
      ...base,
      constraints: [
        { kind: "group", name: "tech", assets: ["A", "B"], max: 0.3 },
        { kind: "group", name: "min-tech", assets: ["A", "B"], min: 0.4 },
      ],
    });
    await expect(attempt).rejects.toBeInstanceOf(InfeasibleProblemError);
    await expect(attempt).rejects.toThrow(
      /"tech" \(max 0.3\) and "min-tech" \(min 0.4\) can't both hold; the least change that would help: "(min-)?tech" from 0\.[34] to 0\.[34]/,
    );
  });
});
