import { choleskyFactor, choleskySolve, dot } from "@plimsoll/numeric";

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
 * `matrix` is row-major with a mean diagonal of about 1.
 */
export function spendRisk(matrix: Float64Array, budgets: Float64Array): SpentRisk {
  const size = budgets.length;
  const y = new Float64Array(size);
  for (let i = 0; i < size; i += 1) y[i] = Math.sqrt(budgets[i]! / Math.max(matrix[i * size + i]!, 1e-12));
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
  let worst = 0;
  for (let i = 0; i < size; i += 1) {
    const old = y[i]!;
    // reading a row is cheaper than keeping all products up to date
    const product = dot(matrix, y, size, i * size, 0);
    worst = Math.max(worst, Math.abs(old * product - budgets[i]!));
    const diagonal = matrix[i * size + i]!;
    const rest = product - diagonal * old;
    // the root that doesn't cancel
    const root = Math.sqrt(rest * rest + 4 * diagonal * budgets[i]!);
    const next = rest > 0 ? (2 * budgets[i]!) / (rest + root) : (root - rest) / (2 * diagonal);
    if (Number.isFinite(next)) y[i] = next;
  }
  return worst;
}

function polish(
  matrix: Float64Array,
  budgets: Float64Array,
  y: Float64Array,
): { readonly iterations: number; readonly residual: number } {
  const size = budgets.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const step = new Float64Array(size);
  let residual = Infinity;
  for (let iteration = 0; iteration < maxNewton; iteration += 1) {
    residual = 0;
    for (let i = 0; i < size; i += 1) {
      let sum = 0;
      for (let j = 0; j < size; j += 1) sum += matrix[i * size + j]! * y[j]!;
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
