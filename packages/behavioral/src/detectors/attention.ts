import type { Evidence } from "../choice-set/evidence.ts";
import { controlledEffect } from "../estimate/controlled-effect.ts";
import { dayNumber } from "../input/local-time.ts";
import type { Population } from "../score/severity.ts";
import { AttentionCalendar } from "./attention-calendar.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";
import { newPurchases } from "./new-purchases.ts";

/**
 * Log odds of buying per sign of attention. Barber & Odean (2008) give imbalances of buys and sells, no odds; 50 is set
 * at odds of 1.5 and investors are taken to differ as much as they lean.
 */
const population: Population = { mean: Math.log(1.5), standardDeviation: Math.log(1.5) };
const prior: number = Math.hypot(population.mean, population.standardDeviation);

/**
 * Attention-driven buying (Barber & Odean 2008): buying what catches the eye, while sales choose among the few assets
 * held. The effect is the coefficient of the number of signs (abnormal volume, news, an extreme return the day before) in
 * a conditional logit over the assets not held that could have been bought; buy-sell imbalances stand beside it.
 */
export const attention: Detector = {
  key: "attention",
  method: "conditional logit of purchases on attention (Barber & Odean 2008)",
  minimumSampleSize: 20,
  detect,
};

function detect(evidence: Evidence, options: DetectorOptions): Finding {
  const calendar = new AttentionCalendar(evidence);
  const { sets, purchases, bought } = newPurchases(evidence.purchaseDays, 1, ({ day, row }, choices) => {
    const today = dayNumber(day);
    const extreme = calendar.extremeReturns(row);
    return Float64Array.from(
      choices,
      ({ asset, column }) => calendar.signs(asset, today) + (extreme.has(column) ? 1 : 0),
    );
  });
  const details = {
    sampleSize: purchases,
    evidence: bought.flatMap(({ trades, value }) => (value > 0 ? trades : [])),
    confounds: ["news-trading", "index-inclusion"],
    counts: imbalances(evidence, calendar),
  };
  if (purchases < attention.minimumSampleSize) return insufficient(attention, details);
  const estimate = controlledEffect(sets, 1, sets.length);
  // no asset ever stood out: there was nothing to be drawn to
  if (estimate === null) return insufficient(attention, details);
  return assessed(attention, estimate, population, prior, details, options);
}

/** Barber & Odean's imbalance (B - S) / (B + S), of trades in assets with a sign of attention and of the others. */
function imbalances({ fills, prices }: Evidence, calendar: AttentionCalendar): Record<string, number | null> {
  const buys = [0, 0];
  const sells = [0, 0];
  for (const { trade } of fills) {
    const row = prices.table.rowBefore(trade.day);
    const extreme = calendar.extremeReturns(row).has(prices.table.column(trade.asset));
    const caught = extreme || calendar.signs(trade.asset, dayNumber(trade.day)) > 0 ? 1 : 0;
    (trade.side === "buy" ? buys : sells)[caught]! += 1;
  }
  const imbalance = (b: number, s: number): number | null => (b + s === 0 ? null : (b - s) / (b + s));
  return {
    attentionBuys: buys[1]!,
    attentionSells: sells[1]!,
    otherBuys: buys[0]!,
    otherSells: sells[0]!,
    attentionImbalance: imbalance(buys[1]!, sells[1]!),
    otherImbalance: imbalance(buys[0]!, sells[0]!),
  };
}
