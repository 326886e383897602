import { MILLISECONDS_PER_DAY } from "../panel/calendar-day.ts";
import type { PanelRecord } from "../panel/from-records.ts";
import { PricePanel } from "../panel/price-panel.ts";
import type { QualitySubject } from "./quality-check.ts";
import { readRecords } from "./read-records.ts";
import { medianInPlace } from "./statistics.ts";

/** What the checks look at: a panel, or the readable and distinct ones among raw records as a panel. */
export function subjectOf(prices: PricePanel | readonly PanelRecord[]): QualitySubject {
  if (PricePanel.is(prices)) return { panel: prices, records: [], spacing: spacingOf(prices) };
  const panel = PricePanel.fromRecords(readRecords(prices).distinct.map((position) => prices[position]!));
  return { panel, records: prices, spacing: spacingOf(panel) };
}

function spacingOf({ axis, index }: PricePanel): number {
  const steps = index.slice(1).map((value, i) => value - index[i]!);
  return medianInPlace(steps) / (axis === "day" ? 1 : MILLISECONDS_PER_DAY);
}
