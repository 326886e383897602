import { leastSquares } from "../dense/least-squares.ts";
import { requireLength } from "../dense/shape.ts";
import { quantileRegression } from "./quantile-regression.ts";

/** Linear models of a lower quantile and of the mean below it, fitted together. */
export interface TailRegression {
  /** Coefficients of the quantile, one a column of its regressors. */
  readonly quantileCoefficients: Float64Array;
  /** Coefficients of the mean below the quantile, one a column of its regressors. */
  readonly shortfallCoefficients: Float64Array;
  /** Row-major covariance of `shortfallCoefficients`. */
  readonly shortfallCovariance: Float64Array;
  /** Mean FZ0 score: what is minimised. */
  readonly loss: number;
  readonly rounds: number;
}

/** Regressors of one of the two models: row-major `rows` x `columns`. */
export interface TailRegressors {
  readonly matrix: Float64Array;
  readonly columns: number;
}

/** Options of {@link tailRegression}. */
export interface TailRegressionOptions {
  /**
   * `robust` takes the sandwich of the scores as they are and needs many observations below the quantile;
   * `location-scale` supposes that the models are right and that excesses below the quantile, divided by e, have one variance.
   * @defaultValue "robust"
   */
  readonly errors?: "robust" | "location-scale";
}

interface Fit {
  readonly quantile: Float64Array;
  readonly shortfall: Float64Array;
}

/**
 * Joint regression of a quantile and of the mean below it (Dimitriadis & Bayer 2019; Patton, Ziegel & Chen 2019).
 *
 * Minimises the mean of 1(y <= q) (y - q)/(p e) + q/e + ln(-e) - 1 over q = Xq b and e = Xe c < 0, in turn: given e a weighted
 * quantile regression, given q a least-squares regression of q + 1(y <= q) (y - q)/p with weights 1/e^2 to convergence. The
 * covariance of c is a sandwich of its scores. `probability` is that of the lower tail, below 1/2 as a rule. Throws
 * `RangeError` on wrong shapes, dependent columns, and where no fit has a negative mean below the quantile on every row.
 *
 * @example
 * ```ts
 * import { tailRegression } from "@plimsoll/numeric";
 *
 * const y = Float64Array.from({ length: 100 }, (_, i) => (i - 60) / 10);
 * const constant = { matrix: new Float64Array(100).fill(1), columns: 1 };
 * const fit = tailRegression(constant, constant, 100, y, 0.1);
 * console.log(fit.shortfallCoefficients[0]!.toFixed(3)); // -5.550, the mean of the ten lowest
 * ```
 */
export function tailRegression(
  quantile: TailRegressors,
  shortfall: TailRegressors,
  rows: number,
  y: Float64Array,
  probability: number,
  { errors = "robust" }: TailRegressionOptions = {},
): TailRegression {
  requireLength("quantile.matrix", quantile.matrix, rows * quantile.columns);
  requireLength("shortfall.matrix", shortfall.matrix, rows * shortfall.columns);
  requireLength("y", y, rows);
  let q = fitted(
    quantile,
    rows,
    quantileRegression(quantile.matrix, rows, quantile.columns, y, probability).coefficients,
  );
  let c = startingShortfall(shortfall, rows, q, y, probability);
  let best: (Fit & { loss: number }) | null = null;
  let rounds = 0;
  for (; rounds < 100; rounds++) {
    c = shortfallGivenQuantile(shortfall, rows, q, y, probability, c);
    const e = fitted(shortfall, rows, c);
    const b = weightedQuantile(quantile, rows, y, e, probability);
    q = fitted(quantile, rows, b);
    const loss = meanScore(rows, y, q, e, probability);
    const previous = best?.loss ?? Infinity;
    if (loss < previous) best = { quantile: b, shortfall: c, loss };
    if (previous - loss <= 1e-12 * Math.abs(loss)) break;
  }
  const { quantile: quantileCoefficients, loss } = best!;
  q = fitted(quantile, rows, quantileCoefficients);
  c = shortfallGivenQuantile(shortfall, rows, q, y, probability, best!.shortfall);
  return {
    quantileCoefficients,
    shortfallCoefficients: c,
    shortfallCovariance: sandwichOf(shortfall, rows, q, y, probability, c, errors),
    loss: Math.min(loss, meanScore(rows, y, q, fitted(shortfall, rows, c), probability)),
    rounds: rounds + 1,
  };
}

export function fitted({ matrix, columns }: TailRegressors, rows: number, coefficients: Float64Array): Float64Array {
  const out = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    for (let j = 0; j < columns; j++) out[t]! += matrix[t * columns + j]! * coefficients[j]!;
  }
  return out;
}

/** q + [y <= q](y - q)/p: its mean given the regressors is that of y below the quantile. */
export function pseudoOutcome(y: number, q: number, probability: number): number {
  return y < q ? q + (y - q) / probability : q;
}

function meanScore(rows: number, y: Float64Array, q: Float64Array, e: Float64Array, probability: number): number {
  let total = 0;
  for (let t = 0; t < rows; t++) total += pseudoOutcome(y[t]!, q[t]!, probability) / e[t]! + Math.log(-e[t]!) - 1;
  return total / rows;
}

