import { PlimsollError } from "../errors.ts";
import type { CorporateAction } from "../panel/corporate-action.ts";
import type { BarInterval, BarSeries } from "./bars.ts";

/** The kinds of data a {@link MarketDataSource} may serve. */
export type MarketDataKind = "bars" | "quotes" | "corporate-actions" | "fundamentals" | "macro-series";

/** Lets the caller end a request early. */
export interface SourceOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which assets, and from when to when (ISO dates, both included). */
export interface AssetRangeRequest {
  readonly assets: readonly string[];
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A request for bars. */
export interface BarRequest extends AssetRangeRequest {
  /** @defaultValue "day", or the only interval that the source has */
  readonly interval?: BarInterval | undefined;
}

/** Best bid and ask of an asset. */
export interface Quote {
  readonly asset: string;
  /** ISO 8601 with zone. */
  readonly time: string;
  /** Prices and sizes are decimals as text; `null` when that side is empty. */
  readonly bid: string | null;
  readonly ask: string | null;
  /** Units available at the price; `null` when not told: then without limit. */
  readonly bidSize: string | null;
  readonly askSize: string | null;
}

/** One reported number of a company, with the day on which it became public. */
export interface FundamentalFact {
  readonly asset: string;
  /** Such as `"revenue"` or `"shares-outstanding"`. */
  readonly item: string;
  /** Last day of the period that the number is about. */
  readonly periodEnd: string;
  /** The day from which it was public: look-ahead begins before it. */
  readonly publishedOn: string;
  readonly value: number | null;
  /** Such as `"USD"`, `"shares"`, `"ratio"`. */
  readonly unit: string;
}

/** A request for economic time series. */
export interface MacroRequest {
  readonly series: readonly string[];
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The series as they stood on this date, for sources that keep vintages. */
  readonly knownOn?: string | undefined;
}

/** One observation of an economic time series. */
export interface MacroObservation {
  readonly series: string;
  readonly date: string;
  /** The day on which this value was published; `null` when the source does not tell. */
  readonly publishedOn: string | null;
  readonly value: number | null;
}

/**
 * Somebody who has market data: a vendor, a file, a simulation.
 *
 * Results stream in the order that they arrive; bars come as one or more ascending pieces per asset.
 *
 * @throws `UNSUPPORTED` from a method whose kind is not in `serves`
 * @throws `NOT_FOUND` for an asset the source doesn't know, `VENDOR` when the other side answers with an error,
 * `ABORTED` when the signal fires
 */
export interface MarketDataSource {
  /** Names the source in errors and records. */
  readonly name: string;
  readonly serves: readonly MarketDataKind[];
  bars(request: BarRequest, options?: SourceOptions): AsyncIterable<BarSeries>;
  /** The quotes of now, and then of later if the source streams; a stream ends by its signal or by leaving the loop. */
  quotes(request: { readonly assets: readonly string[] }, options?: SourceOptions): AsyncIterable<Quote>;
  /** Splits and dividends by ex-date, as `PricePanel.adjust` takes them. */
  corporateActions(request: AssetRangeRequest, options?: SourceOptions): AsyncIterable<CorporateAction>;
  fundamentals(request: AssetRangeRequest, options?: SourceOptions): AsyncIterable<FundamentalFact>;
  macroSeries(request: MacroRequest, options?: SourceOptions): AsyncIterable<MacroObservation>;
}

/** The stream that a source returns for a kind it does not serve: it throws `UNSUPPORTED` when read. */
export function notServed(source: string, kind: MarketDataKind): AsyncIterable<never> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () =>
        Promise.reject(
          new PlimsollError("UNSUPPORTED", `${source} has no ${kind}; ask a source whose "serves" lists it`, {
            feature: kind,
          }),
        ),
    }),
  };
}
