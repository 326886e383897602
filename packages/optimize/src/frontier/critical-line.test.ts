import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePort } from "../../../../test/or-library.ts";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import bailey from "../fixtures/bailey_lopezdeprado_10.json" with { type: "json" };
import cases from "../fixtures/critical_line_cases.json" with { type: "json" };
import { criticalLine, efficientFrontier, optimize } from "../index.ts";
import { longOnly, randomProblem, sharpe, three } from "./testing.ts";

describe("corners of the literature", () => {
  test("Bailey & Lopez de Prado: ten assets, ten corners, greatest Sharpe ratio", async () => {
    const frontier = await criticalLine(longOnly(bailey.mu, bailey.cov));
    const expected = [
      58.3030853, 4.1742728, 1.9455661, 0.1645812, 0.1473888, 0.0561722, 0.0520482, 0.0365216, 0.0309712, 0,
    ];
    expect(frontier.corners).toHaveLength(10);
    const corners = [...frontier.corners].reverse();
    for (const [k, lambda] of expected.entries()) expect(corners[k]!.riskTolerance).toBeCloseTo(lambda, 7);
    for (const [k, [mean, volatility]] of [
      [1.19, 0.952],
      [1.18026, 0.54566],
      [1.16006, 0.41726],
      [1.11126, 0.26672],
    ].entries()) {
      expect(corners[k]!.expectedReturn).toBeCloseTo(mean!, 5);
      expect(corners[k]!.volatility).toBeCloseTo(volatility!, 5);
    }
    expect(corners[9]!.expectedReturn).toBeCloseTo(0.80322, 5);
    expect(corners[9]!.volatility).toBeCloseTo(0.20524, 5);
    const best = frontier.maxRatio();
    expect(best.expectedReturn / best.volatility).toBeCloseTo(4.4535334766, 10);
    expect(best.weights["a1"]).toBeCloseTo(0.08397318948217423, 12);
    expect(best.riskTolerance).toBeCloseTo(0.05105260106191383, 12);
  });

  for (const { case: number, reference, mean, covariance, lower, upper, corners } of cases.cases.filter(
    (c) => c.case !== 96,
  )) {
    test(`case ${number}: ${reference}`, async () => {
      const frontier = await criticalLine(
        longOnly(mean, covariance, { constraints: [{ kind: "bounds", lower, upper }] }),
      );
      expect(frontier.corners).toHaveLength(corners.length);
      for (const [k, own] of [...frontier.corners].reverse().entries()) {
        expect(own.riskTolerance).toBeCloseTo(corners[k]!.riskTolerance, 12);
        for (const [i, weight] of corners[k]!.weights.entries()) expect(own.weightArray[i]).toBeCloseTo(weight, 11);
      }
    });
  }

  test("case 96: an asymmetric matrix is refused, its symmetric part has a frontier through a kink", async () => {
    const { mean, covariance, lower, upper } = cases.cases.find((c) => c.case === 96)!;
    const constraints = [{ kind: "bounds", lower, upper }] as const;
    await expect(criticalLine(longOnly(mean, covariance, { constraints }))).rejects.toThrow("not symmetric");
    const symmetric = covariance.map((row, i) => row.map((value, j) => (value + covariance[j]![i]!) / 2));
    const frontier = await criticalLine(longOnly(mean, symmetric, { constraints }));
    const kink = frontier.corners.filter(({ weightArray }) => Math.abs(weightArray[6]! - 0.5) < 1e-12);
    expect(kink).toHaveLength(2);
    expect(kink[0]!.riskTolerance).toBeLessThan(0.5 * kink[1]!.riskTolerance);
    for (const corner of frontier.corners) expect(corner.certificate.gap).toBeLessThan(1e-10);
  });

  test("cases 52, 104, 106: Sharpe's three assets, constant over the kink, at both ends", async () => {
    const frontier = await criticalLine(sharpe);
    const lambdas = [10.51088812347172, 11.1475, 20.898844444444443];
    for (const lambda of lambdas)
      expect(Math.min(...frontier.corners.map((c) => Math.abs(c.riskTolerance - lambda)))).toBeLessThan(1e-10);
    for (const [riskTolerance, weights] of [
      [64, [0.2, 0.3, 0.5]],
      [11.3, [0.2, 0.5, 0.3]],
      [1, [0.5, 0.3, 0.2]],
    ] as const) {
      const found = frontier.at({ riskAversion: 1 / riskTolerance }).weightArray;
      for (const [i, weight] of weights.entries()) expect(found[i]).toBeCloseTo(weight, 12);
    }
  });

  test("case 110: cash without risk leaves the ratio constant up to the tangent portfolio", async () => {
    const frontier = await criticalLine(
      longOnly([...three.mean, 0], [...three.covariance.map((row) => [...row, 0]), [0, 0, 0, 0]]),
    );
    expect(frontier.corners[0]!.variance).toBe(0);
    expect(Array.from(frontier.corners[0]!.weightArray)).toEqual([0, 0, 0, 1]);
    const best = frontier.maxRatio();
    const solved = await optimize(
      longOnly(three.mean, three.covariance, { objective: { kind: "max-ratio", risk: { kind: "variance" } } }),
    );
    expect(best.expectedReturn / best.volatility).toBeCloseTo(solved.objective, 12);
  });

  test("cases 58 and 60: efficient portfolios evenly spaced in return, with cash and bounds", async () => {
    const { points } = await efficientFrontier(
      longOnly([...three.mean, 0], [...three.covariance.map((row) => [...row, 0]), [0, 0, 0, 0]], {
        constraints: [{ kind: "bounds", lower: [0.1, 0.2, 0, 0], upper: [1, 0.8, 1, 1] }],
      }),
      { points: 5 },
    );
    const expected = [
      [0.1, 0.2, 0, 0.7],
      [0.1, 0.2, 0.19609375, 0.50390625],
      [0.1, 0.2, 0.3921875, 0.3078125],
      [0.1, 0.2, 0.58828125, 0.11171875],
      [0.1, 0.8, 0.1, 0],
    ];
    for (const [k, weights] of expected.entries())
      for (const [i, weight] of weights.entries()) expect(points[k]!.weightArray[i]).toBeCloseTo(weight, 12);
    expect(points[1]!.metrics.risk).toBeCloseTo(0.08249670662519751, 12);
    expect(points[1]!.stats.solver).toBe("critical line");
  });
});

