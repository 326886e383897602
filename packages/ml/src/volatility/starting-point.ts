import { invalidInput } from "@plimsoll/core";
import { leastSquares } from "@plimsoll/numeric";
import type { MeanData } from "./mean/mean-equation.ts";
import type { GarchMeanSettings } from "./mean/mean-settings.ts";
import type { GarchSpecification } from "./specification.ts";

/** A mean fitted by least squares, without its moving average and without the variance in it. */
export interface LeastSquaresMean {
  /** Parameters of the whole equation of the mean, 0 where least squares does not give them. */
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  /** Mean of squared residuals. */
  readonly variance: number;
}

/** Fits the mean; `INVALID_INPUT` when nothing is left over, as in a constant series. */
export function leastSquaresMean(settings: GarchMeanSettings, { values, regressors }: MeanData): LeastSquaresMean {
  const { constant, ar, ma, inMean, regressors: width } = settings;
  const rows = values.length - ar;
  const first = constant ? 1 : 0;
  const columns = first + ar + width;
  const matrix = new Float64Array(rows * columns);
  for (let t = 0; t < rows; t++) {
    const row = t * columns;
    if (constant) matrix[row] = 1;
    for (let i = 0; i < ar; i++) matrix[row + first + i] = values[t + ar - 1 - i]!;
    for (let j = 0; j < width; j++) matrix[row + first + ar + j] = regressors[(t + ar) * width + j]!;
  }
  const y = values.slice(ar);
  const coefficients = columns === 0 ? new Float64Array(0) : leastSquares(matrix, rows, columns, y).coefficients;
  const residuals = y.map((value, t) => {
    let rest = value;
    for (let j = 0; j < columns; j++) rest -= matrix[t * columns + j]! * coefficients[j]!;
    return rest;
  });
  const variance = residuals.reduce((sum, e) => sum + (e * e) / rows, 0);
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(variance > 1e-24 * size * size)) {
    throw invalidInput(
      "returns",
      "returns: the mean explains them without error, as it does a constant series: there is no volatility to fit",
      {
        reason: "constant",
      },
    );
  }
  const parameters = new Float64Array(first + ar + ma + (inMean === null ? 0 : 1) + width);
  parameters.set(coefficients.subarray(0, first + ar));
  parameters.set(coefficients.subarray(first + ar), parameters.length - width);
  return { parameters, residuals, variance };
}

/** Weighted with .94^t over the first 75 rows. */
function backcast(residuals: Float64Array, size: (e: number) => number): number {
  let [sum, total, weight] = [0, 0, 1];
  for (let t = 0; t < Math.min(75, residuals.length); t++) {
    sum += weight * size(residuals[t]!);
    total += weight;
    weight *= 0.94;
  }
  return sum / total;
}

/** The variance before the first row; null when it moves with the parameters. */
export function presampleVariance({ model, presample }: GarchSpecification, residuals: Float64Array): number | null {
  if (presample === "sample") return null;
  if (presample !== "backcast") return presample.variance;
  // a recursion of roots is started by a mean size
  const variance = model === "tarch" ? backcast(residuals, Math.abs) ** 2 : backcast(residuals, (e) => e * e);
  return variance > 0 ? variance : residuals.reduce((sum, e) => sum + (e * e) / residuals.length, 0);
}

/** Root mean square of each outside variable; 1 for one that is always 0. */
export function columnSizes(regressors: Float64Array, width: number): Float64Array {
  const rows = width === 0 ? 0 : regressors.length / width;
  return Float64Array.from({ length: width }, (_, j) => {
    let sum = 0;
    for (let t = 0; t < rows; t++) sum += regressors[t * width + j]! ** 2;
    return sum > 0 ? Math.sqrt(sum / rows) : 1;
  });
}
