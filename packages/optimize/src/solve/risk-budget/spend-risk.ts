import { choleskyFactor, choleskySolve, gemv } from "@plimsoll/numeric";

/** What {@link spendRisk} found. */
export interface SpentRisk {
  readonly converged: boolean;
  /** Minimiser of 1/2 y'Qy - sum b_i ln y_i; its direction spends risk by budget. */
  readonly y: Float64Array;
  readonly iterations: number;
  /** Largest |y_i (Qy)_i - b_i|. */
  readonly residual: number;
}

const maxSweeps = 30;
const maxNewton = 60;
const tolerance = 1e-13;

/**
 * Minimises 1/2 y'Qy - sum b_i ln y_i over y > 0, for which y_i (Qy)_i = b_i: cyclical coordinate descent (Griveau-Billion,
 * Richard & Roncalli 2013), finished by damped Newton, which also serves where coordinates are too entangled to descend.
 * `matrix` is row-major.
 */
export function spendRisk(matrix: Float64Array, budgets: Float64Array): SpentRisk {
  const size = budgets.length;
  const y = new Float64Array(size);
  let mean = 0;
  for (let i = 0; i < size; i += 1) mean += matrix[i * size + i]! / size;
  const floor = 1e-12 * (mean > 0 ? mean : 1);
  for (let i = 0; i < size; i += 1) y[i] = Math.sqrt(budgets[i]! / Math.max(matrix[i * size + i]!, floor));
  let iterations = 0;
  let residual = Infinity;
  for (let sweep = 0; sweep < maxSweeps && residual > tolerance; sweep += 1) {
    residual = descend(matrix, budgets, y);
    iterations += 1;
  }
  if (residual > tolerance) {
    const newton = polish(matrix, budgets, y);
    iterations += newton.iterations;
    ({ residual } = newton);
  }
  return { converged: residual <= 1e-10, y, iterations, residual };
}

/** One sweep; returns the largest budget error met on the way. */
function descend(matrix: Float64Array, budgets: Float64Array, y: Float64Array): number {
  const size = budgets.length;
  const products = new Float64Array(4);
  const changes = new Float64Array(4);
  let worst = 0;
  for (let first = 0; first < size; first += 4) {
    const rows = Math.min(4, size - first);
    // reading rows is cheaper than keeping all products up to date, and four at once than one by one
    multiplyRows(matrix, size, first, rows, y, products);
    for (let r = 0; r < rows; r += 1) {
      const i = first + r;
      const old = y[i]!;
      let product = products[r]!;
      for (let s = 0; s < r; s += 1) product += matrix[i * size + first + s]! * changes[s]!;
      worst = Math.max(worst, Math.abs(old * product - budgets[i]!));
      const diagonal = matrix[i * size + i]!;
      const rest = product - diagonal * old;
      // the root that doesn't cancel
      const root = Math.sqrt(rest * rest + 4 * diagonal * budgets[i]!);
      const next = rest > 0 ? (2 * budgets[i]!) / (rest + root) : (root - rest) / (2 * diagonal);
      if (Number.isFinite(next)) y[i] = next;
      changes[r] = y[i]! - old;
    }
  }
  return worst;
}

/** out[r] = row `first + r` times x, for at most four rows. */
function multiplyRows(
  matrix: Float64Array,
  size: number,
  first: number,
  rows: number,
  x: Float64Array,
  out: Float64Array,
): void {
  const r0 = first * size;
  if (rows < 4) {
    gemv(matrix.subarray(r0), rows, size, x, out);
    return;
  }
  const r1 = r0 + size;
  const r2 = r1 + size;
  const r3 = r2 + size;
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  let j = 0;
  for (; j + 1 < size; j += 2) {
    const a = x[j]!;
    const b = x[j + 1]!;
    a0 += matrix[r0 + j]! * a;
    b0 += matrix[r0 + j + 1]! * b;
    a1 += matrix[r1 + j]! * a;
    b1 += matrix[r1 + j + 1]! * b;
    a2 += matrix[r2 + j]! * a;
    b2 += matrix[r2 + j + 1]! * b;
    a3 += matrix[r3 + j]! * a;
    b3 += matrix[r3 + j + 1]! * b;
  }
  if (j < size) {
    const a = x[j]!;
    a0 += matrix[r0 + j]! * a;
    a1 += matrix[r1 + j]! * a;
    a2 += matrix[r2 + j]! * a;
    a3 += matrix[r3 + j]! * a;
  }
  out[0] = a0 + b0;
  out[1] = a1 + b1;
  out[2] = a2 + b2;
  out[3] = a3 + b3;
}

function polish(
  matrix: Float64Array,
  budgets: Float64Array,
  y: Float64Array,
): { readonly iterations: number; readonly residual: number } {
  const size = budgets.length;
  const product = new Float64Array(size);
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const step = new Float64Array(size);
  let residual = Infinity;
  for (let iteration = 0; iteration < maxNewton; iteration += 1) {
    residual = 0;
    gemv(matrix, size, size, y, product);
    for (let i = 0; i < size; i += 1) {
      const sum = product[i]!;
      residual = Math.max(residual, Math.abs(y[i]! * sum - budgets[i]!));
      gradient[i] = sum - budgets[i]! / y[i]!;
    }
    if (residual <= tolerance) return { iterations: iteration, residual };
    hessian.set(matrix);
    for (let i = 0; i < size; i += 1) hessian[i * size + i]! += budgets[i]! / y[i]! ** 2;
    if (choleskyFactor(hessian, size, hessian) < size) return { iterations: iteration, residual };
    choleskySolve(hessian, size, gradient, step);
    // Newton decrement in the local norm: damping 1 / (1 + decrement) keeps y above 0 (self-concordance)
    let decrement = 0;
    for (let i = 0; i < size; i += 1) decrement += gradient[i]! * step[i]!;
    const smallest = budgets.reduce((least, budget) => Math.min(least, budget), 1);
    const local = Math.sqrt(Math.max(0, decrement) / smallest);
    const damping = local < 0.25 ? 1 : 1 / (1 + local);
    for (let i = 0; i < size; i += 1) y[i] = y[i]! - damping * step[i]!;
  }
  return { iterations: maxNewton, residual };
}
