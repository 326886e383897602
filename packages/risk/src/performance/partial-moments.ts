/** mean max(target - r, 0)^order. */
export function lowerPartialMoment(series: Float64Array, target: number, order: 1 | 2 | 3): number {
  let total = 0;
  for (let t = 0; t < series.length; t++) {
    const below = target - series[t]!;
    if (below > 0) total += order === 1 ? below : order === 2 ? below * below : below * below * below;
  }
  return total / series.length;
}

/** mean max(r - target, 0)^order. */
export function upperPartialMoment(series: Float64Array, target: number, order: 1 | 2): number {
  let total = 0;
  for (let t = 0; t < series.length; t++) {
    const above = series[t]! - target;
    if (above > 0) total += order === 1 ? above : above * above;
  }
  return total / series.length;
}

/** Which observations the downside deviation counts. */
export type DownsideDivisor = "all" | "losers" | "losers-minus-one";

/** sqrt(sum min(r - target, 0)^2 / n); `"losers"` divides by the number of returns below the target, or one less. */
export function downsideDeviation(series: Float64Array, target: number, divisor: DownsideDivisor = "all"): number {
  let squares = 0;
  let losers = 0;
  for (let t = 0; t < series.length; t++) {
    if (series[t]! >= target) continue;
    squares += (series[t]! - target) ** 2;
    losers++;
  }
  const count = divisor === "all" ? series.length : divisor === "losers" ? losers : losers - 1;
  return count <= 0 ? 0 : Math.sqrt(squares / count);
}
