import { invalidInput } from "@plimsoll/core";
import type { BehaviorContext, BehaviorInput } from "../input/behavior-input.ts";
import { checkTimeZone } from "../input/local-time.ts";
import { PriceHistory } from "../input/price-history.ts";
import { readContext } from "../input/read-context.ts";
import { readTrades, type Trade } from "../input/read-trades.ts";
import { SplitHistory } from "../input/split-history.ts";
import type { Repair } from "../input/trade-record.ts";
import { type DailyAccount, dailyAccount } from "./daily-account.ts";
import type { Fill } from "./fills.ts";
import { keepLedger, type LedgerOptions } from "./ledger.ts";
import { type PurchaseDay, purchaseDays } from "./purchase-days.ts";
import type { RoundTrip } from "./round-trips.ts";
import type { SaleDay } from "./sale-days.ts";
import { universeOf } from "./universe.ts";

/**
 * All that is derived from an investor's record, once, for every detector. Lists are in time order; prices and
 * quantities are in units after the last split.
 */
export interface Evidence {
  readonly trades: readonly Trade[];
  readonly prices: PriceHistory;
  /** Each trade with the position it met and what it realised. */
  readonly fills: readonly Fill[];
  readonly saleDays: readonly SaleDay[];
  readonly purchaseDays: readonly PurchaseDay[];
  readonly roundTrips: readonly RoundTrip[];
  /** Positions and values at the end of each day on which anything was priced or traded. */
  readonly account: DailyAccount;
  /** The optional inputs, validated, times as given. */
  readonly context: BehaviorContext;
  readonly timeZone: string | undefined;
  readonly repairs: readonly Repair[];
}

/** Reads the input and keeps the books; what only some detectors ask for is made when it is asked for. */
export function evidenceOf(input: BehaviorInput, options: LedgerOptions): Evidence {
  if (input.trades.length === 0) throw invalidInput("trades", "there are no trades: pass at least one");
  const { timeZone } = input;
  checkTimeZone(timeZone);
  const tradedAssets = new Set(input.trades.map(({ asset }) => asset));
  // splits come first: they change what all other rows mean
  readContext({ splits: input.splits }, () => true, timeZone);
  const splits = new SplitHistory(input.splits ?? [], timeZone);
  const { trades, repairs } = readTrades(input.trades, timeZone, splits);
  const prices =
    "axis" in input.prices
      ? PriceHistory.fromPanel(input.prices, splits, timeZone)
      : PriceHistory.fromRecords(input.prices, splits, timeZone);
  const checked = readContext(input, (asset) => tradedAssets.has(asset) || prices.has(asset), timeZone);
  const universe = universeOf(input.universe, prices, timeZone);
  const ledger = keepLedger(trades, prices, options);
  let purchases: readonly PurchaseDay[] | undefined;
  let account: DailyAccount | undefined;
  return {
    trades,
    prices,
    fills: ledger.fills,
    saleDays: ledger.saleDays,
    roundTrips: ledger.roundTrips,
    context: checked.context,
    timeZone,
    repairs: [...repairs, ...ledger.repairs, ...checked.repairs],
    get purchaseDays() {
      return (purchases ??= purchaseDays(ledger.purchases, universe, prices));
    },
    get account() {
      return (account ??= dailyAccount(ledger.fills, prices));
    },
  };
}
