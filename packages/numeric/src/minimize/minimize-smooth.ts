import { type LinePoint, wolfeLineSearch } from "./wolfe-line-search.ts";

/** A smooth function of `size` numbers with its gradient. */
export interface SmoothObjective {
  readonly size: number;
  /** The value at `x`; writes the gradient. Neither keeps nor changes `x`. A value that is not finite is outside the domain. */
  valueAndGradient(x: Float64Array, gradient: Float64Array): number;
}

/** Options of {@link minimizeSmooth}. */
export interface MinimizeSmoothOptions {
  /**
   * Largest relative slope at the end: |gradient_i| max(1, |x_i|) / max(1, |value|).
   * @defaultValue 1e-8
   */
  readonly tolerance?: number;
  /** @defaultValue 500 */
  readonly maxIterations?: number;
}

/** A local minimum found by {@link minimizeSmooth}. */
export interface SmoothMinimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  /** Whether the slopes are within tolerance, or the decrease still to be had is below the rounding of the value. */
  readonly converged: boolean;
}

/** The predicted decrease, relative to the value, that rounding hides; and that of which a failed search is the sign. */
const HIDDEN = 1e-15;
const NEARLY_HIDDEN = 1e-14;
/** Steps that slopes alone may still guide from there. */
const LAST_STEPS = 8;

/**
 * A local minimum of a smooth function by the dense BFGS method with a strong-Wolfe line search (Nocedal & Wright 2006,
 * algorithm 6.1).
 *
 * `start` has `size` numbers and is not changed. A value that is not finite (or a gradient that isn't) shortens the step, so
 * that a function may return Infinity outside its domain; at the start it throws `RangeError`, as does a wrong length. A
 * function that is not smooth, or unbounded below, ends with `converged: false`.
 *
 * @example
 * ```ts
 * import { minimizeSmooth } from "@plimsoll/numeric";
 *
 * const rosenbrock = {
 *   size: 2,
 *   valueAndGradient(x: Float64Array, gradient: Float64Array): number {
 *     const [a, b] = [x[0]!, x[1]!];
 *     gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
 *     gradient[1] = 200 * (b - a * a);
 *     return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
 *   },
 * };
 * const { x, converged } = minimizeSmooth(rosenbrock, Float64Array.of(-1.2, 1));
 * console.log(x[0]!.toFixed(6), x[1]!.toFixed(6), converged); // 1.000000 1.000000 true
 * ```
 */
export function minimizeSmooth(
  objective: SmoothObjective,
  start: Float64Array,
  options: MinimizeSmoothOptions = {},
): SmoothMinimum {
  const { size } = objective;
  const { tolerance = 1e-8, maxIterations = 500 } = options;
  if (start.length !== size) throw new RangeError(`expected a start of ${size} numbers, was ${start.length}`);
  let x = start.slice();
  let gradient = new Float64Array(size);
  let value = objective.valueAndGradient(x, gradient);
  if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) {
    throw new RangeError(`expected a finite value and gradient at the start, was ${value}`);
  }
  let next = new Float64Array(size);
  let nextGradient = new Float64Array(size);
  const inverse = new Float64Array(size * size);
  const direction = new Float64Array(size);
  const product = new Float64Array(size);
  let fresh = true;
  let iterations = 0;
  let settled = 0;
  let converged = relativeSlope(x, gradient, value) <= tolerance;
  while (!converged && iterations < maxIterations) {
    if (fresh) setDiagonal(inverse, size, 1);
    let slope = applyNegative(inverse, gradient, direction, size);
    if (!(slope < 0)) {
      setDiagonal(inverse, size, 1);
      fresh = true;
      slope = applyNegative(inverse, gradient, direction, size);
    }
    if (settled > 0 || (!fresh && -slope <= HIDDEN * Math.abs(value))) settled += 1;
    if (settled > LAST_STEPS) break;
    const evaluate = (step: number): LinePoint => {
      for (let i = 0; i < size; i++) next[i] = x[i]! + step * direction[i]!;
      const there = objective.valueAndGradient(next, nextGradient);
      let along = 0;
      for (let i = 0; i < size; i++) along += nextGradient[i]! * direction[i]!;
      return { step, value: there, slope: along };
    };
    // nothing is known of the curvature at first: a move of at most 1 in the norm
    const first = fresh ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const found = wolfeLineSearch(evaluate, { step: 0, value, slope }, first);
    iterations++;
    if (found === "unbounded") break;
    if (found === "stuck") {
      if (!fresh && -slope <= NEARLY_HIDDEN * Math.abs(value)) settled += 1;
      if (settled > 0) break;
      // a bad model of the curvature is replaced once by none
      if (fresh) break;
      fresh = true;
      continue;
    }
    if (!stands(next, x, direction, found.step)) evaluate(found.step);
    update(inverse, { x, next, gradient, nextGradient, product, fresh }, size);
    fresh = false;
    [x, next] = [next, x];
    [gradient, nextGradient] = [nextGradient, gradient];
    value = found.value;
    converged = relativeSlope(x, gradient, value) <= tolerance;
  }
  return { x, value, gradient, iterations, converged: converged || settled > 0 };
}

