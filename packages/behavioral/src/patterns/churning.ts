import { dayNumber } from "../input/local-time.ts";
import type { Fill } from "../choice-set/fills.ts";
import type { Pattern } from "./pattern.ts";
import { isoTime, type PatternFinder, percent, severityOf, twoDigits } from "./pattern-finder.ts";

// a quarter, in calendar days
const window = 91;
// the last step of the 2-4-6 rule
const threshold = 6;

/**
 * Trading so much that the positions are turned over at six times a year or more: the 2-4-6 rule by which United States
 * courts and regulators judge an account churned (Mihara v. Dean Witter & Co., 1980). One pattern for each calendar quarter,
 * told from the day on which the quarter so far reaches it. It is arithmetic, no inference.
 */
export const churning: PatternFinder = {
  kind: "churning",
  method:
    "the lesser of the quarter's purchases and sales, times 4, over the mean value of the positions in the last 91 days (or " +
    "the largest purchase in them, where that is more): at least 6 (the 2-4-6 rule)",
  middle: "a turnover of six times a year",
  find: ({ account, fills }) => {
    const { values, bought, sold, costs } = account;
    const days = account.days.map(dayNumber);
    const byDay = new Map<number, Fill[]>();
    for (const fill of fills) {
      const day = dayNumber(fill.trade.day);
      const list = byDay.get(day);
      if (list === undefined) byDay.set(day, [fill]);
      else list.push(fill);
    }
    const largest = Float64Array.from(days, (day) =>
      (byDay.get(day) ?? []).reduce(
        (most, { trade, openedQuantity }) => Math.max(most, openedQuantity * trade.price),
        0,
      ),
    );
    const patterns: Pattern[] = [];
    let quarter = "";
    let quarterBought = 0;
    let quarterSold = 0;
    let quarterCosts = 0;
    let trades: Fill[] = [];
    let worst = 0;
    let start = 0;
    days.forEach((day, row) => {
      if (quarterOf(account.days[row]!) !== quarter) {
        quarter = quarterOf(account.days[row]!);
        quarterBought = quarterSold = quarterCosts = worst = 0;
        trades = [];
      }
      while (days[start]! <= day - window) start++;
      const today = byDay.get(day);
      if (today === undefined) return;
      trades.push(...today);
      quarterBought += bought[row]!;
      quarterSold += sold[row]!;
      quarterCosts += costs[row]!;
      let sum = 0;
      let most = 0;
      for (let earlier = start; earlier <= row; earlier++) {
        sum += Math.abs(values[earlier]!);
        most = Math.max(most, largest[earlier]!);
      }
      const capital = Math.max(sum / (row - start + 1), most);
      const turnover = capital > 0 ? (4 * Math.min(quarterBought, quarterSold)) / capital : 0;
      if (turnover < threshold && worst === 0) return;
      const known = worst > 0;
      worst = Math.max(worst, turnover);
      const charge =
        quarterCosts > 0
          ? `It cost ${twoDigits(quarterCosts)} in money, ${percent(quarterCosts / capital)} of the positions' value.`
          : "No costs are recorded, so what it cost is not known.";
      const pattern: Pattern = {
        kind: "churning",
        from: isoTime(trades[0]!.trade.instant),
        until: isoTime(trades.at(-1)!.trade.instant),
        severity: severityOf(worst, threshold),
        trades: trades.map(({ trade }) => trade.id),
        message:
          `In ${quarter} the positions were turned over at ${twoDigits(worst)} times a year. ${charge} Cash is not in the ` +
          "record: an account that holds much of it is turned over less.",
      };
      if (known) patterns[patterns.length - 1] = pattern;
      else patterns.push(pattern);
    });
    return patterns;
  },
};

/** `"2024-Q1"`. */
function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}
