import { MILLISECONDS_PER_DAY } from "../panel/calendar-day.ts";
import type { PanelRecord } from "../panel/from-records.ts";
import { PricePanel } from "../panel/price-panel.ts";
import { historiesOf } from "./history.ts";
import type { QualitySubject } from "./quality-check.ts";
import { readRecords } from "./read-records.ts";
import { medianInPlace } from "./statistics.ts";

/** What the checks look at: a panel, or the readable and distinct ones among raw records as a panel. */
export function subjectOf(prices: PricePanel | readonly PanelRecord[]): QualitySubject {
  if (PricePanel.is(prices)) return fromPanel(prices, []);
  return fromPanel(PricePanel.fromRecords(readRecords(prices).distinct.map((position) => prices[position]!)), prices);
}

function fromPanel(panel: PricePanel, records: readonly PanelRecord[]): QualitySubject {
  return { panel, histories: historiesOf(panel), records, spacing: spacingOf(panel) };
}

function spacingOf({ axis, index }: PricePanel): number {
  const steps = index.slice(1).map((value, i) => value - index[i]!);
  return medianInPlace(steps) / (axis === "day" ? 1 : MILLISECONDS_PER_DAY);
}
