import type { PurchaseDay } from "../choice-set/purchase-days.ts";
import { ChoiceMartingale } from "../estimate/choice-martingale.ts";
import { dayNumber } from "../input/local-time.ts";
import type { PriceTable } from "../input/price-table.ts";
import { marketVolumes } from "./market-volumes.ts";
import type { Pattern } from "./pattern.ts";
import { isoTime, oddsInWords, type PatternFinder, percent, requiredEvidence, severityOf } from "./pattern-finder.ts";

// a month, in calendar days
const window = 28;
// the top tenth of what could have been bought
const topShare = 0.1;

/** Rise of each choice over the month that ended the day before; NaN where a price is missing. */
function runUps({ row, choices }: PurchaseDay, table: PriceTable): Float64Array {
  const rises = new Float64Array(choices.length).fill(NaN);
  if (row < 0) return rises;
  let start = row;
  while (start >= 0 && table.days[start]! > table.days[row]! - window) start--;
  for (let index = 0; index < choices.length; index++) {
    const { column, price } = choices[index]!;
    rises[index] = Math.log(price / table.close(start, column));
  }
  return rises;
}

/**
 * Buying what has just shot up or is traded like never before, rather than something else that could have been bought.
 * Each day with a purchase is one choice out of the universe.
 */
export const fomoBuying: PatternFinder = {
  kind: "fomo-buying",
  method:
    "conditional likelihood of the last month's rise (and, where given, of yesterday's abnormal volume: Barber & Odean " +
    "2008) of what was bought among all that could have been, as a test martingale (Ville 1939)",
  middle: "a rise two cross-sectional standard deviations above the mean of what could have been bought",
  find: ({ purchaseDays, prices, trades, context, timeZone }) => {
    const { table } = prices;
    const volumes = marketVolumes(context.volumes, timeZone);
    const rising = new ChoiceMartingale();
    const busy = new ChoiceMartingale();
    const instants = new Map(trades.map(({ id, instant }) => [id, instant]));
    const patterns: Pattern[] = [];
    for (const purchase of purchaseDays) {
      const { day, choices } = purchase;
      const rises = runUps(purchase, table);
      const known: number[] = [];
      for (let index = 0; index < rises.length; index++) if (!Number.isNaN(rises[index]!)) known.push(index);
      if (known.length < 2) continue;
      const values = new Float64Array(known.length);
      const bought = new Uint8Array(known.length);
      for (let place = 0; place < known.length; place++) {
        values[place] = rises[known[place]!]!;
        bought[place] = choices[known[place]!]!.bought ? 1 : 0;
      }
      rising.observe(values, bought);
      const today = dayNumber(day);
      const abnormal = volumes.given
        ? Float64Array.from(known, (index) => volumes.abnormal(choices[index]!.asset, today))
        : new Float64Array();
      const withVolume = volumes.given && abnormal.every((value) => !Number.isNaN(value));
      if (withVolume) busy.observe(abnormal, bought);
      // the mean of two martingales is one
      const wealth = volumes.given ? (rising.wealth + busy.wealth) / 2 : rising.wealth;
      if (wealth < requiredEvidence) continue;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      const limit = topLimit(values);
      const busyLimit = withVolume ? topLimit(abnormal) : NaN;
      const chased = known.flatMap((index, place) => {
        const rise = values[place]!;
        const risen = rise > 0 && rise >= limit && rise > mean;
        const hyped = withVolume && abnormal[place]! >= busyLimit && abnormal[place]! > 0;
        return choices[index]!.bought && (risen || hyped) ? [{ ...choices[index]!, rise }] : [];
      });
      if (chased.length === 0) continue;
      const byTime = (a: string, b: string): number => instants.get(a)! - instants.get(b)!;
      const ids = chased.flatMap((choice) => choice.trades).sort(byTime);
      // which assets were bought is known when the day's last purchase is
      const last = choices
        .flatMap((choice) => choice.trades)
        .sort(byTime)
        .at(-1)!;
      const largest = chased.reduce((best, choice) => (choice.rise > best.rise ? choice : best));
      const above = values.filter((value) => value > largest.rise).length;
      patterns.push({
        kind: "fomo-buying",
        from: isoTime(instants.get(ids[0]!)!),
        until: isoTime(instants.get(last)!),
        severity: deviation > 0 ? severityOf((largest.rise - mean) / deviation, 2) : 0,
        trades: ids,
        message:
          `On ${day} ${chased.map(({ asset }) => asset).join(", ")} was bought; ${largest.asset} had changed by ` +
          `${percent(Math.expm1(largest.rise))} in four weeks, place ${above + 1} of the ${values.length} that could have been ` +
          `bought. ${oddsInWords(wealth)} A deliberate momentum strategy looks the same.`,
      });
    }
    return patterns;
  },
};

/** The least value among the top tenth, which holds at least one. */
function topLimit(values: Float64Array): number {
  const places = Math.max(1, Math.floor(topShare * values.length));
  return Float64Array.from(values).sort()[values.length - places]!;
}
