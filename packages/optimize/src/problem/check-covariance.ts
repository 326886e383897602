import { invalidInput } from "@plimsoll/core";
import { choleskyFactor } from "@plimsoll/numeric";
import type { DenseForm, FactorForm } from "./quadratic-form.ts";

// an eigenvalue this far below 0, relative to the variances, is rounding
const semidefiniteTolerance = 1e-9;

/** Throws unless a matrix is symmetric to rounding and has no negative variance; returns it exactly symmetric. */
export function symmetrized(
  values: Float64Array,
  size: number,
  assets: readonly string[],
  argument: string,
): Float64Array {
  for (let i = 0; i < size; i += 1) {
    const variance = values[i * size + i]!;
    if (variance < 0) {
      throw invalidInput(
        `${argument}[${i}][${i}]`,
        `the variance of "${assets[i]}" is ${variance}: it must be at least 0`,
        { reason: "indefinite" },
      );
    }
    for (let j = 0; j < i; j += 1) {
      const a = values[i * size + j]!;
      const b = values[j * size + i]!;
      if (a === b) continue;
      const scale = Math.max(Math.abs(a), Math.abs(b), Math.sqrt(variance * values[j * size + j]!));
      if (Math.abs(a - b) > 1e-8 * scale) {
        throw invalidInput(
          `${argument}[${i}][${j}]`,
          `${argument} is not symmetric: "${assets[i]}" with "${assets[j]}" is ${a} one way and ${b} the other`,
          { reason: "asymmetric", expected: String(b), received: String(a) },
        );
      }
      const mean = (a + b) / 2;
      values[i * size + j] = mean;
      values[j * size + i] = mean;
    }
  }
  return values;
}

/** Throws where a matrix has an eigenvalue below rounding; names the asset at which the factorization breaks. */
export function requireSemidefinite(form: DenseForm | FactorForm, assets: readonly string[], argument: string): void {
  if (form.form === "factor") {
    const { factors, factorCovariance, specificVariance } = form;
    const negative = specificVariance.findIndex((value) => value < 0);
    if (negative >= 0) {
      throw invalidInput(
        `${argument}.specificVariance[${negative}]`,
        `the specific variance of "${assets[negative]}" is ${specificVariance[negative]}: it must be at least 0`,
        { reason: "indefinite" },
      );
    }
    const broken = firstNegativePivot(factorCovariance, factors);
    if (broken >= 0) throw indefinite(`${argument}.factorCovariance`, `factor ${broken}`);
    return;
  }
  const broken = firstNegativePivot(form.values, form.size);
  if (broken >= 0) throw indefinite(argument, `"${assets[broken]}"`);
}

function indefinite(argument: string, where: string): Error {
  return invalidInput(
    argument,
    `${argument} is indefinite: some portfolio up to ${where} would have a negative variance. Estimate it from complete returns, or repair it`,
    { reason: "indefinite", expected: "a positive semidefinite matrix" },
  );
}

/** Cholesky of the correlation matrix plus the tolerance; the first row whose pivot is not above 0, or -1. */
function firstNegativePivot(values: Float64Array, size: number): number {
  const scales = new Float64Array(size);
  for (let i = 0; i < size; i += 1) scales[i] = values[i * size + i]! > 0 ? 1 / Math.sqrt(values[i * size + i]!) : 0;
  const correlation = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    const row = i * size;
    for (let j = 0; j < i; j += 1) correlation[row + j] = values[row + j]! * scales[i]! * scales[j]!;
    correlation[row + i] = 1 + semidefiniteTolerance * size;
    // an asset without variance must have no covariance either
    if (scales[i] === 0) for (let j = 0; j < size; j += 1) if (values[row + j] !== 0) return i;
  }
  const factored = choleskyFactor(correlation, size, correlation);
  return factored < size ? factored : -1;
}
