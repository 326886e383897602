import { leastSquares } from "../dense/least-squares.ts";
import { longRunCovariance, neweyWestLags } from "../statistics/newey-west.ts";

/** Which covariance the standard errors of a regression come from. */
export type RegressionErrors =
  | { readonly kind: "classical" }
  /** Heteroskedasticity-consistent (White 1980; MacKinnon & White 1985). */
  | { readonly kind: "hc0" | "hc1" | "hc2" | "hc3" }
  /** Heteroskedasticity- and autocorrelation-consistent, Bartlett weights (Newey & West 1987). */
  | {
      readonly kind: "newey-west";
      /** @defaultValue floor(4 (n / 100)^(2/9)) */
      readonly lags?: number;
      /** Whether the covariance is multiplied by n / (n - k). @defaultValue "none" */
      readonly smallSample?: "none" | "degrees-of-freedom";
    };

/** A linear regression with the uncertainty of its coefficients. */
export interface LinearRegression {
  /** One a column; 0 for columns that depend on others. */
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** Row-major `columns` x `columns` covariance of the coefficients. */
  readonly covariance: Float64Array;
  readonly residuals: Float64Array;
  readonly residualSumOfSquares: number;
  /** Number of independent columns. */
  readonly rank: number;
  /** rows - rank. */
  readonly degreesOfFreedom: number;
  /** Lags taken in, for Newey-West errors; 0 otherwise. */
  readonly lags: number;
}

/**
 * Ordinary least squares with classical, heteroskedasticity-consistent or Newey-West standard errors.
 *
 * `matrix` is X, row-major `rows` x `columns`, with a column of ones where an intercept is wanted. With B = (X'X)^-1 the
 * covariance is s^2 B (classical, s^2 = RSS / (n - k)), B (sum w e^2 x x') B with w = 1 (HC0), n/(n-k) (HC1), 1/(1-h) (HC2),
 * 1/(1-h)^2 (HC3), h the leverage, or B n S B with S the Bartlett-weighted covariance of the scores x e. NaN or Infinity
 * gives NaN. Throws `RangeError` on arrays that are too short, unless `rows` exceeds `columns`, and on bad `lags`.
 *
 * @example
 * ```ts
 * import { linearRegression } from "@plimsoll/numeric";
 *
 * const x = Float64Array.of(1, 0, 1, 1, 1, 2, 1, 3);
 * const fit = linearRegression(x, 4, 2, Float64Array.of(1, 3.1, 4.9, 7), { kind: "hc3" });
 * console.log(fit.coefficients[1]!.toFixed(4), fit.degreesOfFreedom); // 1.9800 2
 * ```
 */
export function linearRegression(
  matrix: Float64Array,
  rows: number,
  columns: number,
  y: Float64Array,
  errors: RegressionErrors = { kind: "classical" },
): LinearRegression {
  if (!(rows > columns)) throw new RangeError(`expected more rows than ${columns} columns, there are ${rows}`);
  const fit = leastSquares(matrix, rows, columns, y);
  const residuals = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    let fitted = 0;
    for (let j = 0; j < columns; j++) fitted += matrix[t * columns + j]! * fit.coefficients[j]!;
    residuals[t] = y[t]! - fitted;
  }
  const degreesOfFreedom = rows - fit.rank;
  const lags = errors.kind === "newey-west" ? (errors.lags ?? neweyWestLags(rows)) : 0;
  const covariance =
    errors.kind === "classical"
      ? fit.inverseGram.map((entry) => (entry * fit.residualSumOfSquares) / degreesOfFreedom)
      : sandwich(fit.inverseGram, columns, meat(matrix, rows, columns, residuals, fit.inverseGram, fit.rank, errors));
  return {
    coefficients: fit.coefficients,
    standardErrors: Float64Array.from({ length: columns }, (_, j) => Math.sqrt(covariance[j * columns + j]!)),
    covariance,
    residuals,
    residualSumOfSquares: fit.residualSumOfSquares,
    rank: fit.rank,
    degreesOfFreedom,
    lags,
  };
}

function meat(
  matrix: Float64Array,
  rows: number,
  columns: number,
  residuals: Float64Array,
  bread: Float64Array,
  rank: number,
  errors: Exclude<RegressionErrors, { readonly kind: "classical" }>,
): Float64Array {
  const scores = new Float64Array(rows * columns);
  for (let t = 0; t < rows; t++) {
    const weight = residuals[t]! * leverageFactor(matrix, t, columns, bread, errors.kind);
    for (let j = 0; j < columns; j++) scores[t * columns + j] = matrix[t * columns + j]! * weight;
  }
  const lags = errors.kind === "newey-west" ? (errors.lags ?? neweyWestLags(rows)) : 0;
  const out = longRunCovariance(scores, rows, columns, { lags, centred: false });
  const corrected =
    errors.kind === "hc1" || (errors.kind === "newey-west" && errors.smallSample === "degrees-of-freedom");
  const factor = corrected ? (rows * rows) / (rows - rank) : rows;
  return out.map((entry) => entry * factor);
}

function leverageFactor(
  matrix: Float64Array,
  t: number,
  columns: number,
  bread: Float64Array,
  kind: RegressionErrors["kind"],
): number {
  if (kind !== "hc2" && kind !== "hc3") return 1;
  let leverage = 0;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) {
      leverage += matrix[t * columns + i]! * bread[i * columns + j]! * matrix[t * columns + j]!;
    }
  }
  return kind === "hc2" ? 1 / Math.sqrt(1 - leverage) : 1 / (1 - leverage);
}

/** B M B for symmetric B. */
function sandwich(bread: Float64Array, size: number, middle: Float64Array): Float64Array {
  const half = new Float64Array(size * size);
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const entry = bread[i * size + k]!;
      for (let j = 0; j < size; j++) half[i * size + j]! += entry * middle[k * size + j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const entry = half[i * size + k]!;
      for (let j = 0; j < size; j++) out[i * size + j]! += entry * bread[k * size + j]!;
    }
  }
  return out;
}
