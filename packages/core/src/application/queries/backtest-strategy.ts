import type { PricePanel } from "../../panel/price-panel.ts";
import type { Backtester } from "../../ports/backtester.ts";
import type { MarketDataRepository } from "../../ports/market-data-repository.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { type PriceRequest, readPrices } from "./read-prices.ts";

/** What {@link backtestStrategy} stands on. */
export interface BacktestPorts<Specification, Report> {
  readonly marketData: MarketDataRepository;
  readonly backtester: Backtester<Specification, PricePanel, Report>;
}

/** What to replay, over which prices. */
export interface BacktestRequest<Specification> {
  readonly specification: Specification;
  readonly prices: PriceRequest;
}

/** A backtest's report and what it was run on. */
export interface BacktestedStrategy<Report> {
  readonly report: Report;
  readonly assets: readonly string[];
  /** First and last row, ISO. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
}

/**
 * Query: how a strategy would have done over stored prices; nothing is written.
 *
 * Errors: `INVALID_INPUT` for a malformed request; `NOT_ENOUGH_DATA` naming an asset with fewer than 2 prices in the
 * range; those of the backtester.
 */
export async function backtestStrategy<Specification, Report>(
  ports: BacktestPorts<Specification, Report>,
  request: BacktestRequest<Specification>,
  options: RunOptions = {},
): Promise<BacktestedStrategy<Report>> {
  const prices = await readPrices(ports, request.prices, { least: 2 });
  const report = await ports.backtester.run(request.specification, prices, options);
  const { assets, dates, rows } = prices;
  return { report, assets, from: dates[0]!, to: dates.at(-1)!, rows };
}
