import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ActiveSetSolver } from "./active-set.ts";
import type { QuadraticProgram } from "./program.ts";
import { solveQuadratic } from "./solve.ts";
import { nastyProgram, testStream } from "./testing.ts";

const seeds = fc.integer({ min: 0, max: 1_000_000_000 });

/** A budget, a cap of 3/n on each of n assets with two factors, and four groups. */
function capped(
  seed: number,
  size: number,
): QuadraticProgram & { readonly hessian: Float64Array; readonly reward: Float64Array } {
  const random = testStream(seed);
  const beta = Float64Array.from({ length: 2 * size }, () => 0.5 + random.uniform());
  const specific = Float64Array.from({ length: size }, () => 0.2 + random.uniform());
  const hessian = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      hessian[i * size + j] =
        beta[2 * i]! * beta[2 * j]! + 0.2 * beta[2 * i + 1]! * beta[2 * j + 1]! + (i === j ? specific[i]! : 0);
    }
  }
  const matrix = new Float64Array(5 * size).fill(1, 0, size);
  for (let j = 0; j < size; j++) matrix[(1 + (j % 4)) * size + j] = 1;
  return {
    size,
    hessian,
    linear: Float64Array.from({ length: size }, () => 0.1 * random.normal()),
    lower: new Float64Array(size),
    upper: new Float64Array(size).fill(3 / size),
    rows: {
      count: 5,
      matrix,
      lower: Float64Array.of(1, 0.15, 0.15, 0.15, 0.15),
      upper: Float64Array.of(1, 0.35, 0.35, 0.35, 0.35),
    },
    reward: Float64Array.from({ length: size }, () => 0.3 + random.normal()),
  };
}

test("coordinate descent starts so near that the active set needs far fewer steps and gives the same answer", () => {
  let near = 0;
  let far = 0;
  fc.assert(
    fc.property(seeds, fc.integer({ min: 100, max: 160 }), (seed, size) => {
      const program = capped(seed, size);
      const solver = new ActiveSetSolver(program);
      const { x } = solver.approach();
      for (let j = 0; j < size; j++) {
        expect(x[j]!).toBeGreaterThanOrEqual(0);
        expect(x[j]!).toBeLessThanOrEqual(3 / size);
      }
      const warm = solver.solve({ x });
      const cold = new ActiveSetSolver(program).solve();
      expect([warm.status, cold.status]).toEqual(["converged", "converged"]);
      for (let j = 0; j < size; j++) expect(warm.x[j]!).toBeCloseTo(cold.x[j]!, 10);
      near += warm.iterations;
      far += cold.iterations;
    }),
    { numRuns: 15 },
  );
  expect(near).toBeLessThan(far / 3);
});

test("with a reward the parameter is near the one at which risk and reward balance", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 60, max: 120 }), (seed, size) => {
      const { reward, ...program } = capped(seed, size);
      const solver = new ActiveSetSolver({ ...program, linear: new Float64Array(size) });
      const start = solver.approach(reward);
      let parameter = start.parameter;
      for (let k = 0; k < 60; k++) {
        const { x } = solver.solve({ linear: reward.map((value) => -parameter * value), ...(k > 0 ? {} : start) });
        let risk = 0,
          gain = 0;
        for (let i = 0; i < size; i++) {
          gain += reward[i]! * x[i]!;
          for (let j = 0; j < size; j++) risk += x[i]! * program.hessian[i * size + j]! * x[j]!;
        }
        parameter = Math.sqrt((parameter * risk) / gain);
      }
      expect(Math.abs(start.parameter / parameter - 1)).toBeLessThan(0.1);
    }),
    { numRuns: 10 },
  );
});

test("nasty programs whose caps make a vertex far are solved from there as from a vertex", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const program = nastyProgram(seed, { size: 30, rows: 3, bounded: true });
      const cold = solveQuadratic(program, { method: "active-set" });
      const solver = new ActiveSetSolver(program);
      const { x } = solver.approach();
      expect(x.every((value, j) => value >= program.lower[j]! && value <= program.upper[j]!)).toBe(true);
      const warm = solveQuadratic(program, { warmStart: { x } });
      expect(warm.status).toBe(cold.status);
      if (cold.status !== "optimal") return;
      const { size, hessian, linear } = program;
      let terms = 0;
      for (let j = 0; j < size; j++) {
        const own = Math.max(Math.abs(cold.x[j]!), Math.abs(warm.x[j]!));
        terms += (hessian as Float64Array)[j * size + j]! * own * own + Math.abs(linear[j]! * own);
      }
      expect(Math.abs(warm.objective - cold.objective)).toBeLessThanOrEqual(1e-8 * terms);
    }),
    { numRuns: 150 },
  );
});
