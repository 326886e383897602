import { quantile, standardDeviation } from "@plimsoll/numeric";

/** Gaussian kernel density of `series` at `point`, bandwidth of Silverman (1986): 0.9 min(sd, IQR / 1.34) n^(-1/5). */
function kernelDensity(series: Float64Array, point: number): number {
  const spread = (quantile(series, 0.75) - quantile(series, 0.25)) / 1.34;
  const deviation = standardDeviation(series);
  // more than half of the returns may be equal: the quartiles then say nothing
  const scale = spread > 0 ? Math.min(deviation, spread) : deviation;
  const bandwidth = 0.9 * scale * series.length ** -0.2;
  if (!(bandwidth > 0)) return Infinity;
  let total = 0;
  for (let i = 0; i < series.length; i++) total += Math.exp(-0.5 * ((point - series[i]!) / bandwidth) ** 2);
  return total / (series.length * bandwidth * Math.sqrt(2 * Math.PI));
}

/** Standard error of an empirical VaR (definitions 3): sqrt(a c / n) / f(-VaR); `effective` replaces n where weights differ. */
export function quantileError(series: Float64Array, tail: number, valueAtRisk: number, effective: number): number {
  const density = kernelDensity(series, -valueAtRisk);
  return density === Infinity ? 0 : Math.sqrt((tail * (1 - tail)) / effective) / density;
}

/**
 * Standard error of an empirical expected shortfall (Manistre & Hancock 2005):
 * sqrt((var(L | L >= VaR) + c (ES - VaR)^2) / (n a)); `weights` default to 1 / n each.
 */
export function shortfallError(
  series: Float64Array,
  tail: number,
  valueAtRisk: number,
  shortfall: number,
  weights?: Float64Array,
): number {
  let mass = 0;
  let first = 0;
  let squares = 0;
  for (let i = 0; i < series.length; i++) {
    const weight = weights?.[i] ?? 1 / series.length;
    squares += weight * weight;
    if (-series[i]! < valueAtRisk) continue;
    mass += weight;
    first += weight * -series[i]!;
  }
  const center = mass > 0 ? first / mass : valueAtRisk;
  let second = 0;
  for (let i = 0; i < series.length; i++) {
    if (-series[i]! >= valueAtRisk) second += (weights?.[i] ?? 1 / series.length) * (-series[i]! - center) ** 2;
  }
  const spread = mass > 0 ? second / mass : 0;
  return Math.sqrt(((spread + (1 - tail) * (shortfall - valueAtRisk) ** 2) * squares) / tail);
}
