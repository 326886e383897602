import { invalidInput } from "@plimsoll/core";
import { readLocalTime } from "./local-time.ts";
import { type Repair, type TradeRecord, TradeRecordSchema } from "./trade-record.ts";

/** A validated trade; `instant` in epoch milliseconds, `day` the investor's calendar day. */
export interface Trade {
  readonly id: string;
  readonly side: "buy" | "sell";
  readonly asset: string;
  readonly quantity: number;
  readonly price: number;
  readonly instant: number;
  readonly day: string;
}

/** Validates trades and puts them in time order, rows of one moment in the order given; every change is a repair. */
export function readTrades(
  records: readonly TradeRecord[],
  timeZone: string | undefined,
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
    const { side, asset, quantity, price, at } = parsed.data;
    const id = parsed.data.id ?? `row-${row + 1}`;
    if (seen.has(id)) throw invalidInput(`trades[${row}].id`, `row ${row + 1} of the trades repeats the id "${id}"`);
    seen.add(id);
    const time = readLocalTime(at, `trades[${row}].at`, timeZone);
    if (quantity === 0) {
      repairs.push({ kind: "zero-quantity", trade: id, asset, message: `trade ${id} of zero units was left out` });
      return;
    }
    trades.push({ id, side, asset, quantity, price, ...time });
  });
  const sorted = [...trades].sort((a, b) => a.instant - b.instant);
  if (sorted.some((trade, index) => trade !== trades[index])) {
    repairs.push({ kind: "sorted", message: "the trades were not in time order and have been sorted" });
  }
  return { trades: sorted, repairs };
}
