import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { certify } from "../certify/certify.ts";
import { optimize, safeOptimize } from "../optimize.ts";
import type { Objective } from "../objectives/table.ts";
import type { PortfolioProblem } from "../problem/problem.ts";

const assets = ["A", "B", "C", "D", "E"];
const stream = RandomStream.of("relative rules");
const values = Array.from({ length: 40 }, () => {
  const market = stream.normal();
  return assets.map((_, i) => 0.001 * (i + 1) + 0.01 * (0.5 * market + stream.normal()));
});
const base = {
  assets,
  scenarios: { assets, values },
  periodsPerYear: 252,
  benchmark: [0.3, 0.25, 0.2, 0.15, 0.1],
} satisfies Partial<PortfolioProblem>;

/** Bounds that leave weights at 0 or at least .15 for every set of held assets. */
const supports = Array.from({ length: 31 }, (_, bits) => {
  const held = assets.map((_asset, i) => (((bits + 1) >> i) & 1) === 1);
  return { lower: held.map((is) => (is ? 0.15 : 0)), upper: held.map((is) => (is ? 1 : 0)), held };
});

async function bestOf(objective: Objective, most: number): Promise<number> {
  const found = [];
  for (const { lower, upper, held } of supports) {
    if (held.filter(Boolean).length > most) continue;
    const problem: PortfolioProblem = { ...base, objective, constraints: [{ kind: "bounds", lower, upper }] };
    const result = await safeOptimize(problem);
    // a set may hold no portfolio that earns more than the benchmark
    if (!result.success && result.error.code !== "NO_POSITIVE_EXCESS_RETURN") throw result.error;
    if (result.success) found.push(result.data.objective);
  }
  return objective.kind === "max-ratio" ? Math.max(...found) : Math.min(...found);
}

describe("rules about holdings beside a benchmark", () => {
  test.each<Objective>([
    { kind: "min-tracking-error" },
    { kind: "min-risk", risk: { kind: "variance", relativeTo: "benchmark" } },
    { kind: "max-ratio", risk: { kind: "cvar", confidence: 0.8, relativeTo: "benchmark" } },
  ])("$kind with few holdings is the best of all sets", async (objective) => {
    const problem: PortfolioProblem = {
      ...base,
      objective,
      constraints: [{ kind: "cardinality", max: 2, minWeight: 0.15 }],
    };
    const solution = await optimize(problem, { relativeGap: 1e-6 });
    const best = await bestOf(objective, 2);
    expect(Math.abs(solution.objective - best)).toBeLessThan(1e-6 * Math.abs(best));
    const again = await certify(problem, JSON.parse(JSON.stringify(solution)) as typeof solution);
    expect(again.gap).toBeLessThan(1e-6);
    expect(again.boundIs).toBe("verified");
  });

  test("a benchmark that the rules allow is tracked without error", async () => {
    const solution = await optimize({
      ...base,
      benchmark: [0.5, 0.5, 0, 0, 0],
      objective: { kind: "min-tracking-error" },
      constraints: [{ kind: "mutually-exclusive", assets: ["D", "E"] }],
    });
    expect(solution.objective).toBeLessThan(1e-9);
    expect(solution.certificate.gap).toBeLessThan(1e-4);
  });
});

describe("no risk", () => {
  const covariance = [
    [0.04, 0.01, 0, 0],
    [0.01, 0.05, 0, 0.01],
    [0, 0, 0, 0],
    [0, 0.01, 0, 0.06],
  ];
  const names = ["A", "B", "CASH", "D"];
  const problem = { assets: names, mean: [0.06, 0.08, 0.02, 0.09], covariance, periodsPerYear: 1 };

  test.each(["variance", "standard-deviation"] as const)("a limit of 0 on %s leaves cash", async (kind) => {
    const solution = await optimize({
      ...problem,
      objective: { kind: "max-return" },
      constraints: [{ kind: "risk-limit", risk: { kind }, max: 0 }],
    });
    expect(solution.weights["CASH"]).toBeCloseTo(1, 12);
    expect(solution.certificate.gap).toBeLessThan(1e-9);
  });

  test("a tracking error of 0 leaves the benchmark, whatever else is asked for", async () => {
    const own = { ...base, objective: { kind: "max-return" } as const };
    const none = { kind: "tracking-error", max: 0 } as const;
    const solution = await optimize({ ...own, constraints: [none, { kind: "cardinality", max: 5, minWeight: 0.05 }] });
    base.benchmark.forEach((weight, i) => expect(solution.weightArray[i]).toBeCloseTo(weight, 9));
    await expect(optimize({ ...own, constraints: [none, "A <= 0.2"] })).rejects.toMatchObject({
      code: "INFEASIBLE",
      details: { conflict: expect.arrayContaining(["A <= 0.2"]) as unknown },
    });
  });

  test.each([{ kind: "max-ratio", riskFreeRate: 0.02 }, { kind: "max-diversification" }] as const)(
    "cash that earns the riskless rate is no reason to call $kind unbounded",
    async (objective) => {
      const rule = { kind: "mutually-exclusive", assets: ["A", "B"] } as const;
      const { objective: value } = await optimize({ ...problem, objective, constraints: [rule] });
      const sets = await Promise.all(
        ["A", "B"].map((out) =>
          optimize({ ...problem, objective, constraints: [{ kind: "bounds", lower: 0, upper: { [out]: 0 } }] }),
        ),
      );
      const best = Math.max(...sets.map((set) => set.objective));
      expect(Math.abs(value - best)).toBeLessThan(1e-4 * best);
    },
  );
});

test.each(["standard-deviation", "range", "average-drawdown", "cvar-range"] as const)(
  "cash has no %s to budget, and an error says so",
  async (kind) => {
    const own = { kind: "risk-budget", risk: { kind } } as const;
    const scenarios = { assets, values: values.map((row) => [0.0001, ...row.slice(1)]) };
    const bounds = { kind: "bounds", lower: 0, upper: 0.7 } as const;
    await expect(
      optimize({ assets, scenarios, periodsPerYear: 252, objective: own, constraints: [bounds] }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT", details: { reason: "riskless" } });
  },
);
