import { robustScores } from "../history.ts";
import type { FindingBase, QualityCheck } from "../quality-check.ts";

/** A price that falls or rises by a factor common among splits and stays there; a crash may look the same. */
export interface UnadjustedSplitFinding extends FindingBase {
  readonly kind: "unadjusted-split";
  readonly asset: string;
  /** Date of the first price at the new level. */
  readonly date: string;
  readonly before: number;
  readonly after: number;
  /** The common ratio that fits, in new shares for one old: 2 for 2:1, 0.1 for a reverse split 1:10. */
  readonly ratio: number;
}

/** Options of the check for unadjusted splits. */
export interface UnadjustedSplitOptions {
  /**
   * New shares for one old, above 1; their reciprocals are reverse splits and looked for too.
   * @defaultValue [1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50, 100]
   */
  readonly ratios?: readonly number[];
  /**
   * Largest relative distance of price before / price after from a ratio.
   * @defaultValue 0.03
   */
  readonly tolerance?: number;
  /**
   * Smallest distance of the log return from the median of its asset, in robust standard deviations; not asked of assets
   * with fewer than 20 returns.
   * @defaultValue 5
   */
  readonly minimumScore?: number;
}

/** Price steps near a split ratio that no price beside them undoes. */
export const unadjustedSplit: QualityCheck<UnadjustedSplitOptions, UnadjustedSplitFinding> = {
  defaults: {
    ratios: [1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50, 100],
    tolerance: 0.03,
    minimumScore: 5,
  },
  find: ({ panel, histories }, { ratios, tolerance, minimumScore }) => {
    const candidates = ratios.flatMap((ratio) => [ratio, 1 / ratio]);
    const findings: UnadjustedSplitFinding[] = [];
    for (const { asset, rows, prices } of histories) {
      const scores = robustScores(prices, 20);
      for (let i = 1; i < prices.length; i += 1) {
        const [before, after] = [prices[i - 1]!, prices[i]!];
        if (!(before > 0 && after > 0)) continue;
        if (scores !== undefined && Math.abs(scores[i]!) < minimumScore) continue;
        const factor = before / after;
        const ratio = nearest(candidates, factor);
        if (ratio === undefined || Math.abs(factor / ratio - 1) > tolerance) continue;
        if (isUndone(prices, i)) continue;
        const date = panel.date(rows[i]!);
        findings.push({
          kind: "unadjusted-split",
          severity: "warning",
          asset,
          date,
          before,
          after,
          ratio,
          message: `${asset} went from ${before} to ${after} on ${date}, near the ratio of a split ${splitText(ratio)}: see whether it was adjusted for`,
        });
      }
    }
    return findings;
  },
};

/** `2:1`, `3:2`, `1:10`. */
function splitText(ratio: number): string {
  const [larger, reverse] = ratio >= 1 ? [ratio, false] : [1 / ratio, true];
  const doubled = Math.round(larger * 2);
  const [many, one] = doubled % 2 === 0 ? [doubled / 2, 1] : [doubled, 2];
  return reverse ? `${one}:${many}` : `${many}:${one}`;
}

function nearest(candidates: readonly number[], factor: number): number | undefined {
  let best: number | undefined;
  for (const candidate of candidates) {
    if (best === undefined || Math.abs(Math.log(factor / candidate)) < Math.abs(Math.log(factor / best)))
      best = candidate;
  }
  return best;
}

/** Whether one of the two prices stands out alone, the one beside it lying nearer to the other: an outlier, no split. */
function isUndone(prices: Float64Array, i: number): boolean {
  const [before, after] = [prices[i - 1]!, prices[i]!];
  return isNearer(prices[i + 1], before, after) || isNearer(prices[i - 2], after, before);
}

function isNearer(price: number | undefined, to: number, than: number): boolean {
  if (price === undefined || !(price > 0)) return false;
  return Math.abs(Math.log(price / to)) < Math.abs(Math.log(price / than));
}
