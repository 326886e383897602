import { mean } from "@plimsoll/numeric";

/** Moments of a sample: `deviation` divides by n - ddof, the third and fourth central moments by n. */
export interface SampleMoments {
  readonly mean: number;
  readonly deviation: number;
  /** Third moment over the cubed deviation. */
  readonly skewness: number;
  /** Fourth moment over the fourth power of the deviation, less 3. */
  readonly excessKurtosis: number;
}

/** A function of the four moments and its derivatives by them. */
export interface MomentFunction {
  readonly value: number;
  readonly byMean: number;
  readonly byDeviation: number;
  readonly bySkewness: number;
  readonly byKurtosis: number;
}

/** The moments of `series`; skewness and kurtosis are 0 where the deviation is. */
export function sampleMoments(series: Float64Array, ddof: number): SampleMoments {
  const n = series.length;
  const center = mean(series);
  let second = 0;
  for (let i = 0; i < n; i++) second += (series[i]! - center) ** 2;
  const deviation = Math.sqrt(second / (n - ddof));
  if (deviation === 0) return { mean: center, deviation, skewness: 0, excessKurtosis: 0 };
  let third = 0;
  let fourth = 0;
  // standardised first: powers of tiny returns would underflow
  for (let i = 0; i < n; i++) {
    const z = (series[i]! - center) / deviation;
    third += z * z * z;
    fourth += z * z * z * z;
  }
  return { mean: center, deviation, skewness: third / n, excessKurtosis: fourth / n - 3 };
}

/** The derivative of a function of the moments by each return, by the chain rule. */
export function momentGradient(
  series: Float64Array,
  ddof: number,
  moments: SampleMoments,
  f: MomentFunction,
): Float64Array {
  const n = series.length;
  const { mean: center, deviation, skewness, excessKurtosis } = moments;
  if (deviation === 0) return new Float64Array(n).fill(f.byMean / n);
  return series.map((value) => {
    const z = (value - center) / deviation;
    const deviationSlope = z / (n - ddof);
    const skewnessSlope = ((3 / n) * (z * z - (n - ddof) / n) - 3 * skewness * deviationSlope) / deviation;
    const kurtosisSlope = ((4 / n) * (z * z * z - skewness) - 4 * (excessKurtosis + 3) * deviationSlope) / deviation;
    return f.byMean / n + f.byDeviation * deviationSlope + f.bySkewness * skewnessSlope + f.byKurtosis * kurtosisSlope;
  });
}

/** The asymptotic standard error of a function of the moments: the deviation of its influence function over sqrt(n). */
export function momentError(series: Float64Array, moments: SampleMoments, f: MomentFunction): number {
  const { mean: center, deviation, skewness, excessKurtosis } = moments;
  if (deviation === 0) return 0;
  const kurtosis = excessKurtosis + 3;
  let total = 0;
  for (let i = 0; i < series.length; i++) {
    const z = (series[i]! - center) / deviation;
    const square = z * z - 1;
    const influence =
      f.byMean * z * deviation +
      (f.byDeviation * deviation * square) / 2 +
      f.bySkewness * (z ** 3 - skewness - 1.5 * skewness * square - 3 * z) +
      f.byKurtosis * (z ** 4 - kurtosis - 2 * kurtosis * square - 4 * skewness * z);
    total += influence * influence;
  }
  return Math.sqrt(total) / series.length;
}
