import { dayOfIndex } from "../../panel/axis.ts";
import { type TradingCalendar, tradingDays } from "../../panel/trading-calendar.ts";
import type { FindingBase, QualityCheck, QualitySubject } from "../quality-check.ts";

/** Prices missing within the history of an asset, or dates missing from the panel. */
export interface GapFinding extends FindingBase {
  readonly kind: "gap";
  /** The asset without prices, or `null` where the panel has no rows at all. */
  readonly asset: string | null;
  /** First and last date without a price; for a gap of the panel, the dates of the rows around it. */
  readonly from: string;
  readonly to: string;
  /** Prices missing in succession; for a gap of the panel, the trading days (daily panels) or days without a row. */
  readonly missing: number;
}

/** Options of the check for gaps. */
export interface GapOptions {
  /**
   * The most prices that may be missing in succession without a finding.
   * @defaultValue 0
   */
  readonly tolerated?: number;
  /**
   * The most trading days that may be missing between two rows of a daily panel without a finding; closures that the
   * calendar does not name count as missing.
   * @defaultValue 3
   */
  readonly toleratedDays?: number;
  /** @defaultValue weekends only */
  readonly calendar?: TradingCalendar;
}

/** Prices missing between the first and the last of an asset, and dates missing between rows. */
export const gap: QualityCheck<GapOptions, GapFinding> = {
  defaults: { tolerated: 0, toleratedDays: 3, calendar: {} },
  find: (subject, options) => [...assetGaps(subject, options.tolerated), ...panelGaps(subject, options)],
};

function assetGaps({ panel, histories }: QualitySubject, tolerated: number): GapFinding[] {
  const findings: GapFinding[] = [];
  for (const { asset, rows } of histories) {
    rows.forEach((row, i) => {
      const before = rows[i - 1];
      if (before === undefined) return;
      const missing = row - before - 1;
      if (missing <= tolerated) return;
      const [from, to] = [panel.date(before + 1), panel.date(row - 1)];
      findings.push({
        kind: "gap",
        severity: "warning",
        asset,
        from,
        to,
        missing,
        message: `${asset} has no price on ${missing} ${missing === 1 ? "date" : "dates"} from ${from} to ${to}`,
      });
    });
  }
  return findings;
}

function panelGaps({ panel, spacing }: QualitySubject, options: Required<GapOptions>): GapFinding[] {
  // A daily panel is measured in trading days; a slower one lacks a row where the step is half as long again as usual.
  const isDaily = spacing <= 1;
  const isTradingDay = tradingDays(options.calendar);
  const findings: GapFinding[] = [];
  for (let row = 1; row < panel.rows; row += 1) {
    const before = dayOfIndex(panel.axis, panel.index[row - 1]!);
    const after = dayOfIndex(panel.axis, panel.index[row]!);
    if (isDaily ? after - before <= options.toleratedDays : after - before <= 1.5 * spacing) continue;
    let missing = 0;
    for (let day = before + 1; day < after; day += 1) if (!isDaily || isTradingDay(day)) missing += 1;
    if (isDaily && missing <= options.toleratedDays) continue;
    const [from, to] = [panel.date(row - 1), panel.date(row)];
    const unit = isDaily ? "trading days" : "days";
    findings.push({
      kind: "gap",
      severity: "warning",
      asset: null,
      from,
      to,
      missing,
      message: `no rows for ${missing} ${unit} between ${from} and ${to}`,
    });
  }
  return findings;
}
