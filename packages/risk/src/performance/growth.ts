/** Growth of one unit over the series: prod (1 + r) - 1. */
export function totalReturn(series: Float64Array): number {
  let wealth = 1;
  for (let t = 0; t < series.length; t++) wealth *= 1 + series[t]!;
  return wealth - 1;
}

/** Compound annual growth: (prod (1 + r))^(P / n) - 1, years counted as observations / P; -1 after a total loss. */
export function compoundAnnualGrowth(series: Float64Array, periodsPerYear: number): number {
  const wealth = 1 + totalReturn(series);
  return wealth <= 0 ? -1 : wealth ** (periodsPerYear / series.length) - 1;
}

/** How an annual rate becomes one of a period. */
export type RateConversion = "compound" | "simple";

/** (1 + R)^(1/P) - 1, or R / P. */
export function periodRate(annual: number, periodsPerYear: number, conversion: RateConversion): number {
  return conversion === "compound" ? (1 + annual) ** (1 / periodsPerYear) - 1 : annual / periodsPerYear;
}