export function weightedQuantile(
  { matrix, columns }: TailRegressors,
  rows: number,
  y: Float64Array,
  e: Float64Array,
  probability: number,
): Float64Array {
  const scaled = new Float64Array(rows * columns);
  const target = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    const weight = -1 / e[t]!;
    target[t] = y[t]! * weight;
    for (let j = 0; j < columns; j++) scaled[t * columns + j] = matrix[t * columns + j]! * weight;
  }
  return quantileRegression(scaled, rows, columns, target, probability).coefficients;
}

function startingShortfall(
  regressors: TailRegressors,
  rows: number,
  q: Float64Array,
  y: Float64Array,
  probability: number,
): Float64Array {
  const pseudo = Float64Array.from(y, (value, t) => pseudoOutcome(value, q[t]!, probability));
  const first = leastSquares(regressors.matrix, rows, regressors.columns, pseudo);
  if (first.rank < regressors.columns) {
    throw new RangeError(`expected ${regressors.columns} independent columns, found ${first.rank}`);
  }
  if (isNegative(fitted(regressors, rows, first.coefficients))) return first.coefficients;
  const level = pseudo.reduce((sum, value) => sum + value, 0) / rows;
  const flat = leastSquares(
    regressors.matrix,
    rows,
    regressors.columns,
    new Float64Array(rows).fill(level < 0 ? level : -1),
  );
  if (isNegative(fitted(regressors, rows, flat.coefficients))) return flat.coefficients;
  throw new RangeError("no combination of the regressors was found that is negative on every row: add an intercept");
}

function isNegative(values: Float64Array): boolean {
  return values.every((value) => value < 0);
}

/** Fisher scoring, each step halved until the fit stays negative and the score falls. */
function shortfallGivenQuantile(
  regressors: TailRegressors,
  rows: number,
  q: Float64Array,
  y: Float64Array,
  probability: number,
  start: Float64Array,
): Float64Array {
  const { matrix, columns } = regressors;
  const scaled = new Float64Array(rows * columns);
  const target = new Float64Array(rows);
  let c = start;
  let e = fitted(regressors, rows, c);
  let loss = meanScore(rows, y, q, e, probability);
  for (let iteration = 0; iteration < 100; iteration++) {
    for (let t = 0; t < rows; t++) {
      const weight = -1 / e[t]!;
      target[t] = pseudoOutcome(y[t]!, q[t]!, probability) * weight;
      for (let j = 0; j < columns; j++) scaled[t * columns + j] = matrix[t * columns + j]! * weight;
    }
    const goal = leastSquares(scaled, rows, columns, target).coefficients;
    let share = 1;
    let moved = false;
    for (let halving = 0; halving < 40 && !moved; halving++, share /= 2) {
      const trial = c.map((value, j) => value + share * (goal[j]! - value));
      const trialE = fitted(regressors, rows, trial);
      if (!isNegative(trialE)) continue;
      const trialLoss = meanScore(rows, y, q, trialE, probability);
      if (trialLoss >= loss) continue;
      moved = loss - trialLoss > 1e-14 * Math.abs(loss);
      [c, e, loss] = [trial, trialE, trialLoss];
      break;
    }
    if (!moved) break;
  }
  return c;
}

function sandwichOf(
  { matrix, columns }: TailRegressors,
  rows: number,
  q: Float64Array,
  y: Float64Array,
  probability: number,
  c: Float64Array,
  errors: "robust" | "location-scale",
): Float64Array {
  const e = fitted({ matrix, columns }, rows, c);
  const spread = errors === "robust" ? 0 : excessVariance(y, q, e);
  const scaled = new Float64Array(rows * columns);
  for (let t = 0; t < rows; t++) {
    for (let j = 0; j < columns; j++) scaled[t * columns + j] = matrix[t * columns + j]! / e[t]!;
  }
  const bread = leastSquares(scaled, rows, columns, e).inverseGram;
  const projected = new Float64Array(columns);
  const out = new Float64Array(columns * columns);
  for (let t = 0; t < rows; t++) {
    const score =
      errors === "robust"
        ? (e[t]! - pseudoOutcome(y[t]!, q[t]!, probability)) / e[t]!
        : Math.sqrt((spread + (1 - probability) * (1 - q[t]! / e[t]!) ** 2) / probability);
    projected.fill(0);
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < columns; j++) projected[i]! += bread[i * columns + j]! * scaled[t * columns + j]! * score;
    }
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < columns; j++) out[i * columns + j]! += projected[i]! * projected[j]!;
    }
  }
  return out;
}

/** Variance of (y - q)/|e| where y does not exceed q. */
export function excessVariance(y: Float64Array, q: Float64Array, e: Float64Array): number {
  let count = 0;
  let total = 0;
  let squares = 0;
  for (let t = 0; t < y.length; t++) {
    const excess = (q[t]! - y[t]!) / e[t]!;
    // the rows that the quantile passes through have excess 0 up to rounding
    if (excess > 1e-10) continue;
    count++;
    const deviation = excess - total / Math.max(1, count - 1);
    total += excess;
    squares += deviation * (excess - total / count);
  }
  return count > 1 ? squares / (count - 1) : 0;
}
