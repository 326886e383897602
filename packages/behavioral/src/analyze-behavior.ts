import { invalidInput, type PricePanel } from "@plimsoll/core";
import { saleDays } from "./choice-set/sale-days.ts";
import type { BiasResult } from "./detectors/bias-result.ts";
import { disposition, type DispositionOptions } from "./detectors/disposition.ts";
import { PriceHistory, type PriceRecord } from "./trades/price-history.ts";
import { readTrades } from "./trades/read-trades.ts";
import type { Repair, TradeRecord } from "./trades/trade-record.ts";

/** What {@link analyzeBehavior} reads. */
export interface BehaviorInput {
  readonly trades: readonly TradeRecord[];
  /** Prices of the assets traded: a panel of days or instants, or rows. */
  readonly prices: PricePanel | readonly PriceRecord[];
  /** IANA name of the zone in which times without one are read and days begin. */
  readonly timeZone?: string;
}

/** Options of {@link analyzeBehavior}, by detector. */
export interface BehaviorOptions {
  readonly disposition?: DispositionOptions;
}

/** One result for each bias that has a detector, and every change made to the input. */
export interface BehaviorReport {
  readonly biases: { readonly disposition: BiasResult };
  readonly repairs: readonly Repair[];
}

/**
 * Looks for investor biases in an account's trades.
 *
 * Quantities in units, prices in the account's currency. Trades may come in any order; zero-quantity rows, oversold
 * positions and missing prices are repaired as `repairs` lists. Each bias has an effect, its standard error, a p-value
 * and a score of 0 to 100 with an 80 % interval, or says why it cannot know.
 *
 * @throws `INVALID_INPUT` naming the row: a negative quantity, a price of zero or below, an unreadable time, a time
 * without a zone when `timeZone` is absent, a repeated id.
 *
 * @example
 * ```ts
 * import { analyzeBehavior } from "@plimsoll/behavioral";
 *
 * const { biases } = analyzeBehavior({
 *   trades: [
 *     { side: "buy", asset: "A", quantity: 10, price: 100, at: "2024-01-02T15:00:00Z" },
 *     { side: "buy", asset: "B", quantity: 10, price: 100, at: "2024-01-02T15:01:00Z" },
 *     { side: "sell", asset: "A", quantity: 10, price: 120, at: "2024-03-01T15:00:00Z" },
 *   ],
 *   prices: [{ asset: "B", at: "2024-03-01T14:00:00Z", price: 80 }],
 * });
 * console.log(biases.disposition.status, biases.disposition.counts["pgr"]); // insufficient 1
 * ```
 */
export function analyzeBehavior(input: BehaviorInput, options: BehaviorOptions = {}): BehaviorReport {
  if (input.trades.length === 0) throw invalidInput("trades", "there are no trades: pass at least one");
  const { trades, repairs } = readTrades(input.trades, input.timeZone);
  const prices =
    "axis" in input.prices
      ? PriceHistory.fromPanel(input.prices)
      : PriceHistory.fromRecords(input.prices, input.timeZone);
  const choices = saleDays(trades, prices);
  return {
    biases: { disposition: disposition(choices.days, options.disposition) },
    repairs: [...repairs, ...choices.repairs],
  };
}
