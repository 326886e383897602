import type { PricePanel } from "../../panel/price-panel.ts";
import type { AnomalyDetector } from "../../ports/anomaly-detector.ts";
import type { MarketDataRepository } from "../../ports/market-data-repository.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { type PriceRequest, readPrices } from "./read-prices.ts";

/** What {@link detectAnomalies} stands on. */
export interface AnomalyPorts<Anomaly> {
  readonly marketData: MarketDataRepository;
  readonly detector: AnomalyDetector<PricePanel, Anomaly>;
}

/** What was found, and in what. */
export interface DetectedAnomalies<Anomaly> {
  readonly anomalies: readonly Anomaly[];
  readonly assets: readonly string[];
  /** First and last row, ISO. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
}

/**
 * Query: what does not fit the rest of the stored prices; nothing is written.
 *
 * Errors: `INVALID_INPUT` for a malformed request; `NOT_ENOUGH_DATA` naming an asset without prices in the range; those of
 * the detector.
 */
export async function detectAnomalies<Anomaly>(
  ports: AnomalyPorts<Anomaly>,
  request: PriceRequest,
  options: RunOptions = {},
): Promise<DetectedAnomalies<Anomaly>> {
  const prices = await readPrices(ports, request);
  const anomalies = await ports.detector.detect(prices, options);
  const { assets, dates, rows } = prices;
  return { anomalies, assets, from: dates[0]!, to: dates.at(-1)!, rows };
}
