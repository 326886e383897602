import { robustScores } from "../history.ts";
import type { FindingBase, QualityCheck } from "../quality-check.ts";

/** A return far outside what is usual for its asset. */
export interface OutlierFinding extends FindingBase {
  readonly kind: "outlier";
  readonly asset: string;
  /** Date of the price that the return leads to. */
  readonly date: string;
  readonly price: number;
  /** Simple return from the price before. */
  readonly return: number;
  /** Distance of the log return from the median in robust standard deviations, signed. */
  readonly score: number;
  /** Whether the next return is an outlier that undoes most of it: this price alone stands out, the level has not moved. */
  readonly reverts: boolean;
}

/** Options of the check for outliers. */
export interface OutlierOptions {
  /**
   * Robust standard deviations from which on there is a finding. The 3.5 of Iglewicz & Hoaglin suits normal samples; daily
   * returns of stocks exceed it on about one day in thirty.
   * @defaultValue 10
   */
  readonly threshold?: number;
  /**
   * Fewest returns of an asset that are judged.
   * @defaultValue 20
   */
  readonly minimumReturns?: number;
}

/** Log returns whose distance from the median exceeds a multiple of 1.4826 x the median absolute deviation. */
export const outlier: QualityCheck<OutlierOptions, OutlierFinding> = {
  defaults: { threshold: 10, minimumReturns: 20 },
  find: ({ panel, histories }, { threshold, minimumReturns }) => {
    const findings: OutlierFinding[] = [];
    for (const { asset, rows, prices } of histories) {
      const scores = robustScores(prices, minimumReturns);
      if (scores === undefined) continue;
      for (let i = 1; i < prices.length; i += 1) {
        const here = scores[i]!;
        if (!(Math.abs(here) > threshold)) continue;
        const next = scores[i + 1] ?? Number.NaN;
        const reverts = Math.abs(next) > threshold && Math.abs(here + next) < Math.abs(here) / 2;
        const [date, simple] = [panel.date(rows[i]!), prices[i]! / prices[i - 1]! - 1];
        findings.push({
          kind: "outlier",
          severity: "warning",
          asset,
          date,
          price: prices[i]!,
          return: simple,
          score: here,
          reverts,
          message: `${asset} returned ${(100 * simple).toFixed(1)} % on ${date}, ${Math.abs(here).toFixed(0)} robust standard deviations from its median${reverts ? ", and came back" : ""}`,
        });
        if (reverts) i += 1; // the way back is the same finding
      }
    }
    return findings;
  },
};
