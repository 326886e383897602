import { expect } from "vitest";
import { type Constraint, optimize, type PortfolioProblem, type PortfolioSolution, safeOptimize } from "../index.ts";

/** Four assets with everything that constraints read; for tests. */
export const base: PortfolioProblem = {
  assets: ["A", "B", "C", "D"],
  mean: [0.1, 0.08, 0.05, 0.02],
  covariance: [
    [0.09, 0.02, 0.01, 0],
    [0.02, 0.0625, 0.01, 0],
    [0.01, 0.01, 0.04, 0],
    [0, 0, 0, 0.0025],
  ],
  periodsPerYear: 1,
  currentWeights: { A: 0.5, B: 0.5 },
  benchmark: [0.4, 0.3, 0.2, 0.1],
  volumes: [2e6, 1e6, 5e5, 4e6],
  portfolioValue: 1e7,
  objective: { kind: "max-utility", riskAversion: 2 },
};

/** Solves {@link base} under constraints. */
export function solve(...constraints: (Constraint | string)[]): Promise<PortfolioSolution> {
  return optimize({ ...base, constraints });
}

/** The error of a problem that has to fail. */
export async function failureOf(problem: PortfolioProblem): Promise<{ code: string; message: string }> {
  const result = await safeOptimize(problem);
  if (result.success) throw new Error("expected a failure");
  return result.error;
}

/** Solves at a limit and compares its shadow price with the slope of the best objective. */
export async function expectPrice(
  make: (limit: number) => Constraint,
  limit: number,
  name: string,
  ...more: (Constraint | string)[]
): Promise<PortfolioSolution> {
  const solution = await solve(make(limit), ...more);
  const step = 1e-5 * Math.max(1, Math.abs(limit));
  const above = await solve(make(limit + step), ...more);
  const below = await solve(make(limit - step), ...more);
  const slope = (above.objective - below.objective) / (2 * step);
  expect(Math.abs(slope)).toBeGreaterThan(1e-5);
  expect(solution.duals[name]).toBeCloseTo(slope, 5);
  expect(solution.certificate.gap).toBeLessThan(1e-9);
  return solution;
}
