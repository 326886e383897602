import * as z from "zod";
import { dayOfIndex } from "../../panel/axis.ts";
import { takeRows } from "../../panel/frame.ts";
import { withFrame } from "../../panel/panel.ts";
import { type TradingCalendar, tradingDays } from "../../panel/trading-calendar.ts";
import { type PanelRule, removal, type Repair } from "../repair.ts";

/** Removes rows on weekends and holidays. */
export interface DropNonTradingDaysRule {
  readonly kind: "drop-non-trading-days";
  /** @defaultValue weekends only */
  readonly calendar?: TradingCalendar;
}

const schema: z.ZodType<DropNonTradingDaysRule> = z.strictObject({
  kind: z.literal("drop-non-trading-days"),
  calendar: z
    .strictObject({
      weekend: z.array(z.int().min(0).max(6)).exactOptional(),
      holidays: z.array(z.iso.date()).exactOptional(),
    })
    .exactOptional(),
});

export const dropNonTradingDays: PanelRule<DropNonTradingDaysRule> = {
  schema,
  apply: (panel, rule) => {
    const isTradingDay = tradingDays(rule.calendar);
    const kept: number[] = [];
    const repairs: Repair[] = [];
    panel.index.forEach((value, row) => {
      if (isTradingDay(dayOfIndex(panel.axis, value))) kept.push(row);
      else panel.assets.forEach((_, column) => repairs.push(...removal(panel, rule.kind, row, column)));
    });
    if (kept.length === panel.rows) return { prices: panel, repairs };
    return { prices: withFrame(panel, takeRows(panel, kept)), repairs };
  },
};
