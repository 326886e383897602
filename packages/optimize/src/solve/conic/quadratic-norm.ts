import { choleskyFactor, symmetricEigen } from "@plimsoll/numeric";
import type { QuadraticForm } from "../../problem/quadratic-form.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import type { Affine } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";

/** A quadratic form or its root as the norm of a root of the matrix times the weights. */
export function quadraticNorm({ form, centre, root }: QuadraticRisk): ConicRisk {
  const parts = rootOf(form).map(({ variables, coefficients }): Affine => {
    let constant = 0;
    if (centre !== undefined)
      for (let k = 0; k < variables.length; k += 1) constant -= coefficients[k]! * centre[variables[k]!]!;
    return { constant, variables, coefficients };
  });
  return { shape: "norm", parts, squared: !root };
}

/** Rows of an F with F'F = Q: of factors and specific risks where there are any. */
function rootOf(form: QuadraticForm): readonly Omit<Affine, "constant">[] {
  const { size } = form;
  if (form.form === "dense") return rowsOf(rootOfDense(form.values, size), size);
  const { factors, loadings, factorCovariance, specificVariance } = form;
  const root = factors === 0 ? new Float64Array(0) : rootOfDense(factorCovariance, factors);
  const rows = root.length / Math.max(1, factors);
  const spread = new Float64Array(rows * size);
  for (let r = 0; r < rows; r += 1)
    for (let i = 0; i < size; i += 1)
      for (let k = 0; k < factors; k += 1) spread[r * size + i]! += root[r * factors + k]! * loadings[i * factors + k]!;
  const own = Array.from(specificVariance, (variance, i) => ({ variables: [i], coefficients: [Math.sqrt(variance)] }));
  return [...rowsOf(spread, size), ...own.filter(({ coefficients }) => coefficients[0]! > 0)];
}

/** Upper Cholesky factor, or eigenvectors times the roots of their eigenvalues where there is none. */
function rootOfDense(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  const root = new Float64Array(size * size);
  if (choleskyFactor(matrix, size, lower) === size) {
    for (let i = 0; i < size; i += 1) for (let j = 0; j <= i; j += 1) root[j * size + i] = lower[i * size + j]!;
    return root;
  }
  const { values, vectors } = symmetricEigen(matrix, size);
  const least = 1e-15 * values.reduce((most, value) => Math.max(most, value), 0);
  let rows = 0;
  for (let k = 0; k < size; k += 1) {
    if (!(values[k]! > least)) continue;
    const scale = Math.sqrt(values[k]!);
    for (let i = 0; i < size; i += 1) root[rows * size + i] = scale * vectors[i * size + k]!;
    rows += 1;
  }
  return root.subarray(0, rows * size);
}

function rowsOf(matrix: Float64Array, columns: number): readonly Omit<Affine, "constant">[] {
  return Array.from({ length: matrix.length / columns }, (_, r) => {
    const row = matrix.subarray(r * columns, (r + 1) * columns);
    const variables: number[] = [];
    const coefficients: number[] = [];
    row.forEach((value, i) => {
      if (value === 0) return;
      variables.push(i);
      coefficients.push(value);
    });
    return { variables, coefficients };
  });
}
