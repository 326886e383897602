import type { InMeanForm, GarchMeanSettings } from "./mean-settings.ts";

/** What a variance recursion asks of a mean that depends on the variance of the same row. */
export interface MeanCoupling {
  /** e_t, once h_t is known. */
  residual(t: number, variance: number): number;
  /** On the way back, once the derivative by e_t is complete: the derivative by h_t through the mean. */
  adjoint(t: number): number;
}

/** A series with outside variables; rows of the likelihood start after the `ar` first values. */
export interface MeanData {
  readonly values: Float64Array;
  /** Row-major values.length x regressors. */
  readonly regressors: Float64Array;
}

/** Arrays shared with the run over the variance. */
export interface MeanArrays {
  readonly rows: number;
  readonly residuals: Float64Array;
  readonly variances: Float64Array;
  readonly byResidual: Float64Array;
}

const forms: Readonly<Record<InMeanForm, readonly [value: (h: number) => number, slope: (h: number) => number]>> = {
  variance: [(h) => h, () => 1],
  "standard-deviation": [Math.sqrt, (h) => 0.5 / Math.sqrt(h)],
  "log-variance": [Math.log, (h) => 1 / h],
};

/** A mean with its parameters bound to a series. */
export interface MeanEquation extends MeanCoupling {
  /** m_t. */
  mean(t: number, variance: number): number;
  /** All residuals, for a mean that does not depend on the variance. */
  fill(): void;
  /** The way back over all rows, for such a mean. */
  drain(): void;
}

/** Binds parameters to data; derivatives are added to `byParameter`. Residuals before the first row are 0. */
export function meanEquation(
  settings: GarchMeanSettings,
  { values, regressors }: MeanData,
  { rows, residuals, variances, byResidual }: MeanArrays,
  parameters: Float64Array,
  byParameter: Float64Array,
): MeanEquation {
  const { constant, ar, ma, inMean, regressors: width } = settings;
  const mu = constant ? parameters[0]! : 0;
  const firstAr = constant ? 1 : 0;
  const firstMa = firstAr + ar;
  const at = firstMa + ma;
  const firstX = at + (inMean === null ? 0 : 1);
  const [value, slope] = inMean === null ? [() => 0, () => 0] : forms[inMean];
  const premium = inMean === null ? 0 : parameters[at]!;

  const mean = (t: number, variance: number): number => {
    let sum = mu;
    for (let i = 0; i < ar; i++) sum += parameters[firstAr + i]! * values[t + ar - 1 - i]!;
    for (let i = 0; i < ma && t - 1 - i >= 0; i++) sum += parameters[firstMa + i]! * residuals[t - 1 - i]!;
    if (inMean !== null) sum += premium * value(variance);
    for (let j = 0; j < width; j++) sum += parameters[firstX + j]! * regressors[(t + ar) * width + j]!;
    return sum;
  };
  const residual = (t: number, variance: number): number => values[t + ar]! - mean(t, variance);
  const adjoint = (t: number): number => {
    const by = byResidual[t]!;
    if (constant) byParameter[0]! -= by;
    for (let i = 0; i < ar; i++) byParameter[firstAr + i]! -= by * values[t + ar - 1 - i]!;
    for (let i = 0; i < ma && t - 1 - i >= 0; i++) {
      byParameter[firstMa + i]! -= by * residuals[t - 1 - i]!;
      byResidual[t - 1 - i]! -= by * parameters[firstMa + i]!;
    }
    for (let j = 0; j < width; j++) byParameter[firstX + j]! -= by * regressors[(t + ar) * width + j]!;
    if (inMean === null) return 0;
    const h = variances[t]!;
    byParameter[at]! -= by * value(h);
    return -by * premium * slope(h);
  };
  const plain = ar === 0 && ma === 0 && width === 0;
  return {
    mean,
    residual,
    adjoint,
    fill() {
      if (plain) for (let t = 0; t < rows; t++) residuals[t] = values[t]! - mu;
      else for (let t = 0; t < rows; t++) residuals[t] = residual(t, 0);
    },
    drain() {
      if (!plain) for (let t = rows - 1; t >= 0; t--) adjoint(t);
      else if (constant) {
        let sum = 0;
        for (let t = 0; t < rows; t++) sum += byResidual[t]!;
        byParameter[0]! -= sum;
      }
    },
  };
}
