import type { Evidence } from "../choice-set/evidence.ts";
import { dayNumber } from "../input/local-time.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";
import { type LotteryFeatures, lotteryFeatures, lotteryIndex } from "./lottery-index.ts";

/**
 * Weight in lottery-like stocks beyond the market's. Kumar (2009): individual investors 3.74 %, market 1.25 %; most hold
 * none and a few much, so investors are taken to differ as much as they lean.
 */
const population: Population = { mean: 0.0249, standardDeviation: 0.0249 };
const prior: number = Math.hypot(population.mean, population.standardDeviation);

/**
 * Preference for lottery-like stocks (Kumar 2009): cheap, volatile and skewed, judged by the six months of daily returns
 * before the last day on which anything was held. The effect is the share of the account in stocks on the lottery side of
 * the median in all three, less that of the market (equal weights unless `marketWeights` are given); the lottery index
 * LIDX stands beside it. A snapshot: it has an interval, and no p-value.
 */
export const lotteryPreference: Detector = {
  key: "lotteryPreference",
  method: "weight in lottery-like stocks (Kumar 2009)",
  minimumSampleSize: 20,
  detect,
};

function detect(evidence: Evidence, options: DetectorOptions): Finding {
  const { account, context, prices } = evidence;
  const last = lastHolding(evidence);
  const features = last < 0 ? [] : lotteryFeatures(evidence, prices.table.rowBefore(nextDay(account.days[last]!)));
  const index = lotteryIndex(features);
  const values = new Map<string, number>();
  const width = account.assets.length;
  account.assets.forEach((asset, column) => {
    const value = last < 0 ? 0 : account.quantities[last * width + column]! * account.prices[last * width + column]!;
    if (value > 0) values.set(asset, value);
  });
  const own = weigh(features, (asset) => values.get(asset) ?? 0);
  const { marketWeights } = context;
  const market = weigh(features, (asset) => (marketWeights === undefined ? 1 : (marketWeights[asset] ?? 0)));
  const mean = (weights: Float64Array | null, of: (row: number) => number): number | null =>
    weights === null ? null : weights.reduce((sum, weight, row) => sum + weight * of(row), 0);
  const isLottery = (row: number): number => (index[row]!.isLottery ? 1 : 0);
  const details = {
    sampleSize: own === null ? 0 : features.length,
    confounds: ["sector-tilt"],
    counts: {
      lotteryIndex: mean(own, (row) => index[row]!.value),
      marketLotteryIndex: mean(market, (row) => index[row]!.value),
      lotteryWeight: mean(own, isLottery),
      marketLotteryWeight: mean(market, isLottery),
      rankedAssets: features.length,
    },
  };
  if (own === null || market === null || features.length < lotteryPreference.minimumSampleSize) {
    return insufficient(lotteryPreference, details);
  }
  const share = index.filter((entry) => entry.isLottery).length / features.length;
  const concentration = own.reduce((sum, weight) => sum + weight * weight, 0);
  const estimate = {
    effect: mean(own, isLottery)! - mean(market, isLottery)!,
    // as if the same weights had been put on assets drawn by lot
    standardError: Math.max(1e-6, Math.sqrt(share * (1 - share) * concentration)),
    pValue: null,
  };
  return assessed(lotteryPreference, estimate, population, prior, details, options);
}

function lastHolding({ account }: Evidence): number {
  const width = account.assets.length;
  for (let row = account.days.length - 1; row >= 0; row--) {
    for (let column = 0; column < width; column++) if (account.quantities[row * width + column]! > 0) return row;
  }
  return -1;
}

function nextDay(day: string): string {
  return new Date((dayNumber(day) + 1) * 86_400_000).toISOString().slice(0, 10);
}

/** Weights over the ranked assets, summing to 1; `null` where none of them has any. */
function weigh(features: readonly LotteryFeatures[], value: (asset: string) => number): Float64Array | null {
  const values = Float64Array.from(features, ({ asset }) => value(asset));
  const total = values.reduce((sum, own) => sum + own, 0);
  return total > 0 ? values.map((own) => own / total) : null;
}
