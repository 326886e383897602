/** A symmetric positive semidefinite matrix, row-major `size` x `size`. */
export interface DenseForm {
  readonly form: "dense";
  readonly size: number;
  readonly values: Float64Array;
}

/** A covariance in factor form: loadings F loadings' + diag(specific variance). */
export interface FactorForm {
  readonly form: "factor";
  readonly size: number;
  /** Number of factors. */
  readonly factors: number;
  /** `size` x `factors`, row-major. */
  readonly loadings: Float64Array;
  /** `factors` x `factors`, row-major, symmetric positive semidefinite. */
  readonly factorCovariance: Float64Array;
  /** `size` numbers, at least 0. */
  readonly specificVariance: Float64Array;
}

/** The matrix of a quadratic risk, whichever way it is stored. */
export type QuadraticForm = DenseForm | FactorForm;

/** The identity, in factor form. */
export function identityForm(size: number): FactorForm {
  return diagonalForm(new Float64Array(size).fill(1));
}

/** A diagonal matrix, in factor form. */
export function diagonalForm(diagonal: Float64Array): FactorForm {
  return {
    form: "factor",
    size: diagonal.length,
    factors: 0,
    loadings: new Float64Array(0),
    factorCovariance: new Float64Array(0),
    specificVariance: diagonal,
  };
}

/** factor x Q. */
export function scaledForm(form: QuadraticForm, factor: number): QuadraticForm {
  const times = (values: Float64Array): Float64Array => values.map((value) => value * factor);
  if (form.form === "dense") return { ...form, values: times(form.values) };
  const { factorCovariance, specificVariance } = form;
  return { ...form, factorCovariance: times(factorCovariance), specificVariance: times(specificVariance) };
}

/** Q + diag(diagonal). */
export function plusDiagonal(form: QuadraticForm, diagonal: Float64Array): QuadraticForm {
  if (form.form === "factor")
    return { ...form, specificVariance: form.specificVariance.map((value, i) => value + diagonal[i]!) };
  const values = form.values.slice();
  for (let i = 0; i < form.size; i += 1) values[i * form.size + i]! += diagonal[i]!;
  return { ...form, values };
}

/** `out = Q x`. */
export function multiplyForm(form: QuadraticForm, x: Float64Array, out: Float64Array): void {
  const { size } = form;
  if (form.form === "dense") {
    const { values } = form;
    out.fill(0);
    // by rows of what is held, two at a time: Q is symmetric
    let pending = -1;
    for (let i = 0; i < size; i += 1) {
      if (x[i] === 0) continue;
      if (pending < 0) {
        pending = i;
        continue;
      }
      const [first, second] = [pending * size, i * size];
      const [a, b] = [x[pending]!, x[i]!];
      for (let j = 0; j < size; j += 1) out[j] = out[j]! + (a * values[first + j]! + b * values[second + j]!);
      pending = -1;
    }
    if (pending >= 0) {
      const row = pending * size;
      for (let j = 0; j < size; j += 1) out[j] = out[j]! + x[pending]! * values[row + j]!;
    }
    return;
  }
  const { factors, loadings, factorCovariance, specificVariance } = form;
  const exposure = new Float64Array(factors);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < factors; k += 1) exposure[k] = exposure[k]! + loadings[i * factors + k]! * x[i]!;
  }
  const spread = new Float64Array(factors);
  for (let k = 0; k < factors; k += 1) {
    for (let l = 0; l < factors; l += 1) spread[k] = spread[k]! + factorCovariance[k * factors + l]! * exposure[l]!;
  }
  for (let i = 0; i < size; i += 1) {
    let sum = specificVariance[i]! * x[i]!;
    for (let k = 0; k < factors; k += 1) sum += loadings[i * factors + k]! * spread[k]!;
    out[i] = sum;
  }
}

/** The diagonal of Q. */
export function diagonalOfForm(form: QuadraticForm): Float64Array {
  const { size } = form;
  const diagonal = new Float64Array(size);
  if (form.form === "dense") {
    for (let i = 0; i < size; i += 1) diagonal[i] = form.values[i * size + i]!;
    return diagonal;
  }
  const { factors, loadings, factorCovariance, specificVariance } = form;
  for (let i = 0; i < size; i += 1) {
    let sum = specificVariance[i]!;
    for (let k = 0; k < factors; k += 1) {
      for (let l = 0; l < factors; l += 1) {
        sum += loadings[i * factors + k]! * factorCovariance[k * factors + l]! * loadings[i * factors + l]!;
      }
    }
    diagonal[i] = sum;
  }
  return diagonal;
}

/** Q as a dense row-major matrix; a dense form gives its own array. */
export function denseValues(form: QuadraticForm): Float64Array {
  if (form.form === "dense") return form.values;
  const { size, factors, loadings, factorCovariance, specificVariance } = form;
  const half = new Float64Array(size * factors);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < factors; k += 1) {
      let sum = 0;
      for (let l = 0; l < factors; l += 1) sum += loadings[i * factors + l]! * factorCovariance[l * factors + k]!;
      half[i * factors + k] = sum;
    }
  }
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = i === j ? specificVariance[i]! : 0;
      for (let k = 0; k < factors; k += 1) sum += half[i * factors + k]! * loadings[j * factors + k]!;
      values[i * size + j] = sum;
      values[j * size + i] = sum;
    }
  }
  return values;
}
