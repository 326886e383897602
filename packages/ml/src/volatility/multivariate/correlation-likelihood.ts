import { choleskyFactor, choleskyLogDeterminant, choleskySolve } from "@plimsoll/numeric";
import { rowLikelihood } from "./correlation-law.ts";

/** Standardised residuals, row-major rows x size, and the matrix the correlations are drawn to. */
export interface StandardizedRows {
  readonly rows: number;
  readonly size: number;
  readonly values: Float64Array;
  /** size x size, a correlation matrix. */
  readonly target: Float64Array;
}

/** Parameters of the DCC recursion and the degrees of freedom of the joint law (`Infinity`: normal). */
export interface CorrelationParameters {
  readonly a: number;
  readonly b: number;
  readonly freedom: number;
}

/** What one pass over the rows gives. */
export interface CorrelationPass {
  readonly logLikelihood: number;
  /** Of each row. */
  readonly values: Float64Array;
  /** Of each row by a, b and the degrees of freedom; row-major rows x 3. Empty without scores. */
  readonly scores: Float64Array;
  /** The quasi-correlations of the row after the last. */
  readonly next: Float64Array;
}

/** Calls back with the correlation matrix of each row, in a buffer that is reused. */
export type CorrelationVisitor = (row: number, correlation: Float64Array) => void;

/** R from Q: q_ij / root(q_ii q_jj). */
export function normalise(quasi: Float64Array, size: number, out: Float64Array): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const value = quasi[i * size + j]! / Math.sqrt(quasi[i * size + i]! * quasi[j * size + j]!);
      out[i * size + j] = value;
      out[j * size + i] = value;
    }
    out[i * size + i] = 1;
  }
}

/**
 * The log-likelihood of rows with unit variances under dynamic conditional correlations (Engle 2002): Q_t = (1 - a - b) S +
 * a z_(t-1) z_(t-1)' + b Q_(t-1), Q_0 = S, R_t its correlation matrix; with its exact scores by a, b and the degrees of freedom.
 */
export function correlationPass(
  { rows, size, values, target }: StandardizedRows,
  { a, b, freedom }: CorrelationParameters,
  options: { readonly scores: boolean; readonly visit?: CorrelationVisitor },
): CorrelationPass {
  const square = size * size;
  const quasi = target.slice();
  const byA = new Float64Array(square);
  const byB = new Float64Array(square);
  const correlation = new Float64Array(square);
  const factor = new Float64Array(square);
  const inverse = new Float64Array(square);
  const unit = new Float64Array(size);
  const solved = new Float64Array(size);
  const each = new Float64Array(rows);
  const scores = new Float64Array(options.scores ? rows * 3 : 0);
  let logLikelihood = 0;
  for (let t = 0; t < rows; t++) {
    const z = values.subarray(t * size, (t + 1) * size);
    normalise(quasi, size, correlation);
    options.visit?.(t, correlation);
    if (choleskyFactor(correlation, size, factor) < size) {
      return { logLikelihood: -Infinity, values: each, scores, next: quasi };
    }
    choleskySolve(factor, size, z, solved);
    let squared = 0;
    for (let i = 0; i < size; i++) squared += z[i]! * solved[i]!;
    const row = rowLikelihood(size, squared, choleskyLogDeterminant(factor, size), freedom);
    each[t] = row.value;
    logLikelihood += row.value;
    if (options.scores) {
      invert(factor, size, unit, inverse);
      // d value / d R = -1/2 (R^-1 - weight u u'), then through the normalisation of Q
      let sumA = 0;
      let sumB = 0;
      for (let i = 0; i < size; i++) {
        const qi = quasi[i * size + i]!;
        for (let j = 0; j < i; j++) {
          const at = i * size + j;
          const qj = quasi[j * size + j]!;
          const g = row.weight * solved[i]! * solved[j]! - inverse[at]!;
          const scale = 1 / Math.sqrt(qi * qj);
          const r = correlation[at]!;
          sumA += g * (byA[at]! * scale - 0.5 * r * (byA[i * size + i]! / qi + byA[j * size + j]! / qj));
          sumB += g * (byB[at]! * scale - 0.5 * r * (byB[i * size + i]! / qi + byB[j * size + j]! / qj));
        }
      }
      scores[t * 3] = sumA;
      scores[t * 3 + 1] = sumB;
      scores[t * 3 + 2] = row.byFreedom;
    }
    // below the diagonal and on it is all that is read
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const at = i * size + j;
        const product = z[i]! * z[j]!;
        const before = quasi[at]!;
        if (options.scores) {
          byA[at] = product - target[at]! + b * byA[at]!;
          byB[at] = before - target[at]! + b * byB[at]!;
        }
        quasi[at] = (1 - a - b) * target[at]! + a * product + b * before;
      }
    }
  }
  return { logLikelihood, values: each, scores, next: quasi };
}

/** Lower triangle of the inverse from the Cholesky factor. */
function invert(factor: Float64Array, size: number, unit: Float64Array, out: Float64Array): void {
  const column = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    unit.fill(0);
    unit[j] = 1;
    choleskySolve(factor, size, unit, column);
    for (let i = j; i < size; i++) out[i * size + j] = column[i]!;
  }
}
