import type { Bar } from "../technical/bar.ts";

/**
 * One row of the market family: a bar, and the level of the market (an index or a benchmark) at its close. Prices adjusted
 * for splits and dividends; volume in units.
 */
export interface MarketRow extends Bar {
  readonly market: number;
}

/** The row before, kept by a state. */
export class RowBefore implements MarketRow {
  open: number = NaN;
  high: number = NaN;
  low: number = NaN;
  close: number = NaN;
  volume: number = NaN;
  market: number = NaN;

  /** Numbers that the row lacks become NaN. */
  keep(row: Partial<MarketRow>): void {
    this.open = row.open ?? NaN;
    this.high = row.high ?? NaN;
    this.low = row.low ?? NaN;
    this.close = row.close ?? NaN;
    this.volume = row.volume ?? NaN;
    this.market = row.market ?? NaN;
  }
}
