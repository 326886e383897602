import type { PricePanel } from "@plimsoll/core";
import { invalidInput } from "@plimsoll/core";

/** How often prices were taken. */
export interface Frequency {
  readonly name: "daily" | "weekly" | "monthly" | "quarterly" | "yearly";
  /** What one row is called, such as `month`. */
  readonly period: "day" | "week" | "month" | "quarter" | "year";
  readonly periodsPerYear: number;
}

const KNOWN: readonly { readonly from: number; readonly to: number; readonly frequency: Frequency }[] = [
  { from: 0.5, to: 4, frequency: { name: "daily", period: "day", periodsPerYear: 252 } },
  { from: 5, to: 10, frequency: { name: "weekly", period: "week", periodsPerYear: 52 } },
  { from: 20, to: 45, frequency: { name: "monthly", period: "month", periodsPerYear: 12 } },
  { from: 80, to: 100, frequency: { name: "quarterly", period: "quarter", periodsPerYear: 4 } },
  { from: 330, to: 400, frequency: { name: "yearly", period: "year", periodsPerYear: 1 } },
];

/** The frequency of a panel, seen from the median gap between its dates; a market that trades every day of the week has 365 days a year. */
export function frequencyOf(prices: PricePanel, source: string): Frequency {
  const days = prices.axis === "day" ? 1 : 86_400_000;
  const gaps = Array.from({ length: prices.rows - 1 }, (_, i) => (prices.index[i + 1]! - prices.index[i]!) / days);
  const median = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  const found = KNOWN.find(({ from, to }) => median !== undefined && median >= from && median <= to);
  if (found === undefined || median === undefined) {
    const seen = median === undefined ? "there is one date only" : `the usual gap between dates is ${median} days`;
    throw invalidInput("prices", `${source}: ${seen}: give daily, weekly, monthly, quarterly or yearly prices`, {
      file: source,
    });
  }
  const everyDay = found.frequency.name === "daily" && gaps.filter((gap) => gap === 1).length > 0.95 * gaps.length;
  return everyDay ? { ...found.frequency, periodsPerYear: 365 } : found.frequency;
}
