import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hessianOperator } from "./hessian.ts";
import { solveByInteriorPoint } from "./interior-point.ts";
import { kktFactor } from "./kkt.ts";
import type { FactorHessian, QuadraticProgram } from "./program.ts";
import { solveQuadratic } from "./solve.ts";
import { testStream } from "./testing.ts";

/** A random factor model with its dense twin, caps and two group rows. */
function models(seed: number): { readonly factored: QuadraticProgram; readonly dense: QuadraticProgram } {
  const random = testStream(seed);
  const size = 5 + random.integer(40);
  const factors = 1 + random.integer(6);
  const loadings = Float64Array.from({ length: size * factors }, () => random.normal());
  const root = Float64Array.from({ length: factors * factors }, () => 0.1 * random.normal());
  const factor = new Float64Array(factors * factors);
  for (let a = 0; a < factors; a++)
    for (let b = 0; b < factors; b++)
      for (let c = 0; c < factors; c++) factor[a * factors + b]! += root[a * factors + c]! * root[b * factors + c]!;
  const diagonal = Float64Array.from({ length: size }, () => 0.01 * Math.exp(random.normal()));
  const hessian = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = i === j ? diagonal[i]! : 0;
      for (let a = 0; a < factors; a++)
        for (let b = 0; b < factors; b++)
          sum += loadings[i * factors + a]! * factor[a * factors + b]! * loadings[j * factors + b]!;
      hessian[i * size + j] = sum;
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) hessian[j * size + i] = hessian[i * size + j]!;
  const rest = {
    size,
    linear: Float64Array.from({ length: size }, () => 0.02 * random.normal()),
    lower: new Float64Array(size).fill(random.uniform() < 0.3 ? -0.1 : 0),
    upper: new Float64Array(size).fill(3 / size),
    rows: {
      count: 2,
      matrix: Float64Array.from({ length: 2 * size }, (_, k) => (k < size || k % 2 === 0 ? 1 : 0)),
      lower: Float64Array.of(1, 0.2),
      upper: Float64Array.of(1, 0.5),
    },
  };
  const factored: FactorHessian = { loadings, factor, diagonal };
  return { factored: { ...rest, hessian: factored }, dense: { ...rest, hessian } };
}

const seeds = fc.integer({ min: 0, max: 1_000_000_000 });

test("the interior point with factor-form algebra takes the steps of the dense one", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { factored, dense } = models(seed);
      const [a, b] = [factored, dense].map((program) =>
        solveByInteriorPoint(
          program,
          hessianOperator(program.hessian, program.size),
          kktFactor(program.hessian, program.size),
          100,
          1e-10,
        ),
      );
      expect([a!.converged, b!.converged]).toEqual([true, true]);
      expect(Math.abs(a!.iterations - b!.iterations)).toBeLessThanOrEqual(1);
      return a!.x.every((value, j) => Math.abs(value - b!.x[j]!) < 1e-7);
    }),
    { numRuns: 150 },
  );
});

test("factor form and dense matrix have the same solution, whichever method is asked for", () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom("interior-point", "active-set", "auto"), (seed, method) => {
      const { factored, dense } = models(seed);
      const a = solveQuadratic(factored, { method });
      const b = solveQuadratic(dense, { method: "active-set" });
      expect([a.status, b.status]).toEqual(["optimal", "optimal"]);
      expect(a.objective).toBeCloseTo(b.objective, 12);
      return a.x.every((value, j) => Math.abs(value - b.x[j]!) < 1e-8);
    }),
    { numRuns: 150 },
  );
});
