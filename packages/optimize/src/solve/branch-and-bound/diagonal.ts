import { choleskyFactor, choleskySolve } from "@plimsoll/numeric";

/**
 * A diagonal d with Q - diag(d) positive semidefinite: the least eigenvalue of the correlation matrix times the
 * variances, by inverse iteration, shrunk until a Cholesky factorisation confirms it. All 0 where Q is singular.
 */
export function separableDiagonal(hessian: Float64Array, n: number): Float64Array {
  const finding = findSeparableDiagonal(hessian, n);
  let step = finding.next();
  while (step.done !== true) step = finding.next();
  return step.value;
}

/**
 * {@link separableDiagonal} in pieces.
 *
 * @yields after each factorisation and every few iterations.
 */
export function* findSeparableDiagonal(hessian: Float64Array, n: number): Generator<undefined, Float64Array> {
  const d = new Float64Array(n);
  const curved = curvedSize(hessian, n);
  if (curved < n) {
    d.set(yield* findSeparableDiagonal(leadingBlock(hessian, n, curved), curved));
    return d;
  }
  const scale = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const value = hessian[j * n + j]!;
    if (!(value > 0)) return d;
    scale[j] = 1 / Math.sqrt(value);
  }
  const correlation = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) correlation[i * n + j] = hessian[i * n + j]! * scale[i]! * scale[j]!;
  const lower = new Float64Array(n * n);
  if (choleskyFactor(correlation, n, lower) < n) return d;
  yield;
  let v = Float64Array.from({ length: n }, (_, j) => 1 + 0.5 * Math.sin(j + 1));
  let least = Infinity;
  for (let round = 0; round < 60; round++) {
    let norm = 0;
    for (let j = 0; j < n; j++) norm += v[j]! * v[j]!;
    norm = Math.sqrt(norm);
    for (let j = 0; j < n; j++) v[j] = v[j]! / norm;
    const next = choleskySolve(lower, n, v);
    let product = 0;
    for (let j = 0; j < n; j++) product += v[j]! * next[j]!;
    v = Float64Array.from(next);
    const estimate = 1 / product;
    if (!(estimate > 0)) return d;
    const change = Math.abs(estimate - least);
    least = estimate;
    if (change < 1e-4 * estimate) break;
    if (round % 8 === 7) yield;
  }
  if (!(least > 1e-10)) return d;
  // inverse iteration approaches from above
  for (let share = 0.995; share > 1e-3; share *= share > 0.9 ? 0.99 : 0.7) {
    const shifted = correlation.slice();
    for (let j = 0; j < n; j++) shifted[j * n + j] = 1 - share * least;
    const rank = choleskyFactor(shifted, n, lower);
    yield;
    if (rank < n) continue;
    for (let j = 0; j < n; j++) d[j] = share * least * hessian[j * n + j]!;
    return d;
  }
  return d;
}

/** How many variables come before those without curvature at the end, such as the auxiliary ones of turnover. */
export function curvedSize(hessian: Float64Array, n: number): number {
  let size = n;
  while (size > 0 && hessian[size * n - n + size - 1] === 0) size--;
  return size;
}

/** The first rows and columns of an n x n matrix. */
export function leadingBlock(values: Float64Array, n: number, size: number): Float64Array {
  const block = new Float64Array(size * size);
  for (let i = 0; i < size; i++) block.set(values.subarray(i * n, i * n + size), i * size);
  return block;
}
