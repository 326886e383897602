import { choleskyFactor, choleskyLogDeterminant, solveLower, symmetricEigen } from "@plimsoll/numeric";
import type { StateDistance, StateMoments } from "../emission.ts";

/** Distance of two normal laws: Bhattacharyya (1943), or Wasserstein's of order 2 (Dowson & Landau 1982). */
export function normalDistance(a: StateMoments, b: StateMoments, metric: StateDistance): number {
  return metric === "wasserstein" ? wasserstein(a, b) : bhattacharyya(a, b);
}

function logDeterminant(covariance: Float64Array, size: number): { factor: Float64Array; value: number } {
  const factor = new Float64Array(size * size);
  choleskyFactor(covariance, size, factor);
  return { factor, value: choleskyLogDeterminant(factor, size) };
}

/** (m1 - m2)' S^-1 (m1 - m2) / 8 + ln(|S| / sqrt(|S1| |S2|)) / 2 with S = (S1 + S2) / 2. */
function bhattacharyya(a: StateMoments, b: StateMoments): number {
  const size = a.mean.length;
  const average = a.covariance.map((value, index) => (value + b.covariance[index]!) / 2);
  const { factor, value } = logDeterminant(average, size);
  const solved = solveLower(
    factor,
    size,
    a.mean.map((mean, i) => mean - b.mean[i]!),
  );
  let square = 0;
  for (const z of solved) square += z * z;
  const spread = logDeterminant(a.covariance, size).value + logDeterminant(b.covariance, size).value;
  return square / 8 + 0.5 * (value - 0.5 * spread);
}

/** sqrt(|m1 - m2|^2 + tr(S1 + S2 - 2 (S1^(1/2) S2 S1^(1/2))^(1/2))). */
function wasserstein(a: StateMoments, b: StateMoments): number {
  const size = a.mean.length;
  const root = squareRoot(a.covariance, size);
  const product = multiply(multiply(root, b.covariance, size), root, size);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    sum += (a.mean[i]! - b.mean[i]!) ** 2 + a.covariance[i * size + i]! + b.covariance[i * size + i]!;
  }
  for (const value of symmetricEigen(product, size).values) sum -= 2 * Math.sqrt(Math.max(0, value));
  return Math.sqrt(Math.max(0, sum));
}

function squareRoot(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let p = 0; p < size; p++) {
        sum += Math.sqrt(Math.max(0, values[p]!)) * vectors[i * size + p]! * vectors[j * size + p]!;
      }
      result[i * size + j] = sum;
    }
  }
  return result;
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let p = 0; p < size; p++) {
      const value = a[i * size + p]!;
      for (let j = 0; j < size; j++) result[i * size + j]! += value * b[p * size + j]!;
    }
  }
  return result;
}

/** Distance of two laws on 0, 1, ...: Bhattacharyya's -ln sum sqrt(p q), or Wasserstein's of order 1 on the symbols as numbers. */
export function discreteDistance(p: Float64Array, q: Float64Array, metric: StateDistance): number {
  let sum = 0;
  let gap = 0;
  for (let j = 0; j < p.length; j++) {
    if (metric === "wasserstein") {
      gap += p[j]! - q[j]!;
      sum += Math.abs(gap);
    } else sum += Math.sqrt(p[j]! * q[j]!);
  }
  return metric === "wasserstein" ? sum : -Math.log(Math.min(1, sum));
}
