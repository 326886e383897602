import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { QuadraticProgram } from "./program.ts";
import { solveQuadratic } from "./solve.ts";
import { enumerate, nastyProgram } from "./testing.ts";

describe("against enumeration of every active set", () => {
  for (const method of ["auto", "active-set", "interior-point"] as const) {
    test(`${method}: objective, or infeasibility, on small random programs`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 4000 }), (seed) => {
          const program = nastyProgram(seed, { size: 5, rows: 3, bounded: true });
          const solution = solveQuadratic(program, { method });
          const best = enumerate(program);
          expect(solution.status).toBe(best === undefined ? "infeasible" : "optimal");
          if (best === undefined) return true;
          // feasible and no worse than any candidate
          return solution.residuals.primal < 1e-12 && solution.objective <= best.objective + 1e-10 * best.terms + 1e-20;
        }),
        { numRuns: 300 },
      );
    });
  }
});

test("a budget alone gives the textbook answer", () => {
  const program: QuadraticProgram = {
    size: 2,
    hessian: Float64Array.of(0.04, 0, 0, 0.01),
    linear: new Float64Array(2),
    rows: { count: 1, matrix: Float64Array.of(1, 1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
    lower: new Float64Array(2),
    upper: new Float64Array(2).fill(Infinity),
  };
  const solution = solveQuadratic(program);
  expect(solution.status).toBe("optimal");
  expect(solution.x[0]).toBeCloseTo(0.2, 12);
  expect(solution.x[1]).toBeCloseTo(0.8, 12);
  expect(solution.rowDuals[0]).toBeCloseTo(0.008, 12);
});
