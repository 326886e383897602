import { dayNumber } from "../input/local-time.ts";
import type { Pattern } from "./pattern.ts";
import { isoTime, type PatternFinder, percent, severityOf } from "./pattern-finder.ts";

// a month, in calendar days
const window = 30;
const leastDrop = 0.9;
const leastTraded = 0.5;
// what the market calls a correction
const leastLoss = 0.1;

/**
 * Selling out after a fall: within a month the positions lose nine tenths of their value, half of it or more by trades
 * (Elkind, Kaminski, Lo, Siah & Wong 2022), after losing a tenth of it or more in the market. The next one can only come
 * after half the value is back.
 */
export const panicSelling: PatternFinder = {
  kind: "panic-selling",
  method:
    "value down 90 % in 30 days, at least half of it by trades (Elkind et al. 2022), after a loss of at least 10 %",
  middle: "a loss of 20 % on the way",
  find: ({ account, fills }) => {
    const { values, netInvested, sold } = account;
    const days = account.days.map(dayNumber);
    // profit is value less what was put in: it falls by losses alone
    const profits = new Float64Array(days.length);
    let invested = 0;
    days.forEach((_, row) => {
      invested += netInvested[row]!;
      profits[row] = values[row]! - invested;
    });
    const patterns: Pattern[] = [];
    let waitFor = 0;
    let start = 0;
    for (let row = 0; row < days.length; row++) {
      while (days[start]! < days[row]! - window) start++;
      const value = values[row]!;
      if (value < waitFor || sold[row] === 0) continue;
      waitFor = 0;
      let top = row;
      let mostProfit = -Infinity;
      for (let earlier = start; earlier < row; earlier++) if (values[earlier]! > values[top]!) top = earlier;
      const peak = values[top]!;
      if (!(peak > 0) || value > (1 - leastDrop) * peak) continue;
      let soldNet = 0;
      for (let later = top + 1; later <= row; later++) soldNet -= netInvested[later]!;
      if (soldNet < leastTraded * (peak - value)) continue;
      for (let later = start; later <= row; later++) mostProfit = Math.max(mostProfit, profits[later]!);
      const loss = (mostProfit - profits[row]!) / peak;
      if (loss < leastLoss) continue;
      waitFor = 0.5 * peak;
      const sales = fills.filter(({ trade, closedQuantity }) => {
        const day = dayNumber(trade.day);
        return trade.side === "sell" && closedQuantity > 0 && day > days[top]! && day <= days[row]!;
      });
      patterns.push({
        kind: "panic-selling",
        from: isoTime(sales[0]!.trade.instant),
        until: isoTime(sales.at(-1)!.trade.instant),
        severity: severityOf(loss, 0.2),
        trades: sales.map(({ trade }) => trade.id),
        message:
          `By ${account.days[row]} ${percent(1 - value / peak)} of the positions of ${account.days[top]} were gone, most of it ` +
          `sold, after a loss of ${percent(loss)}. One event proves no habit: a withdrawal, a need for cash or a change of ` +
          "plan look the same, and selling can be right.",
      });
    }
    return patterns;
  },
};
