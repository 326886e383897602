import { choleskyFactor, choleskySolve } from "../dense/cholesky.ts";
import { leastSquares } from "../dense/least-squares.ts";
import { requireLength } from "../dense/shape.ts";

/** A linear model of a conditional quantile. */
export interface QuantileRegression {
  /** One a column. */
  readonly coefficients: Float64Array;
  /** sum (p - [u < 0]) u over the residuals u: what is minimised. */
  readonly loss: number;
  readonly iterations: number;
}

/**
 * The coefficients b that minimise sum (p - [u_t < 0]) u_t, u = y - X b (Koenker & Bassett 1978).
 *
 * `matrix` is X, row-major `rows` x `columns`. Solved as the bounded linear program max y'a, X'a = (1 - p) X'1, 0 <= a <= 1
 * by a primal-dual predictor-corrector method (Portnoy & Koenker 1997), then moved to the vertex that its smallest
 * residuals name when that is no worse. To weigh observations multiply rows of X and y by positive weights. Throws
 * `RangeError` on arrays that are too short or not finite, on columns that depend on each other, and unless 0 < p < 1.
 *
 * @example
 * ```ts
 * import { quantileRegression } from "@plimsoll/numeric";
 *
 * const ones = Float64Array.of(1, 1, 1, 1, 1);
 * console.log(quantileRegression(ones, 5, 1, Float64Array.of(9, 1, 3, 5, 4), 0.5).coefficients.join(" ")); // 4
 * ```
 */
export function quantileRegression(
  matrix: Float64Array,
  rows: number,
  columns: number,
  y: Float64Array,
  probability: number,
): QuantileRegression {
  requireLength("matrix", matrix, rows * columns);
  requireLength("y", y, rows);
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`expected a probability between 0 and 1, was ${probability}`);
  }
  const start = leastSquares(matrix, rows, columns, y);
  if (start.coefficients.some((value) => Number.isNaN(value))) throw new RangeError("expected finite numbers");
  if (start.rank < columns) throw new RangeError(`expected ${columns} independent columns, found ${start.rank}`);
  const beta = start.coefficients.slice();
  const iterations = interiorPoint(matrix, rows, columns, y, probability, beta);
  const vertex = nearestVertex(matrix, rows, columns, y, beta);
  const loss = quantileLoss(matrix, rows, columns, y, probability, beta);
  const vertexLoss = vertex === null ? Infinity : quantileLoss(matrix, rows, columns, y, probability, vertex);
  return vertex !== null && vertexLoss <= loss * (1 + 1e-12)
    ? { coefficients: vertex, loss: vertexLoss, iterations }
    : { coefficients: beta, loss, iterations };
}

function quantileLoss(
  matrix: Float64Array,
  rows: number,
  columns: number,
  y: Float64Array,
  probability: number,
  beta: Float64Array,
): number {
  let loss = 0;
  for (let t = 0; t < rows; t++) {
    let residual = y[t]!;
    for (let j = 0; j < columns; j++) residual -= matrix[t * columns + j]! * beta[j]!;
    loss += (residual < 0 ? probability - 1 : probability) * residual;
  }
  return loss;
}

/** The exact fit through independent rows of smallest residual. */
function nearestVertex(
  matrix: Float64Array,
  rows: number,
  columns: number,
  y: Float64Array,
  beta: Float64Array,
): Float64Array | null {
  const distances = Float64Array.from({ length: rows }, (_, t) => {
    let residual = y[t]!;
    for (let j = 0; j < columns; j++) residual -= matrix[t * columns + j]! * beta[j]!;
    return Math.abs(residual);
  });
  const order = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]!);
  const chosen: number[] = [];
  for (const row of order.slice(0, 6 * columns)) {
    const trial = [...chosen, row];
    const square = Float64Array.from(trial.flatMap((t) => Array.from(matrix.subarray(t * columns, (t + 1) * columns))));
    const target = Float64Array.from(trial, (t) => y[t]!);
    const fit = leastSquares(square, trial.length, columns, target, { tolerance: 1e-9 });
    if (fit.rank < trial.length) continue;
    chosen.push(row);
    if (chosen.length === columns) return fit.coefficients;
  }
  return null;
}

