import { invalidInput } from "@plimsoll/core";
import { readLocalTime } from "./local-time.ts";
import type { SplitHistory } from "./split-history.ts";
import { type Repair, type TradeRecord, TradeRecordSchema } from "./trade-record.ts";

/** A validated trade; `instant` in epoch milliseconds, `day` the investor's calendar day. */
export interface Trade {
  readonly id: string;
  readonly side: "buy" | "sell";
  readonly asset: string;
  /** In units after the last split, > 0. */
  readonly quantity: number;
  /** Of such a unit. */
  readonly price: number;
  /** As the statement has it. */
  readonly statedPrice: number;
  readonly instant: number;
  readonly day: string;
  /** `""` where the record names none. */
  readonly account: string;
  /** In money, 0 where the record names none. */
  readonly cost: number;
  /** NaN where the order had none. */
  readonly limitPrice: number;
}

/**
 * Validates trades and puts them in time order; every change is a repair. Rows of one moment come purchases first, then by
 * asset, account, price and quantity, so that the order of the rows decides nothing.
 */
export function readTrades(
  records: readonly TradeRecord[],
  timeZone: string | undefined,
  splits: SplitHistory,
): { readonly trades: readonly Trade[]; readonly repairs: readonly Repair[] } {
  const repairs: Repair[] = [];
  const trades: Trade[] = [];
  const seen = new Set<string>();
  records.forEach((record, row) => {
    const parsed = TradeRecordSchema.safeParse(record);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const field = issue.path.join(".");
      throw invalidInput(`trades[${row}].${field}`, `row ${row + 1} of the trades, ${field}: ${issue.message}`);
    }
    const { side, asset, quantity, price, at, account = "", cost = 0, limitPrice = NaN } = parsed.data;
    const id = parsed.data.id ?? `row-${row + 1}`;
    if (seen.has(id)) throw invalidInput(`trades[${row}].id`, `row ${row + 1} of the trades repeats the id "${id}"`);
    seen.add(id);
    const time = readLocalTime(at, `trades[${row}].at`, timeZone);
    if (quantity === 0) {
      repairs.push({ kind: "zero-quantity", trade: id, asset, message: `trade ${id} of zero units was left out` });
      return;
    }
    const factor = splits.factor(asset, time.instant);
    trades.push({
      id,
      side,
      asset,
      quantity: quantity * factor,
      price: price / factor,
      statedPrice: price,
      ...time,
      account,
      cost,
      limitPrice,
    });
  });
  if (trades.some(({ instant }, index) => index > 0 && instant < trades[index - 1]!.instant)) {
    repairs.push({ kind: "sorted", message: "the trades were not in time order and have been sorted" });
  }
  return { trades: trades.sort(compareTrades), repairs };
}

function compareTrades(a: Trade, b: Trade): number {
  return (
    a.instant - b.instant ||
    compareText(a.side, b.side) ||
    compareText(a.asset, b.asset) ||
    compareText(a.account, b.account) ||
    a.price - b.price ||
    a.quantity - b.quantity
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
