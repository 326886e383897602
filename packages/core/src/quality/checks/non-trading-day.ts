import { dayOfIndex } from "../../panel/axis.ts";
import { formatDay, weekdayOf } from "../../panel/calendar-day.ts";
import { type TradingCalendar, tradingDays } from "../../panel/trading-calendar.ts";
import type { FindingBase, QualityCheck } from "../quality-check.ts";

/** Prices on a day without trading. */
export interface NonTradingDayFinding extends FindingBase {
  readonly kind: "non-trading-day";
  readonly date: string;
  readonly reason: "weekend" | "holiday";
  /** The assets with a price. */
  readonly assets: readonly string[];
}

/** Options of the check for non-trading days. */
export interface NonTradingDayOptions {
  /** @defaultValue weekends only */
  readonly calendar?: TradingCalendar;
  /**
   * Panels with more days than this from row to row (median) are not checked: their dates name periods, such as the first
   * of a month, rather than trading days.
   * @defaultValue 4
   */
  readonly maximumSpacing?: number;
}

/** Rows with prices on weekends or holidays (of instants, by their day in UTC). */
export const nonTradingDay: QualityCheck<NonTradingDayOptions, NonTradingDayFinding> = {
  defaults: { calendar: {}, maximumSpacing: 4 },
  find: ({ panel, spacing }, { calendar, maximumSpacing }) => {
    if (spacing > maximumSpacing) return [];
    const isTradingDay = tradingDays(calendar);
    const weekend = new Set(calendar.weekend ?? [0, 6]);
    const findings: NonTradingDayFinding[] = [];
    for (let row = 0; row < panel.rows; row += 1) {
      const day = dayOfIndex(panel.axis, panel.index[row]!);
      if (isTradingDay(day)) continue;
      const assets = panel.assets.filter((_, column) => !Number.isNaN(panel.values[row * panel.columns + column]!));
      if (assets.length === 0) continue;
      const reason = weekend.has(weekdayOf(day)) ? "weekend" : "holiday";
      const date = panel.date(row);
      const message = `${assets.length} ${assets.length === 1 ? "asset has a price" : "assets have prices"} on ${formatDay(day)}, a ${reason}`;
      findings.push({ kind: "non-trading-day", severity: "warning", date, reason, assets, message });
    }
    return findings;
  },
};