/** Mehrotra's steps on the pair of programs; `beta` starts at least squares and ends at the answer. Returns the iterations. */
function interiorPoint(
  matrix: Float64Array,
  n: number,
  k: number,
  y: Float64Array,
  probability: number,
  beta: Float64Array,
): number {
  const a = new Float64Array(n).fill(1 - probability);
  const slack = new Float64Array(n).fill(probability);
  const below = new Float64Array(n);
  const above = new Float64Array(n);
  let size = 0;
  for (let t = 0; t < n; t++) size = Math.max(size, Math.abs(y[t]!));
  const floor = 1e-3 * (size === 0 ? 1 : size);
  const residual = new Float64Array(n);
  residuals(matrix, n, k, y, beta, residual);
  for (let t = 0; t < n; t++) {
    above[t] = Math.max(residual[t]!, 0) + floor;
    below[t] = Math.max(-residual[t]!, 0) + floor;
  }
  const target = new Float64Array(k);
  for (let t = 0; t < n; t++) for (let j = 0; j < k; j++) target[j]! += (1 - probability) * matrix[t * k + j]!;
  const weights = new Float64Array(n);
  const right = new Float64Array(n);
  const step = {
    a: new Float64Array(n),
    below: new Float64Array(n),
    above: new Float64Array(n),
    beta: new Float64Array(k),
  };
  const gram = new Float64Array(k * k);
  const factor = new Float64Array(k * k);
  const rhs = new Float64Array(k);
  const primal = new Float64Array(k);
  let iteration = 0;
  for (; iteration < 200; iteration++) {
    residuals(matrix, n, k, y, beta, residual);
    let gap = 0;
    let infeasible = 0;
    for (let t = 0; t < n; t++) {
      gap += a[t]! * below[t]! + slack[t]! * above[t]!;
      // dual feasibility: y - X beta = above - below
      residual[t] = residual[t]! - above[t]! + below[t]!;
      infeasible = Math.max(infeasible, Math.abs(residual[t]!));
    }
    if (gap <= 1e-13 * n * (size || 1) && infeasible <= 1e-12 * (size || 1)) break;
    primal.set(target);
    for (let t = 0; t < n; t++) {
      weights[t] = 1 / (below[t]! / a[t]! + above[t]! / slack[t]!);
      for (let j = 0; j < k; j++) primal[j]! -= matrix[t * k + j]! * a[t]!;
    }
    normalMatrix(matrix, n, k, weights, gram);
    if (choleskyFactor(gram, k, factor) < k) break;
    const solve = (centre: number, corrected: boolean): void => {
      for (let t = 0; t < n; t++) {
        const crossA = corrected ? step.a[t]! * step.below[t]! : 0;
        const crossS = corrected ? -step.a[t]! * step.above[t]! : 0;
        // complementarity, divided by its own variable
        const towardsBelow = (centre - crossA) / a[t]! - below[t]!;
        const towardsAbove = (centre - crossS) / slack[t]! - above[t]!;
        right[t] = residual[t]! + towardsBelow - towardsAbove;
      }
      rhs.fill(0);
      for (let t = 0; t < n; t++) {
        const scaled = weights[t]! * right[t]!;
        for (let j = 0; j < k; j++) rhs[j]! += matrix[t * k + j]! * scaled;
      }
      for (let j = 0; j < k; j++) rhs[j]! -= primal[j]!;
      choleskySolve(factor, k, rhs, step.beta);
      for (let t = 0; t < n; t++) {
        let fitted = 0;
        for (let j = 0; j < k; j++) fitted += matrix[t * k + j]! * step.beta[j]!;
        const move = weights[t]! * (right[t]! - fitted);
        const crossA = corrected ? step.a[t]! * step.below[t]! : 0;
        const crossS = corrected ? -step.a[t]! * step.above[t]! : 0;
        step.a[t] = move;
        step.below[t] = (centre - crossA - below[t]! * move) / a[t]! - below[t]!;
        step.above[t] = (centre - crossS + above[t]! * move) / slack[t]! - above[t]!;
      }
    };
    solve(0, false);
    const lengths = stepLengths(a, slack, below, above, step);
    let after = 0;
    for (let t = 0; t < n; t++) {
      after += (a[t]! + lengths.primal * step.a[t]!) * (below[t]! + lengths.dual * step.below[t]!);
      after += (slack[t]! - lengths.primal * step.a[t]!) * (above[t]! + lengths.dual * step.above[t]!);
    }
    solve(((after / gap) ** 3 * gap) / (2 * n), true);
    const { primal: forward, dual } = stepLengths(a, slack, below, above, step);
    for (let t = 0; t < n; t++) {
      a[t]! += forward * step.a[t]!;
      slack[t]! -= forward * step.a[t]!;
      below[t]! += dual * step.below[t]!;
      above[t]! += dual * step.above[t]!;
    }
    for (let j = 0; j < k; j++) beta[j]! += dual * step.beta[j]!;
  }
  return iteration;
}

function residuals(
  matrix: Float64Array,
  n: number,
  k: number,
  y: Float64Array,
  beta: Float64Array,
  out: Float64Array,
): void {
  for (let t = 0; t < n; t++) {
    let value = y[t]!;
    for (let j = 0; j < k; j++) value -= matrix[t * k + j]! * beta[j]!;
    out[t] = value;
  }
}

function normalMatrix(matrix: Float64Array, n: number, k: number, weights: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < k; i++) {
      const scaled = weights[t]! * matrix[t * k + i]!;
      for (let j = 0; j <= i; j++) out[i * k + j]! += scaled * matrix[t * k + j]!;
    }
  }
}

function stepLengths(
  a: Float64Array,
  slack: Float64Array,
  below: Float64Array,
  above: Float64Array,
  step: { readonly a: Float64Array; readonly below: Float64Array; readonly above: Float64Array },
): { readonly primal: number; readonly dual: number } {
  let primal = Infinity;
  let dual = Infinity;
  for (let t = 0; t < a.length; t++) {
    if (step.a[t]! < 0) primal = Math.min(primal, -a[t]! / step.a[t]!);
    if (step.a[t]! > 0) primal = Math.min(primal, slack[t]! / step.a[t]!);
    if (step.below[t]! < 0) dual = Math.min(dual, -below[t]! / step.below[t]!);
    if (step.above[t]! < 0) dual = Math.min(dual, -above[t]! / step.above[t]!);
  }
  return { primal: Math.min(1, 0.9995 * primal), dual: Math.min(1, 0.9995 * dual) };
}
