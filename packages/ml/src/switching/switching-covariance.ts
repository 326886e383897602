import { luFactor, luSolve } from "@plimsoll/numeric";
import type { SwitchingLikelihood } from "./switching-likelihood.ts";

/**
 * Which matrix standard errors come from: the inverse of the observed information, of the outer product of scores, or both
 * (robust against a wrong law; White 1982).
 */
export type SwitchingCovariance = "hessian" | "opg" | "robust";

const offsets = [1, -1, 2, -2] as const;
const weights = [8, -8, -1, 1] as const;

function inverse(matrix: Float64Array, size: number): Float64Array {
  const factor = luFactor(matrix, size);
  const out = new Float64Array(size * size).fill(Number.NaN);
  if (factor.singular) return out;
  for (let j = 0; j < size; j++) {
    const column = luSolve(factor, new Float64Array(size).fill(1, j, j + 1));
    for (let i = 0; i < size; i++) out[i * size + j] = column[i]!;
  }
  return out;
}

/**
 * Covariance of flat parameters: the information by fourth-order differences of the exact gradient, the scores by those of
 * the likelihood of each row. NaN where the information is singular.
 */
export function flatCovariance(
  likelihood: SwitchingLikelihood,
  theta: Float64Array,
  estimator: SwitchingCovariance,
): Float64Array {
  const size = theta.length;
  const { rows } = likelihood;
  const information = new Float64Array(size * size);
  const scores = new Float64Array(size * rows);
  const gradient = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const step = 3e-4 * Math.max(0.3, Math.abs(theta[i]!));
    offsets.forEach((offset, k) => {
      const moved = theta.slice();
      moved[i]! += offset * step;
      likelihood.valueAndGradient(moved, gradient);
      const weight = weights[k]! / (12 * step);
      for (let j = 0; j < size; j++) {
        information[i * size + j]! -= 0.5 * weight * gradient[j]!;
        information[j * size + i]! -= 0.5 * weight * gradient[j]!;
      }
      for (let t = 0; t < rows; t++) scores[i * rows + t]! += weight * likelihood.logLikelihoods[t]!;
    });
  }
  if (estimator === "hessian") return inverse(information, size);
  const outer = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let t = 0; t < rows; t++) sum += scores[i * rows + t]! * scores[j * rows + t]!;
      outer[i * size + j] = sum;
    }
  }
  if (estimator === "opg") return inverse(outer, size);
  const bread = inverse(information, size);
  return product(product(bread, outer, size), bread, size);
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += a[i * size + k]! * b[k * size + j]!;
      out[i * size + j] = sum;
    }
  }
  return out;
}
