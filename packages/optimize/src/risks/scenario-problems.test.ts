import { ReturnPanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import {
  certify,
  efficientFrontier,
  expectedReturns,
  hashProblem,
  InfeasibleProblemError,
  optimize,
  type PortfolioProblem,
  problemToJson,
  type Risk,
  safeOptimize,
} from "../index.ts";

const assets = ["A", "B", "C", "D", "E", "F"];
const stream = RandomStream.of("scenario problems");
const values = Array.from({ length: 120 }, () => {
  const market = 0.01 * stream.normal();
  return assets.map((_, i) => 0.0004 * (i + 1) + (0.4 + 0.2 * i) * market + 0.008 * stream.normal());
});
const dates = values.map((_, t) => new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10));
const panel = ReturnPanel.of({ dates, assets, values });
const risks: readonly Risk[] = [
  { kind: "cvar" },
  { kind: "worst" },
  { kind: "range" },
  { kind: "cvar-range" },
  { kind: "mad" },
  { kind: "flpm" },
  { kind: "flpm", target: 0.001 },
  { kind: "semivariance" },
  { kind: "downside-variance" },
  { kind: "slpm" },
];
const currentWeights = { A: 0.3, B: 0.3, C: 0.4 };

function base(risk: Risk): PortfolioProblem {
  return { assets, scenarios: panel, periodsPerYear: 252, currentWeights, objective: { kind: "min-risk", risk } };
}

describe.each(risks)("$kind", (risk) => {
  test("holds with shorts, groups, turnover and gross exposure, and for every objective", async () => {
    const constraints: PortfolioProblem["constraints"] = [
      { kind: "bounds", lower: -0.3, upper: 0.7 },
      { kind: "group", name: "late", assets: ["D", "E", "F"], min: 0.1, max: 0.5 },
      { kind: "turnover", which: "half-l1", max: 0.4 },
      { kind: "gross-exposure", max: 1.4 },
      "A - B <= 0.2",
    ];
    const least = await optimize({ ...base(risk), constraints });
    const objectives: readonly PortfolioProblem["objective"][] = [
      { kind: "max-utility", risk, riskAversion: 0.5 },
      { kind: "max-ratio", risk, riskFreeRate: 0.01 },
      { kind: "min-risk", risk, targetReturn: 0.0012 },
      { kind: "max-return", riskLimits: [{ risk, max: 1.1 * least.metrics.risk! }] },
    ];
    for (const objective of objectives) {
      const problem = { ...base(risk), constraints, objective };
      const { status, certificate, ...solution } = await optimize(problem);
      expect(status).toBe("optimal");
      expect(Math.max(certificate.primalResidual, certificate.dualResidual!, certificate.gap)).toBeLessThan(1e-8);
      expect((await certify(problem, { ...solution })).gap).toBeLessThan(1e-8);
    }
  });

  test("permuted assets and a redundant constraint leave the least risk as it is", async () => {
    const plain = await optimize(base(risk));
    const reversed = [...assets].reverse();
    const permuted = await optimize({ ...base(risk), assets: reversed, constraints: ["A + B + C <= 5"] });
    expect(permuted.objective / plain.objective).toBeCloseTo(1, 9);
  });

  test("a cap that can't be met is named, with the least that can", async () => {
    const least = (await optimize(base(risk))).metrics.risk!;
    const objective = { kind: "max-return" } as const;
    const problem = {
      ...base(risk),
      objective,
      constraints: [{ kind: "risk-limit", name: "cap", risk, max: least / 2 } as const],
    };
    const failure = await optimize(problem).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InfeasibleProblemError);
    const { conflict, relaxation } = (failure as InfeasibleProblemError).details;
    expect(conflict).toContain("cap");
    expect(relaxation[0]!.to / least).toBeCloseTo(1, 6);
  });

  test("constraints that conflict are infeasible, not unsolved", async () => {
    const result = await safeOptimize({ ...base(risk), constraints: [{ kind: "bounds", upper: 0.1 }] });
    expect(result.success ? "solved" : result.error.code).toBe("INFEASIBLE");
  });

  test("a frontier rises from least risk to greatest return", async () => {
    const { points } = await efficientFrontier(base(risk), { points: 4 });
    for (let k = 1; k < points.length; k += 1) {
      expect(points[k]!.metrics.risk!).toBeGreaterThan(points[k - 1]!.metrics.risk! * (1 - 1e-9));
      expect(points[k]!.metrics.expectedReturn!).toBeGreaterThan(points[k - 1]!.metrics.expectedReturn!);
    }
  });

  test("an equal bet in two assets that offset each other has no risk to find fault with", async () => {
    const pairs = values.map((row) => [row[0]!, -row[0]!]);
    const hedged = { assets: ["A", "B"], values: pairs };
    const solution = await optimize({
      assets: hedged.assets,
      scenarios: hedged,
      objective: { kind: "min-risk", risk: "target" in risk ? { ...risk, target: 0 } : risk },
    });
    expect(solution.status).toBe("optimal");
    expect(solution.metrics.risk!).toBeLessThan(1e-12);
  });
});

