import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alignStates } from "./align-states.ts";
import { assign } from "./assignment.ts";
import { normalDistance, discreteDistance } from "./emissions/distances.ts";
import { GaussianHmm } from "./gaussian-hmm.ts";
import { adjustedRand, equalShare } from "./path-agreement.ts";
import { lawCases } from "./testing.ts";

function permutations(size: number): number[][] {
  if (size === 0) return [[]];
  return permutations(size - 1).flatMap((rest) =>
    Array.from({ length: size }, (_, at) => [...rest.slice(0, at), size - 1, ...rest.slice(at)]),
  );
}

describe("alignStates", () => {
  const chain = {
    startProbabilities: [0.2, 0.3, 0.5],
    transition: [
      [0.8, 0.1, 0.1],
      [0.2, 0.7, 0.1],
      [0.3, 0.3, 0.4],
    ],
  };
  const reference = GaussianHmm.fromParameters({
    ...chain,
    means: [[0], [-1], [3]],
    covariances: [[[1]], [[4]], [[9]]],
  });

  test("undoes any renaming of states, by law and by path", () => {
    const X = reference.simulate(1, 500);
    for (const order of permutations(3)) {
      const renamed = reference.permuted(order);
      for (const by of ["bhattacharyya", "wasserstein", "path"] as const) {
        const { model, permutation } = alignStates(reference, renamed, { by, X });
        expect(model.toJSON()).toEqual(reference.toJSON());
        expect(permutation.map((k) => order[k])).toEqual([0, 1, 2]);
      }
    }
  });

  test("undoes a renaming for every emission law", () => {
    for (const { known } of lawCases) {
      for (const by of ["bhattacharyya", "wasserstein"] as const) {
        const { permutation, table } = alignStates(known, known.permuted([1, 0]), { by });
        expect(permutation).toEqual([1, 0]);
        expect(table[0]![1]).toBeCloseTo(0, 6);
      }
    }
  });

  test("pairs refits whose order by dispersion is swapped by chance", () => {
    const refit = GaussianHmm.fromParameters({
      ...chain,
      means: [[2.9], [0.1], [-1.2]],
      covariances: [[[3.8]], [[4.1]], [[4.2]]],
    });
    expect(alignStates(reference, refit).permutation).toEqual([1, 2, 0]);
  });

  test("refuses models that don't compare", () => {
    expect(() => alignStates(reference, lawCases[0]!.known)).toThrow(/3 states, the model 2/);
    expect(() => alignStates(lawCases[3]!.known, lawCases[0]!.known)).toThrow(/kind or width/);
    expect(() => alignStates(reference, reference, { by: "path" })).toThrow(/pass X/);
  });
});

describe("assignment", () => {
  test("costs as little as the best of all permutations", () => {
    const costs = (size: number): fc.Arbitrary<number[]> =>
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: size * size, maxLength: size * size });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }).chain((size) => costs(size).map((cost) => ({ size, cost }))),
        ({ size, cost }) => {
          const total = (columns: readonly number[]): number =>
            columns.reduce((sum, column, row) => sum + cost[row * size + column]!, 0);
          const found = assign(Float64Array.from(cost), size);
          expect([...found].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, k) => k));
          expect(total(found)).toBeCloseTo(Math.min(...permutations(size).map(total)), 9);
        },
      ),
    );
  });
});

describe("distances of laws", () => {
  const normal = (mean: number, variance: number): { mean: Float64Array; covariance: Float64Array } => ({
    mean: Float64Array.of(mean),
    covariance: Float64Array.of(variance),
  });

  test("Bhattacharyya of normals is -ln of the integral of the root of the product", () => {
    const a = normal(0.3, 1.5);
    const b = normal(-1, 4);
    const density = (x: number, mean: number, variance: number): number =>
      Math.exp((-0.5 * (x - mean) ** 2) / variance) / Math.sqrt(2 * Math.PI * variance);
    let overlap = 0;
    for (let x = -40; x < 40; x += 1e-3) overlap += Math.sqrt(density(x, 0.3, 1.5) * density(x, -1, 4)) * 1e-3;
    expect(normalDistance(a, b, "bhattacharyya")).toBeCloseTo(-Math.log(overlap), 9);
  });

  test("Wasserstein of normals: means and roots of variances; commuting covariances in two dimensions", () => {
    expect(normalDistance(normal(0, 1), normal(1, 9), "wasserstein")).toBeCloseTo(Math.sqrt(1 + 4), 12);
    const first = { mean: Float64Array.of(0, 0), covariance: Float64Array.of(2, 1, 1, 2) };
    const second = { mean: Float64Array.of(1, 2), covariance: Float64Array.of(5, 4, 4, 5) };
    // both have the eigenvectors (1, 1) and (1, -1): eigenvalues 3, 1 and 9, 1
    expect(normalDistance(first, second, "wasserstein")).toBeCloseTo(Math.sqrt(5 + (3 - Math.sqrt(3)) ** 2), 9);
  });

  test("laws of symbols", () => {
    const p = Float64Array.of(1, 0, 0);
    const q = Float64Array.of(0, 0.5, 0.5);
    expect(discreteDistance(p, q, "wasserstein")).toBeCloseTo(1.5, 14);
    expect(discreteDistance(p, q, "bhattacharyya")).toBe(Infinity);
    expect(discreteDistance(q, q, "bhattacharyya")).toBeCloseTo(0, 14);
  });
});

describe("agreement of paths", () => {
  // values of scikit-learn's documentation of adjusted_rand_score
  test.each([
    [[0, 0, 1, 1], [1, 1, 0, 0], 1],
    [[0, 0, 1, 2], [0, 0, 1, 1], 4 / 7],
    [[0, 0, 0, 0], [0, 1, 2, 3], 0],
    [[0, 0, 1, 1], [0, 1, 0, 1], -0.5],
  ])("adjusted Rand index of %j and %j is %f", (a, b, expected) => {
    expect(adjustedRand(Int32Array.from(a), Int32Array.from(b))).toBeCloseTo(expected, 12);
  });

  test("share of equal states", () => {
    expect(equalShare(Int32Array.of(0, 1, 1, 0), Int32Array.of(0, 1, 0, 0))).toBe(0.75);
  });
});
