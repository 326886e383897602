/** Median of numbers that are not NaN; NaN of none. Sorts `values` in place. */
export function medianInPlace(values: Float64Array): number {
  const sorted = values.sort();
  const middle = sorted.length >>> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return sorted.length === 0 ? Number.NaN : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A robust centre and scale of a sample, the scale that of a normal distribution's standard deviation. */
export interface RobustScale {
  readonly center: number;
  readonly scale: number;
}

/**
 * Median and 1.4826 x the median absolute deviation from it; where more than half of the values are equal, which makes
 * that zero, 1.2533 x the mean absolute deviation (Iglewicz & Hoaglin, How to Detect and Handle Outliers, 1993).
 */
export function robustScale(values: Float64Array): RobustScale {
  const center = medianInPlace(values.slice());
  const deviations = values.map((value) => Math.abs(value - center));
  const mean = deviations.reduce((sum, value) => sum + value, 0) / deviations.length;
  const median = medianInPlace(deviations);
  return { center, scale: median > 0 ? 1.482602218505602 * median : 1.2533141373155001 * mean };
}
