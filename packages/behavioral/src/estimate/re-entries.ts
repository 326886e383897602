import type { Fill } from "../choice-set/fills.ts";

/** The first position opened after closing another on the same day. */
export interface ReEntry {
  readonly day: string;
  /** Ids of the trades that opened it. */
  readonly trades: readonly string[];
  /** Whether what was closed just before lost money. */
  readonly afterLoss: boolean;
  /** Profit realised that day up to then, in money. */
  readonly runningProfit: number;
  /** Natural logarithm of the money opened. */
  readonly logSize: number;
  /** Natural logarithm of the seconds since the last closing. */
  readonly logGap: number;
}

/** Orders arrive in parts: what is opened within a minute is one position. */
const oneOrder = 60_000;
const second = 1000;
/** A profit of less than this share of the money closed is neither gain nor loss. */
const tie = 1e-9;

/**
 * Pairs of an outcome and the next position of the day, for tests of tilt. What happens at one moment has no order, so a
 * position opened at the very moment of a closing follows the closings before it. Closings in a row are one outcome; one
 * without profit or loss makes no pair.
 */
export function reEntries(fills: readonly Fill[]): readonly ReEntry[] {
  const found: ReEntry[] = [];
  for (let first = 0; first < fills.length;) {
    const { day } = fills[first]!.trade;
    let end = first;
    while (end < fills.length && fills[end]!.trade.day === day) end++;
    if (end - first > 1) addDay(day, fills.slice(first, end), found);
    first = end;
  }
  return found;
}

/** Whether the record tells the order of trades within a day: without times of day it can't. */
export function hasTimesOfDay(fills: readonly Fill[]): boolean {
  return fills.some(({ trade }, index) => {
    const before = fills[index - 1]?.trade;
    return before !== undefined && before.day === trade.day && before.instant !== trade.instant;
  });
}

function addDay(day: string, fills: readonly Fill[], found: ReEntry[]): void {
  let running = 0;
  let outcome = 0;
  let turnover = 0;
  let closedAt = NaN;
  let pending: { since: number; money: number; trades: string[] } | undefined;
  let loss = false;
  let gap = NaN;
  let runningThen = 0;
  const flush = (): void => {
    if (pending === undefined) return;
    const { money, trades } = pending;
    found.push({ day, trades, afterLoss: loss, runningProfit: runningThen, logSize: Math.log(money), logGap: gap });
    pending = undefined;
  };
  for (let from = 0; from < fills.length;) {
    const { instant } = fills[from]!.trade;
    let to = from;
    while (to < fills.length && fills[to]!.trade.instant === instant) to++;
    const moment = fills.slice(from, to);
    from = to;
    const opened = moment.filter(({ openedQuantity }) => openedQuantity > 0);
    const closed = moment.filter(({ closedQuantity }) => closedQuantity > 0);
    if (pending !== undefined && instant - pending.since > oneOrder) flush();
    if (opened.length > 0) {
      const money = opened.reduce((sum, { openedQuantity, trade }) => sum + openedQuantity * trade.price, 0);
      const trades = opened.map(({ trade }) => trade.id);
      if (pending !== undefined) {
        pending.money += money;
        pending.trades.push(...trades);
      } else if (Math.abs(outcome) > tie * turnover) {
        pending = { since: instant, money, trades };
        loss = outcome < 0;
        gap = Math.log(Math.max(instant - closedAt, second) / second);
        runningThen = running;
      }
      outcome = 0;
      turnover = 0;
    }
    if (closed.length > 0) {
      flush();
      for (const { realizedProfit, closedQuantity, trade } of closed) {
        outcome += realizedProfit;
        running += realizedProfit;
        turnover += closedQuantity * trade.price;
      }
      closedAt = instant;
    }
  }
  flush();
}

/** Re-entries by day, in order. */
export function byDay(entries: readonly ReEntry[]): readonly (readonly ReEntry[])[] {
  const days = new Map<string, ReEntry[]>();
  for (const entry of entries) {
    const own = days.get(entry.day);
    if (own === undefined) days.set(entry.day, [entry]);
    else own.push(entry);
  }
  return [...days.values()];
}
