import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { parsePort } from "../../../../test/or-library.ts";
import { efficientFrontier, optimize, type PortfolioProblem } from "../index.ts";

const problem: PortfolioProblem = {
  assets: ["A", "B", "C"],
  mean: [0.1, 0.06, 0.03],
  covariance: [
    [0.09, 0.01, 0.002],
    [0.01, 0.04, 0.001],
    [0.002, 0.001, 0.01],
  ],
  periodsPerYear: 1,
  objective: { kind: "max-ratio", risk: { kind: "standard-deviation" } },
  constraints: [{ kind: "bounds", lower: 0, upper: 0.8 }],
};

describe("efficientFrontier", () => {
  test("runs from least risk to greatest return, evenly spaced in return, convex and certified", async () => {
    const { points, method } = await efficientFrontier(problem, { points: 11 });
    expect(method).toBe("sampled");
    expect(points).toHaveLength(11);
    const least = await optimize({ ...problem, objective: { kind: "min-risk", risk: { kind: "standard-deviation" } } });
    expect(points[0]!.metrics.risk).toBeCloseTo(least.metrics.risk!, 12);
    expect(points[10]!.metrics.expectedReturn).toBeCloseTo(0.8 * 0.1 + 0.2 * 0.06, 8);
    const step = points[1]!.metrics.expectedReturn! - points[0]!.metrics.expectedReturn!;
    for (let k = 1; k < points.length; k += 1) {
      expect(points[k]!.certificate.gap).toBeLessThan(1e-8);
      expect(points[k]!.metrics.expectedReturn! - points[k - 1]!.metrics.expectedReturn!).toBeCloseTo(step, 8);
      expect(points[k]!.metrics.risk!).toBeGreaterThan(points[k - 1]!.metrics.risk!);
    }
    for (let k = 1; k + 1 < points.length; k += 1) {
      expect(points[k]!.metrics.risk!).toBeLessThanOrEqual(
        (points[k - 1]!.metrics.risk! + points[k + 1]!.metrics.risk!) / 2 + 1e-9,
      );
    }
  });

  test("the ratio is nowhere above the greatest one", async () => {
    const best = (await optimize(problem)).objective;
    const { points } = await efficientFrontier(problem, { points: 15 });
    for (const point of points) expect(point.metrics.ratio!).toBeLessThanOrEqual(best + 1e-12);
  });

  test("fewer than two points are refused", async () => {
    await expect(efficientFrontier(problem, { points: 1 })).rejects.toThrow("at least 2 points");
  });
});

interface Port {
  readonly problem: PortfolioProblem;
  /** Return and variance, from greatest return to least variance. */
  readonly frontier: readonly (readonly [number, number])[];
}

function readPort(number: number): Port {
  const { mean, covariance } = parsePort(readFileSync(referenceFile(`optimize/orlib/port${number}.txt`), "utf8"));
  const lines = readFileSync(referenceFile(`optimize/orlib/portef${number}.txt`), "utf8")
    .trim()
    .split("\n");
  return {
    problem: {
      assets: Array.from(mean, (_, i) => `s${i + 1}`),
      mean,
      covariance,
      periodsPerYear: 52,
      objective: { kind: "min-risk" },
    },
    frontier: lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]),
  };
}

const leastVariances = [6.42257213e-4, 1.36855277e-4, 1.98493524e-4, 1.21413083e-4, 3.046407e-4];
for (const number of [1, 2, 3, 4, 5]) {
  referenceTest(
    `OR-Library port${number}: the frontier file to 2.6e-6, both ends included, and the least variance`,
    async () => {
      const { problem, frontier } = readPort(number);
      const least = await optimize(problem);
      expect(least.objective / leastVariances[number - 1]!).toBeCloseTo(1, 8);
      for (const k of [0, 400, 1000, 1600, 1900, 1999]) {
        const [targetReturn, variance] = frontier[k]!;
        const solution = await optimize({ ...problem, objective: { kind: "min-risk", targetReturn } });
        expect(Math.abs(solution.objective / variance - 1)).toBeLessThan(2.6e-6);
        expect(solution.certificate.gap).toBeLessThan(1e-10);
      }
    },
  );
}
