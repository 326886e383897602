import * as fc from "fast-check";

/** Numbers of ordinary size, exact enough to compare products of. */
export const entry: fc.Arbitrary<number> = fc
  .double({ min: -3, max: 3, noNaN: true })
  .map((x) => Math.round(x * 1e6) / 1e6);

/** A flat row-major matrix of given dimensions. */
export function matrixOf(rows: number, columns: number): fc.Arbitrary<Float64Array> {
  return fc
    .array(entry, { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => Float64Array.from(values));
}

/** A symmetric positive definite matrix: B B' + ridge. */
export function positiveDefinite(size: number, ridge = 0.5): fc.Arbitrary<Float64Array> {
  return matrixOf(size, size).map((b) => {
    const out = naiveProduct(b, naiveTranspose(b, size, size), size, size, size);
    for (let i = 0; i < size; i++) out[i * size + i]! += ridge;
    return out;
  });
}

/** Schoolbook matrix product, the reference for the kernels. */
export function naiveProduct(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[i * inner + k]! * b[k * columns + j]!;
      out[i * columns + j] = sum;
    }
  }
  return out;
}

/** Schoolbook transpose. */
export function naiveTranspose(a: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j]!;
  }
  return out;
}

/** Largest absolute difference; NaN counts as infinite. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const gap = Math.abs(a[i]! - b[i]!);
    if (!(gap <= worst)) worst = Number.isNaN(gap) ? Infinity : gap;
  }
  return worst;
}

/** A repeatable flat array that needs no generator, for sizes beyond what fast-check should build. */
export function pseudoRandom(length: number, seed = 1): Float64Array {
  const out = new Float64Array(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[i] = state / 2 ** 31 - 1;
  }
  return out;
}