describe("properties", () => {
  test("every corner and every portfolio between is certified, and equal to what optimize() finds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 0, max: 2 }),
        async (seed, size, observations, kind) => {
          const problem = randomProblem(seed, size, observations, kind);
          const frontier = await criticalLine(problem);
          for (const corner of frontier.corners) {
            expect(corner.certificate.gap).toBeLessThan(1e-8);
            expect(corner.certificate.primalResidual).toBeLessThan(1e-8);
          }
          const [first, last] = [frontier.corners[0]!, frontier.corners.at(-1)!];
          const targetReturn = first.expectedReturn + 0.37 * (last.expectedReturn - first.expectedReturn);
          const found = frontier.at({ targetReturn });
          expect(found.certificate.gap).toBeLessThan(1e-8);
          const solved = await optimize({ ...problem, objective: { kind: "min-risk", targetReturn } });
          expect(found.variance).toBeCloseTo(solved.objective, 9);
          const again = frontier.at({ targetRisk: found.variance });
          expect(again.expectedReturn).toBeCloseTo(found.expectedReturn, 6);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("the unit of returns and the order of assets change nothing but units and order", async () => {
    const problem = randomProblem(7, 8, 12, 1);
    const frontier = await criticalLine(problem);
    const scaled = await criticalLine({
      ...problem,
      mean: (problem.mean as number[]).map((value) => value * 1e-4),
      covariance: (problem.covariance as number[][]).map((row) => row.map((value) => value * 1e-8)),
    });
    expect(scaled.corners).toHaveLength(frontier.corners.length);
    for (const [k, corner] of frontier.corners.entries()) {
      expect(scaled.corners[k]!.riskTolerance).toBeCloseTo(corner.riskTolerance * 1e-4, 14);
      for (const [asset, weight] of Object.entries(corner.weights))
        expect(scaled.corners[k]!.weights[asset]).toBeCloseTo(weight, 12);
    }
    const reversed = await criticalLine({
      ...problem,
      assets: [...problem.assets].reverse(),
      mean: [...(problem.mean as number[])].reverse(),
      covariance: (problem.covariance as number[][]).map((row) => [...row].reverse()).reverse(),
    });
    for (const [k, corner] of frontier.corners.entries())
      for (const [asset, weight] of Object.entries(corner.weights))
        expect(reversed.corners[k]!.weights[asset]).toBeCloseTo(weight, 12);
  });
});

describe("ends and errors", () => {
  test("without bounds the frontier goes on for ever, exactly", async () => {
    const problem = longOnly(three.mean, three.covariance, {
      constraints: [{ kind: "bounds", lower: null, upper: null }],
    });
    const frontier = await criticalLine(problem);
    expect(frontier.unbounded).toBe(true);
    expect(frontier.corners).toHaveLength(1);
    const far = frontier.at({ targetReturn: 2 });
    expect(far.expectedReturn).toBeCloseTo(2, 12);
    expect(far.certificate.gap).toBeLessThan(1e-10);
    const solved = await optimize({ ...problem, objective: { kind: "min-risk", targetReturn: 2 } });
    expect(far.variance).toBeCloseTo(solved.metrics.risk!, 10);
    const best = frontier.maxRatio({ riskFreeRate: 0.02 });
    const ratio = await optimize({
      ...problem,
      objective: { kind: "max-ratio", risk: { kind: "variance" }, riskFreeRate: 0.02 },
    });
    expect((best.expectedReturn - 0.02) / best.volatility).toBeCloseTo(ratio.objective, 10);
  });

  test("places off the frontier, too high a rate, rules without a line, and impossible constraints: each its own error", async () => {
    const frontier = await criticalLine(longOnly(three.mean, three.covariance));
    expect(() => frontier.at({ targetReturn: 0.2 })).toThrow("targetReturn to be between");
    expect(() => frontier.at({ targetRisk: 0.01 })).toThrow("targetRisk to be between");
    expect(() => frontier.at({ riskAversion: 0 })).toThrow("riskAversion to be above 0");
    expect(() => frontier.maxRatio({ riskFreeRate: 0.5 })).toThrow("earns more than the risk-free rate");
    const cardinal = longOnly(three.mean, three.covariance, { constraints: [{ kind: "cardinality", max: 2 }] });
    await expect(criticalLine(cardinal)).rejects.toThrow("sample it with efficientFrontier()");
    const impossible = longOnly(three.mean, three.covariance, {
      constraints: [{ kind: "bounds", lower: 0, upper: 0.3 }],
    });
    await expect(criticalLine(impossible)).rejects.toMatchObject({ code: "INFEASIBLE" });
    const free = longOnly(
      [0.1, 0.2],
      [
        [0.04, 0.04],
        [0.04, 0.04],
      ],
      { constraints: [{ kind: "bounds", lower: null }] },
    );
    await expect(criticalLine(free)).rejects.toMatchObject({ code: "UNBOUNDED" });
  });

  test("a target of the objective plays no part, and the JSON of a corner is plain", async () => {
    const plain = await criticalLine(longOnly(three.mean, three.covariance));
    const aimed = await criticalLine(
      longOnly(three.mean, three.covariance, { objective: { kind: "min-risk", targetReturn: 0.12 } }),
    );
    expect(JSON.stringify(aimed.corners)).toBe(JSON.stringify(plain.corners));
    expect(Object.keys(JSON.parse(JSON.stringify(plain.corners[1])) as object)).toEqual([
      "weights",
      "expectedReturn",
      "variance",
      "volatility",
      "riskTolerance",
      "riskAversion",
      "residual",
    ]);
  });
});

for (const number of [1, 2, 3, 4, 5]) {
  referenceTest(
    `OR-Library portef${number}: the exact frontier meets the file's 2000 points to the digits printed`,
    async () => {
      const { mean, covariance } = parsePort(readFileSync(referenceFile(`optimize/orlib/port${number}.txt`), "utf8"));
      const frontier = await criticalLine({
        assets: Array.from(mean, (_, i) => `s${i + 1}`),
        mean,
        covariance,
        periodsPerYear: 52,
        objective: { kind: "min-risk" },
      });
      const [low, high] = [frontier.corners[0]!, frontier.corners.at(-1)!];
      const lines = readFileSync(referenceFile(`optimize/orlib/portef${number}.txt`), "utf8")
        .trim()
        .split("\n");
      // both numbers of a line are rounded to about 1e-9, and the variance changes by twice the risk tolerance with the return
      let worst = 0;
      for (const line of lines) {
        const [target, variance] = line.trim().split(/\s+/).map(Number);
        const within = Math.min(Math.max(target!, low.expectedReturn), high.expectedReturn);
        const point = frontier.at({ targetReturn: within });
        worst = Math.max(worst, Math.abs(point.variance - variance!) / (6e-10 * (1 + 2 * point.riskTolerance)));
      }
      expect(worst).toBeLessThanOrEqual(1);
      for (const corner of frontier.corners) expect(corner.residual).toBeLessThan(1e-12);
      expect(high.certificate.gap).toBeLessThan(1e-10);
    },
  );
}
