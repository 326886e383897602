import * as fc from "fast-check";
import { expect, test } from "vitest";
import { criticalLine, projectOnFrontier } from "../index.ts";
import { randomProblem, sharpe } from "./testing.ts";

test("case 62: portfolios of the frontier are their own projections", async () => {
  for (const weights of [
    [0.2, 0.3, 0.5],
    [0.22180737780348653, 0.5, 0.27819262219651353],
    [0.5, 0.3, 0.2],
    [0.2, 0.4, 0.4],
    [0.2, 0.405, 0.395],
  ]) {
    const { nearest, sameReturn, sameRisk } = await projectOnFrontier(sharpe, weights);
    for (const projected of [nearest, sameReturn!, sameRisk!]) expect(projected.distance).toBeLessThan(1e-7);
  }
});

test("a projection: nothing on the frontier is nearer, earns more at that risk, or is safer at that return", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 2, max: 8 }), async (seed, size) => {
      const problem = randomProblem(seed, size, 20, 0);
      const frontier = await criticalLine(problem);
      const weights = problem.assets.map((_, i) => (i === seed % size ? 0.6 : 0.4 / (size - 1 || 1)));
      const { nearest, sameReturn, sameRisk } = frontier.project(weights);
      const [first, last] = [frontier.corners[0]!, frontier.corners.at(-1)!];
      for (let k = 0; k <= 40; k += 1) {
        const targetReturn = first.expectedReturn + (k / 40) * (last.expectedReturn - first.expectedReturn);
        const other = frontier.at({ targetReturn }).weightArray;
        const distance = Math.hypot(...other.map((value, i) => value - weights[i]!));
        expect(nearest.distance).toBeLessThanOrEqual(distance + 1e-12);
      }
      expect(sameReturn?.excessVolatility ?? 0).toBeLessThanOrEqual(1e-12);
      expect(sameReturn?.excessReturn ?? 0).toBeCloseTo(0, 12);
      expect(sameRisk?.excessReturn ?? 0).toBeGreaterThanOrEqual(-1e-12);
      expect(sameRisk?.excessVolatility ?? 0).toBeCloseTo(0, 12);
    }),
    { numRuns: 50 },
  );
});
