import { householder } from "./householder.ts";
import { requireLength } from "./shape.ts";
import { dot, norm2 } from "./vector.ts";

/** A least-squares fit. */
export interface LeastSquares {
  /** The coefficients, one a column; 0 for columns found to depend on others. */
  readonly coefficients: Float64Array;
  /** Number of independent columns. */
  readonly rank: number;
  /** Sum of the squared residuals. */
  readonly residualSumOfSquares: number;
  /** Row-major `columns` x `columns` inverse of X'X (rows and columns of dependent columns are 0). */
  readonly inverseGram: Float64Array;
}

/** How {@link leastSquares} decides which columns are independent. */
export interface LeastSquaresOptions {
  /**
   * A column is dependent when what remains of it is shorter than this times its own length.
   * @defaultValue 1e-12
   */
  readonly tolerance?: number;
}

/**
 * Least squares by Householder QR with column pivoting: the coefficients that minimise |y - X b|.
 *
 * `matrix` is X, row-major `rows` x `columns`; neither it nor `y` is changed. Columns that depend on others get the
 * coefficient 0. NaN or Infinity anywhere gives NaN coefficients. Throws `RangeError` on arrays that are too short
 * (Golub & Van Loan 2013, 5.4.2).
 *
 * @example
 * ```ts
 * import { leastSquares } from "@plimsoll/numeric";
 *
 * const fit = leastSquares(Float64Array.of(1, 0, 1, 1, 1, 2), 3, 2, Float64Array.of(1, 3, 5));
 * console.log(Array.from(fit.coefficients, (value) => value.toFixed(9)).join(" ")); // 1.000000000 2.000000000
 * ```
 */
export function leastSquares(
  matrix: Float64Array,
  rows: number,
  columns: number,
  y: Float64Array,
  options: LeastSquaresOptions = {},
): LeastSquares {
  requireLength("matrix", matrix, rows * columns);
  requireLength("y", y, rows);
  const tolerance = options.tolerance ?? 1e-12;
  // columns are stored one after the other, so that every reflection runs over contiguous memory
  const work = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) work[j * rows + i] = matrix[i * columns + j]!;
  }
  const target = y.slice(0, rows);
  const order = Int32Array.from({ length: columns }, (_, index) => index);
  const lengths = Float64Array.from({ length: columns }, (_, j) => norm2(work, rows, j * rows));
  const bad = lengths.some((value) => !Number.isFinite(value)) || target.some((value) => !Number.isFinite(value));
  const beta = new Float64Array(columns);
  let rank = 0;
  const limit = bad ? 0 : Math.min(rows, columns);
  for (; rank < limit; rank++) {
    const best = pickColumn(work, rows, columns, rank, order, lengths);
    if (best < 0 || remaining(work, rows, order[best]!, rank) <= tolerance * lengths[order[best]!]!) break;
    const swapped = order[rank]!;
    order[rank] = order[best]!;
    order[best] = swapped;
    const column = order[rank]!;
    const start = column * rows + rank;
    const tau = householder(work, start, rows - rank, beta, rank);
    for (let j = rank + 1; j < columns; j++) {
      const other = order[j]! * rows + rank;
      reflectInto(work, start, tau, work, other, rows - rank);
    }
    reflectInto(work, start, tau, target, rank, rows - rank);
  }
  const coefficients = new Float64Array(columns).fill(bad ? Number.NaN : 0);
  const inverseGram = new Float64Array(columns * columns).fill(bad ? Number.NaN : 0);
  if (!bad) {
    const upper = (i: number, j: number): number => (i === j ? beta[i]! : work[order[j]! * rows + i]!);
    backSubstitute(upper, rank, target, order, coefficients);
    invertGram(upper, rank, order, columns, inverseGram);
  }
  const tail = norm2(target, rows - rank, rank);
  return { coefficients, rank, residualSumOfSquares: bad ? Number.NaN : tail * tail, inverseGram };
}

function remaining(work: Float64Array, rows: number, column: number, from: number): number {
  return norm2(work, rows - from, column * rows + from);
}

/** The column with the longest remainder relative to its own length, so that units do not matter. */
function pickColumn(
  work: Float64Array,
  rows: number,
  columns: number,
  from: number,
  order: Int32Array,
  lengths: Float64Array,
): number {
  let best = -1;
  let bestShare = 0;
  for (let j = from; j < columns; j++) {
    const length = lengths[order[j]!]!;
    const share = length === 0 ? 0 : remaining(work, rows, order[j]!, from) / length;
    if (share > bestShare) {
      best = j;
      bestShare = share;
    }
  }
  return best;
}

function reflectInto(
  v: Float64Array,
  vStart: number,
  tau: number,
  x: Float64Array,
  xStart: number,
  count: number,
): void {
  const factor = tau * dot(v, x, count, vStart, xStart);
  for (let i = 0; i < count; i++) x[xStart + i]! -= factor * v[vStart + i]!;
}

function backSubstitute(
  upper: (i: number, j: number) => number,
  rank: number,
  target: Float64Array,
  order: Int32Array,
  coefficients: Float64Array,
): void {
  for (let i = rank - 1; i >= 0; i--) {
    let sum = target[i]!;
    for (let j = i + 1; j < rank; j++) sum -= upper(i, j) * coefficients[order[j]!]!;
    coefficients[order[i]!] = sum / upper(i, i);
  }
}

/** (X'X)^-1 = R^-1 R^-T, put back in the order of the columns. */
function invertGram(
  upper: (i: number, j: number) => number,
  rank: number,
  order: Int32Array,
  columns: number,
  out: Float64Array,
): void {
  const inverse = new Float64Array(rank * rank);
  for (let j = 0; j < rank; j++) {
    inverse[j * rank + j] = 1 / upper(j, j);
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum -= upper(i, k) * inverse[k * rank + j]!;
      inverse[i * rank + j] = sum / upper(i, i);
    }
  }
  for (let i = 0; i < rank; i++) {
    for (let j = 0; j < rank; j++) {
      let sum = 0;
      for (let k = Math.max(i, j); k < rank; k++) sum += inverse[i * rank + k]! * inverse[j * rank + k]!;
      out[order[i]! * columns + order[j]!] = sum;
    }
  }
}
