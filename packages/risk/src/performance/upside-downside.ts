import { type DownsideDivisor, lowerPartialMoment, upperPartialMoment } from "./partial-moments.ts";
import { ratio } from "./ratio.ts";

/** Partial moments about the target, of one period (Bacon 2008). Ratios that divide by zero are `null`. */
export interface UpsideDownside {
  /** Mean of max(target - r, 0). */
  readonly downsidePotential: number;
  /** Share of periods below the target. */
  readonly downsideFrequency: number;
  /** Mean of max(r - target, 0). */
  readonly upsidePotential: number;
  readonly upsideFrequency: number;
  /** Root of the mean of max(r - target, 0)^2. */
  readonly upsideRisk: number;
  /** Upside over downside variance. */
  readonly volatilitySkewness: number | null;
  /** Upside over downside risk. */
  readonly variabilitySkewness: number | null;
  /** (mean of max(r, 0) + 2.25 min(r, 0), less the target) over the downside deviation (Watanabe 2006). */
  readonly prospectRatio: number | null;
  /** Losses times their number over gains times theirs, about 0 (Lavinio 2000). */
  readonly dRatio: number | null;
}

/** `downside` is the downside deviation over all observations. */
export function upsideDownside(series: Float64Array, target: number): UpsideDownside {
  const n = series.length;
  let [below, above, prospect, losses, gains, lost, won] = [0, 0, 0, 0, 0, 0, 0];
  for (let t = 0; t < n; t++) {
    const value = series[t]!;
    if (value < target) below++;
    else if (value > target) above++;
    prospect += value > 0 ? value : 2.25 * value;
    if (value < 0) {
      losses -= value;
      lost++;
    } else if (value > 0) {
      gains += value;
      won++;
    }
  }
  const up = upperPartialMoment(series, target, 2);
  const down = lowerPartialMoment(series, target, 2);
  return {
    downsidePotential: lowerPartialMoment(series, target, 1),
    downsideFrequency: below / n,
    upsidePotential: upperPartialMoment(series, target, 1),
    upsideFrequency: above / n,
    upsideRisk: Math.sqrt(up),
    volatilitySkewness: ratio(up, down),
    variabilitySkewness: ratio(Math.sqrt(up), Math.sqrt(down)),
    prospectRatio: ratio(prospect / n - target, Math.sqrt(down)),
    dRatio: ratio(lost * losses, won * gains),
  };
}

/** Mean gain over the downside deviation (Sortino, van der Meer & Plantinga 1999); conditional ones with other divisors. */
export function upsidePotentialRatio(
  series: Float64Array,
  target: number,
  downside: number,
  divisor: DownsideDivisor,
): number | null {
  const mean = upperPartialMoment(series, target, 1);
  if (divisor === "all") return ratio(mean, downside);
  let above = 0;
  for (let t = 0; t < series.length; t++) if (series[t]! > target) above++;
  return ratio((mean * series.length) / above, downside);
}