/** Whether `next` is the point of the step, so that it need not be evaluated again. */
function stands(next: Float64Array, x: Float64Array, direction: Float64Array, step: number): boolean {
  for (let i = 0; i < x.length; i++) if (next[i] !== x[i]! + step * direction[i]!) return false;
  return true;
}

function relativeSlope(x: Float64Array, gradient: Float64Array, value: number): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    largest = Math.max(largest, Math.abs(gradient[i]!) * Math.max(1, Math.abs(x[i]!)));
  }
  return largest / Math.max(1, Math.abs(value));
}

function setDiagonal(matrix: Float64Array, size: number, value: number): void {
  matrix.fill(0);
  for (let i = 0; i < size; i++) matrix[i * size + i] = value;
}

/** direction = -H g; returns g' direction. */
function applyNegative(inverse: Float64Array, gradient: Float64Array, direction: Float64Array, size: number): number {
  let slope = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += inverse[i * size + j]! * gradient[j]!;
    direction[i] = -sum;
    slope -= sum * gradient[i]!;
  }
  return slope;
}

interface Move {
  readonly x: Float64Array;
  readonly next: Float64Array;
  readonly gradient: Float64Array;
  readonly nextGradient: Float64Array;
  readonly product: Float64Array;
  readonly fresh: boolean;
}

/** BFGS update of the inverse Hessian (Nocedal & Wright 2006, 6.17; first scaled by 6.20). */
function update(inverse: Float64Array, { x, next, gradient, nextGradient, product, fresh }: Move, size: number): void {
  let sy = 0;
  let yy = 0;
  for (let i = 0; i < size; i++) {
    const y = nextGradient[i]! - gradient[i]!;
    sy += y * (next[i]! - x[i]!);
    yy += y * y;
  }
  // without curvature along the step the matrix would lose its definiteness
  if (!(sy > 1e-300) || !(yy > 0)) return;
  if (fresh) setDiagonal(inverse, size, sy / yy);
  let yHy = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += inverse[i * size + j]! * (nextGradient[j]! - gradient[j]!);
    product[i] = sum;
    yHy += sum * (nextGradient[i]! - gradient[i]!);
  }
  const scale = (1 + yHy / sy) / sy;
  for (let i = 0; i < size; i++) {
    const si = next[i]! - x[i]!;
    for (let j = 0; j <= i; j++) {
      const sj = next[j]! - x[j]!;
      const entry = inverse[i * size + j]! + scale * si * sj - (product[i]! * sj + si * product[j]!) / sy;
      inverse[i * size + j] = entry;
      inverse[j * size + i] = entry;
    }
  }
}
