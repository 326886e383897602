import { choleskyFactor, symmetricEigen } from "@plimsoll/numeric";
import type { CovarianceForm } from "./covariance-form.ts";

/**
 * Raises `covariance` in place to at least diag(floor) in the positive-definite order and says whether it had to. For the
 * full forms this clips the eigenvalues of the covariance scaled by the floor at 1, which is the maximum-likelihood
 * estimate under that bound (Won, Lim, Kim & Rajaratnam 2013), so expectation-maximisation stays monotone.
 */
export function floorCovariance(covariance: Float64Array, floor: Float64Array, form: CovarianceForm): boolean {
  const d = floor.length;
  if (form === "diagonal" || form === "spherical") {
    const largest = Math.max(...floor);
    let raised = false;
    for (let i = 0; i < d; i++) {
      const least = form === "spherical" ? largest : floor[i]!;
      if (covariance[i * d + i]! >= least) continue;
      covariance[i * d + i] = least;
      raised = true;
    }
    return raised;
  }
  const scaled = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) scaled[i * d + j] = covariance[i * d + j]! / Math.sqrt(floor[i]! * floor[j]!);
  }
  const excess = scaled.slice();
  for (let i = 0; i < d; i++) excess[i * d + i]! -= 1;
  if (choleskyFactor(excess, d, excess) === d) return false;
  const { values, vectors } = symmetricEigen(scaled, d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let p = 0; p < d; p++) sum += Math.max(1, values[p]!) * vectors[i * d + p]! * vectors[j * d + p]!;
      covariance[i * d + j] = sum * Math.sqrt(floor[i]! * floor[j]!);
      covariance[j * d + i] = covariance[i * d + j]!;
    }
  }
  return true;
}
