import { choleskyFactor, choleskySolve } from "@plimsoll/numeric";

/** Observations that share a level, such as the positions held on one day. */
export interface RegressionGroup {
  readonly response: Float64Array;
  /** response.length x width, row-major. */
  readonly covariates: Float64Array;
}

/** Coefficients with standard errors clustered by group. */
export interface WithinRegression {
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  readonly observations: number;
  readonly groups: number;
}

/**
 * Least squares with a level for each group and errors clustered by group (Liang & Zeger 1986, times
 * groups / (groups - 1)). `null` where the covariates repeat each other or there are not more groups than covariates.
 */
export function withinRegression(groups: readonly RegressionGroup[], width: number): WithinRegression | null {
  const used = groups.filter(({ response }) => response.length > 1).map((group) => centred(group, width));
  const count = used.length;
  if (count <= width) return null;
  const square = new Float64Array(width * width);
  const cross = new Float64Array(width);
  for (const { response, covariates } of used) {
    for (let i = 0; i < response.length; i++) {
      for (let a = 0; a < width; a++) {
        const x = covariates[i * width + a]!;
        cross[a]! += x * response[i]!;
        for (let b = 0; b < width; b++) square[a * width + b]! += x * covariates[i * width + b]!;
      }
    }
  }
  const factor = square.slice();
  if (choleskyFactor(factor, width, factor) < width) return null;
  // a covariate that the others explain leaves a pivot of rounding
  for (let a = 0; a < width; a++) if (factor[a * width + a]! ** 2 < 1e-9 * square[a * width + a]!) return null;
  const coefficients = choleskySolve(factor, width, cross);
  const meat = new Float64Array(width * width);
  const score = new Float64Array(width);
  let observations = 0;
  for (const { response, covariates } of used) {
    score.fill(0);
    observations += response.length;
    for (let i = 0; i < response.length; i++) {
      let residual = response[i]!;
      for (let a = 0; a < width; a++) residual -= coefficients[a]! * covariates[i * width + a]!;
      for (let a = 0; a < width; a++) score[a]! += covariates[i * width + a]! * residual;
    }
    for (let a = 0; a < width; a++) for (let b = 0; b < width; b++) meat[a * width + b]! += score[a]! * score[b]!;
  }
  const standardErrors = new Float64Array(width);
  for (let a = 0; a < width; a++) {
    const unit = new Float64Array(width);
    unit[a] = 1;
    const row = choleskySolve(factor, width, unit);
    let variance = 0;
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) variance += row[i]! * meat[i * width + j]! * row[j]!;
    standardErrors[a] = Math.sqrt((variance * count) / (count - 1));
  }
  return { coefficients, standardErrors, observations, groups: count };
}

function centred({ response, covariates }: RegressionGroup, width: number): RegressionGroup {
  const size = response.length;
  const own = { response: response.slice(), covariates: covariates.slice() };
  const mean = response.reduce((sum, value) => sum + value, 0) / size;
  for (let i = 0; i < size; i++) own.response[i]! -= mean;
  for (let a = 0; a < width; a++) {
    let level = 0;
    for (let i = 0; i < size; i++) level += covariates[i * width + a]! / size;
    for (let i = 0; i < size; i++) own.covariates[i * width + a]! -= level;
  }
  return own;
}
