import * as fc from "fast-check";
import { expect, test } from "vitest";
import { distance, matrixOf, naiveProduct, naiveTranspose, pseudoRandom } from "../../../../test/matrices.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

function symmetric(b: Float64Array, n: number): Float64Array {
  return b.map((value, at) => value + b[(at % n) * n + Math.floor(at / n)]!);
}

/** Reconstructs, is orthonormal, is sorted. */
function check(a: Float64Array, n: number, tolerance = 1e-11): void {
  const { values, vectors } = symmetricEigen(a, n);
  const scaled = vectors.map((value, at) => value * values[at % n]!);
  const size = Math.max(1e-300, ...a.map(Math.abs));
  const rebuilt = naiveProduct(scaled, naiveTranspose(vectors, n, n), n, n, n);
  expect(distance(rebuilt, a) / size).toBeLessThan(tolerance);
  const identity = Float64Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) === at % n ? 1 : 0));
  expect(distance(naiveProduct(naiveTranspose(vectors, n, n), vectors, n, n, n), identity)).toBeLessThan(tolerance);
  for (let i = 1; i < n; i++) expect(values[i]!).toBeGreaterThanOrEqual(values[i - 1]!);
}

test("the eigenpairs rebuild a random matrix and are orthonormal and sorted", () => {
  const cases = fc.integer({ min: 1, max: 14 }).chain((n) => fc.tuple(fc.constant(n), matrixOf(n, n)));
  fc.assert(fc.property(cases, ([n, b]) => check(symmetric(b, n), n)));
});

test("repeated, zero and widely spread eigenvalues", () => {
  check(new Float64Array(9), 3);
  check(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3);
  check(
    Float64Array.from({ length: 36 }, () => 1),
    6,
  );
  check(Float64Array.of(1e-300, 0, 0, 1e-300), 2);
  check(Float64Array.of(1e300, 1e300, 1e300, 1e300), 2);
  const graded = Float64Array.from({ length: 64 }, (_, at) => 10 ** -(Math.floor(at / 8) + (at % 8)));
  check(graded, 8);
});

test.each([29, 58, 117])("size %i, beyond the leaves of divide and conquer, in spectra of every kind", (n) => {
  const entries = (value: (i: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: n * n }, (_, at) =>
      value(Math.max(Math.floor(at / n), at % n), Math.min(Math.floor(at / n), at % n)),
    );
  const noise = pseudoRandom(n * n, n);
  check(
    entries((i, j) => noise[i * n + j]!),
    n,
  );
  // half the rank
  const thin = noise.subarray(0, Math.floor(n / 2) * n);
  check(naiveProduct(naiveTranspose(thin, Math.floor(n / 2), n), thin, n, Math.floor(n / 2), n), n);
  // one large and n - 1 equal eigenvalues: everything deflates
  check(
    entries((i, j) => (i === j ? 2 : 1)),
    n,
  );
  check(
    entries((i, j) => (i === j ? i % 3 : 0)),
    n,
  );
  // Wilkinson's matrix has pairs that agree to many digits
  check(
    entries((i, j) => (i === j ? Math.abs(i - (n - 1) / 2) : i === j + 1 ? 1 : 0)),
    n,
  );
  check(
    entries((i, j) => (i === j ? 1 : i === j + 1 ? (i % 2 === 0 ? 1e-9 : -1e-16) : 0)),
    n,
  );
  check(
    entries((i, j) => 10 ** ((-6 * (i + j)) / n) * Math.exp((-3 * (i - j)) / n)),
    n,
  );
  check(
    entries((i, j) => 1 / (i + j + 1)),
    n,
  );
});

test("the second difference matrix has the eigenvalues 2 - 2 cos(k pi / (n + 1))", () => {
  const n = 40;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    a[i * n + i] = 2;
    if (i > 0) a[i * n + i - 1] = -1;
  }
  const expected = Float64Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
  expect(distance(symmetricEigen(a, n).values, expected)).toBeLessThan(1e-13);
});

test("the largest entry of every vector is positive", () => {
  const { vectors } = symmetricEigen(Float64Array.of(2, -1, -1, 3), 2);
  for (const k of [0, 1]) {
    const column = [vectors[k]!, vectors[2 + k]!];
    expect(column.find((value) => Math.abs(value) === Math.max(...column.map(Math.abs)))).toBeGreaterThan(0);
  }
});

test("an entry that is not finite is named", () => {
  expect(() => symmetricEigen(Float64Array.of(1, 0, Number.NaN, 1), 2)).toThrow("entry (1, 0) was NaN");
});