test("max-ratio with flpm is the greatest Omega ratio, less 1", async () => {
  const threshold = 0.0005;
  const omegaOf = (weights: Float64Array): number => {
    const excess = values.map((row) => row.reduce((sum, value, i) => sum + value * weights[i]!, 0) - threshold);
    const gains = excess.reduce((sum, value) => sum + Math.max(value, 0), 0);
    return gains / excess.reduce((sum, value) => sum + Math.max(-value, 0), 0);
  };
  const risk: Risk = { kind: "flpm", target: threshold };
  const riskFreeRate = (1 + threshold) ** 252 - 1;
  const solution = await optimize({ ...base(risk), objective: { kind: "max-ratio", risk, riskFreeRate } });
  const best = omegaOf(solution.weightArray);
  expect(solution.metrics.ratio! + 1).toBeCloseTo(best, 9);
  for (let k = 0; k < 2000; k += 1) {
    const draws = Float64Array.from(assets, () => -Math.log(stream.uniform()) * (stream.uniform() < 0.5 ? 0.01 : 1));
    const total = draws.reduce((sum, value) => sum + value, 0);
    expect(omegaOf(draws.map((value) => value / total))).toBeLessThanOrEqual(best + 1e-9);
  }
});

describe("scenarios as input", () => {
  const risk: Risk = { kind: "cvar", confidence: 0.9 };

  test("a panel, its JSON and columns in another order are the same problem", async () => {
    const problem = base(risk);
    const json = JSON.parse(JSON.stringify(problemToJson(problem))) as PortfolioProblem;
    expect(hashProblem(json)).toBe(hashProblem(problem));
    const solution = await optimize(problem);
    expect((await optimize(json)).weights).toEqual(solution.weights);
    const shuffled = await optimize({ ...problem, scenarios: panel.select([...assets].reverse()) });
    expect(shuffled.weights).toEqual(solution.weights);
  });

  test("without scenarios the risk says what it needs", async () => {
    const { scenarios: _, ...problem } = base(risk);
    await expect(optimize(problem)).rejects.toThrow("objective.risk needs returns by scenario: pass scenarios");
  });

  test("log returns are refused: portfolios don't add them", async () => {
    const logs = ReturnPanel.of({ dates, assets, values, method: "log" });
    await expect(optimize({ ...base(risk), scenarios: logs })).rejects.toThrow("log returns");
  });

  test("annual expected returns are not weighed against the risk of one period", async () => {
    const mean = expectedReturns(panel, { method: "mean", periodsPerYear: 252 });
    const { periodsPerYear: _, ...problem } = { ...base(risk), mean };
    const objective = { kind: "max-utility", risk, riskAversion: 1 } as const;
    await expect(optimize({ ...problem, objective })).rejects.toThrow('unit: "period"');
    await expect(optimize({ ...problem, objective: { kind: "max-ratio", risk } })).rejects.toThrow('unit: "period"');
    const daily = expectedReturns(panel, { method: "mean", periodsPerYear: 252, unit: "period" });
    expect((await optimize({ ...problem, mean: daily, objective })).status).toBe("optimal");
    // a target is compared with returns only
    const targeted = { kind: "min-risk", risk, targetReturn: 0.2 } as const;
    expect((await optimize({ ...problem, objective: targeted })).status).toBe("optimal");
  });
});
