import type { BarInterval, BarSeries } from "./bars.ts";

/** Which bars of one asset to read. */
export interface BarQuery {
  readonly asset: string;
  /** @defaultValue "day" */
  readonly interval?: BarInterval | undefined;
  /** First date (`"2024-01-31"`) or instant (ISO 8601 with zone), included. */
  readonly from?: string | undefined;
  /** Last date or instant, included; a date stands for its whole day. */
  readonly to?: string | undefined;
  /**
   * See the bars as they were known at this moment, ISO 8601 with zone: later corrections and later bars are invisible.
   * @defaultValue everything saved so far
   */
  readonly knownAt?: string | undefined;
}

/** An asset of which bars are stored, and their extent. */
export interface StoredAsset {
  readonly asset: string;
  readonly interval: BarInterval;
  /** Date or instant of the first and the last bar, ISO. */
  readonly from: string;
  readonly to: string;
}

/** What a save changed. */
export interface SavedBars {
  /** Bars that were new. */
  readonly added: number;
  /** Bars that replaced one with other numbers. */
  readonly revised: number;
}

/**
 * Bars by asset and range, with their history of corrections.
 *
 * A save never erases: it adds what was learnt at `knownAt`, so that a backtest can be given the numbers of its day. Of
 * two saves of one bar, the one with the later `knownAt` counts, and with equal `knownAt` the later save. A bar equal to
 * what was already known then is not stored again. NaN (missing) is a number like others here: saving it takes the value
 * away from then on.
 */
export interface MarketDataRepository {
  /**
   * Adds bars; all or nothing.
   * @param options.knownAt - when these numbers became known, ISO 8601 with zone
   * @throws `INVALID_INPUT` for indices that are not strictly ascending, columns of another length, an empty name
   */
  saveBars(series: readonly BarSeries[], options: { readonly knownAt: string }): Promise<SavedBars>;
  /** The bars of an asset in a range, ascending; no bars if the asset is unknown. The arrays are the caller's own. */
  readBars(query: BarQuery): Promise<BarSeries>;
  /** The last bar, as a series of length one, or of length zero when there is none. */
  latestBar(query: Omit<BarQuery, "from">): Promise<BarSeries>;
  /** What is stored, in ascending order of asset and interval. */
  assets(): Promise<readonly StoredAsset[]>;
}
