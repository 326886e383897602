import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/index.ts";
import { SparseLdl } from "./ldl.ts";
import { addSymmetricProduct, sparseFromDense } from "./sparse-matrix.ts";

/** A random quasi-definite matrix: diagonally dominant within each sign, anything between the two. */
function quasiDefinite(size: number, density: number, random: RandomStream): { dense: Float64Array; signs: Int8Array } {
  const signs = Int8Array.from({ length: size }, () => (random.uniform() < 0.5 ? 1 : -1));
  const dense = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      if (random.uniform() > density) continue;
      const value = (random.uniform() - 0.5) / (signs[i] === signs[j] ? size : 1);
      dense[i * size + j] = dense[j * size + i] = value;
    }
    dense[i * size + i] = signs[i]! * (1 + random.uniform());
  }
  return { dense, signs };
}

describe("SparseLdl", () => {
  test("solves quasi-definite systems of any sparsity, with new values too", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (size, density, seed) => {
          const random = RandomStream.of(seed);
          const { dense, signs } = quasiDefinite(size, density, random);
          const upper = sparseFromDense(dense, size, size, "upper");
          const factor = new SparseLdl(upper, signs);
          for (const scale of [1, 7]) {
            const values = upper.values.map((value) => value * scale);
            factor.factor(values);
            const x = Float64Array.from({ length: size }, () => random.uniform() - 0.5);
            const b = new Float64Array(size);
            addSymmetricProduct({ ...upper, values }, 1, x, b);
            const solved = new Float64Array(size);
            factor.solve(b, solved);
            for (let i = 0; i < size; i++) expect(solved[i]).toBeCloseTo(x[i]!, 11);
          }
        },
      ),
    );
  });

  test("a pivot of the wrong sign is replaced, in the sparse and in the dense part", () => {
    const small = new SparseLdl(sparseFromDense(Float64Array.of(-1), 1, 1), Int8Array.of(1));
    small.factor(Float64Array.of(-1));
    const x = new Float64Array(1);
    small.solve(Float64Array.of(1), x);
    expect(x[0]).toBe(1 / 2e-7);
    const size = 20;
    const ones = new Float64Array(size * size).fill(1);
    const dense = new SparseLdl(sparseFromDense(ones, size, size, "upper"), new Int8Array(size).fill(1));
    dense.factor(new Float64Array((size * (size + 1)) / 2).fill(1));
    const y = new Float64Array(size);
    dense.solve(new Float64Array(size).fill(size), y);
    expect(y.reduce((sum, value) => sum + value, 0)).toBeCloseTo(size, 6);
  });
});
