import type { Fill } from "../choice-set/fills.ts";

/** A trade that opens or enlarges a position, with what had happened that day before it. */
export interface DayEntry {
  readonly id: string;
  readonly instant: number;
  /** Money put at risk by the units opened. */
  readonly money: number;
  /** Profit realised by the last close of the day before it; `null` before the first close. */
  readonly lastProfit: number | null;
  /** The last close of the day before it, and when; `null` before the first. */
  readonly lastClose: { readonly id: string; readonly instant: number } | null;
  /** Whether it is the first entry after that close. */
  readonly first: boolean;
  /** Profit realised that day before it. */
  readonly dayProfit: number;
  /** Trades that closed something at a loss that day before it, in time order. */
  readonly losingCloses: readonly { readonly id: string; readonly instant: number }[];
}

/** The entries of one of the investor's days; never empty. */
export interface DayOfEntries {
  readonly day: string;
  readonly entries: readonly DayEntry[];
}

/** The days with entries, in time order. */
export function dayEntries(fills: readonly Fill[]): DayOfEntries[] {
  const days: DayOfEntries[] = [];
  for (let first = 0; first < fills.length;) {
    const { day } = fills[first]!.trade;
    let end = first;
    while (end < fills.length && fills[end]!.trade.day === day) end++;
    const entries = entriesOf(fills.slice(first, end));
    if (entries.length > 0) days.push({ day, entries });
    first = end;
  }
  return days;
}

function entriesOf(fills: readonly Fill[]): DayEntry[] {
  const entries: DayEntry[] = [];
  let lastClose: DayEntry["lastClose"] = null;
  let lastProfit: number | null = null;
  let first = false;
  let dayProfit = 0;
  let losingCloses: DayEntry["losingCloses"] = [];
  for (const { trade, closedQuantity, openedQuantity, realizedProfit } of fills) {
    if (closedQuantity > 0) {
      lastClose = { id: trade.id, instant: trade.instant };
      lastProfit = realizedProfit;
      dayProfit += realizedProfit;
      first = true;
      if (realizedProfit < 0) losingCloses = [...losingCloses, lastClose];
    }
    if (openedQuantity === 0) continue;
    const money = openedQuantity * trade.price;
    entries.push({
      id: trade.id,
      instant: trade.instant,
      money,
      lastProfit,
      lastClose,
      first,
      dayProfit,
      losingCloses,
    });
    first = false;
  }
  return entries;
}
