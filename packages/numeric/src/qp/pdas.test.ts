import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hessianOperator } from "./hessian.ts";
import { kktFactor } from "./kkt.ts";
import { solveByBlocks } from "./pdas.ts";
import type { QuadraticProgram } from "./program.ts";
import { judge } from "./residuals.ts";
import { solveQuadratic } from "./solve.ts";
import { nastyProgram, testStream } from "./testing.ts";

const seeds = fc.integer({ min: 0, max: 1_000_000_000 });

/** Returns of n assets over T periods as a long/short program with a budget; T < n makes the Hessian singular. */
function longShort(seed: number, size: number, observations: number): QuadraticProgram {
  const random = testStream(seed);
  const returns = Float64Array.from({ length: observations * size }, () => random.normal());
  const hessian = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let t = 0; t < observations; t++) sum += returns[t * size + i]! * returns[t * size + j]!;
      hessian[i * size + j] = sum / observations;
    }
  }
  return {
    size,
    hessian,
    linear: Float64Array.from({ length: size }, () => 0.3 * random.normal()),
    lower: new Float64Array(size).fill(-0.3),
    upper: new Float64Array(size).fill(0.3),
    rows: { count: 1, matrix: new Float64Array(size).fill(1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
  };
}

test("primal-dual blocks agree with the active set where the Hessian is positive definite", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 5, max: 60 }), (seed, size) => {
      const program = longShort(seed, size, 3 * size);
      const found = solveQuadratic(program, { method: "pdas" });
      const other = solveQuadratic(program, { method: "active-set" });
      expect(found.status).toBe("optimal");
      expect(found.method).toBe("pdas");
      return found.x.every((value, j) => Math.abs(value - other.x[j]!) < 1e-9);
    }),
    { numRuns: 100 },
  );
});

test("primal-dual blocks on a singular Hessian: what they call converged is stationary, feasible and complementary", () => {
  let converged = 0,
    refused = 0;
  fc.assert(
    fc.property(seeds, fc.integer({ min: 5, max: 40 }), fc.boolean(), (seed, size, nasty) => {
      const program = nasty
        ? nastyProgram(seed, { size, rows: 4, bounded: true })
        : longShort(seed, size, Math.ceil(size / 3));
      const hessian = hessianOperator(program.hessian, program.size);
      const found = solveByBlocks(program, hessian, kktFactor(program.hessian, program.size), undefined, 100);
      if (found.status !== "converged") {
        refused++;
        // and the public face never passes it off as optimal
        const { status, residuals } = solveQuadratic(program, { method: "pdas" });
        return status !== "optimal" || Math.max(residuals.primal, residuals.dual, residuals.gap) <= 1e-9;
      }
      converged++;
      const { residuals } = judge(program, hessian, found.x, found.y);
      const solution = solveQuadratic(program, { method: "pdas" });
      return solution.status !== "optimal" || Math.max(residuals.primal, residuals.dual, residuals.gap) <= 1e-9;
    }),
    { numRuns: 400 },
  );
  expect(Math.min(converged, refused)).toBeGreaterThan(20);
});
