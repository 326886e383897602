import { norm2 } from "./vector.ts";

/**
 * Turns `x[start..start + count)` into the Householder vector v with v[0] = 1 for which (I - tau v v') x = beta e_1.
 *
 * The vector replaces `x`; returns `tau` and writes beta to `beta[betaIndex]` (Golub & Van Loan 2013, 5.1).
 */
export function householder(
  x: Float64Array,
  start: number,
  count: number,
  beta: Float64Array,
  betaIndex: number,
): number {
  const first = x[start]!;
  const rest = norm2(x, count - 1, start + 1);
  if (rest === 0) {
    beta[betaIndex] = first;
    x[start] = 1;
    return 0;
  }
  const length = Math.sqrt(first * first + rest * rest);
  const target = first > 0 ? -length : length;
  const pivot = first - target;
  for (let i = start + 1; i < start + count; i++) x[i]! /= pivot;
  x[start] = 1;
  beta[betaIndex] = target;
  return (target - first) / target;
}
