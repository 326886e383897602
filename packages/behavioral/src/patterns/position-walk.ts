import type { Evidence } from "../choice-set/evidence.ts";
import { type Holding, PositionBook } from "../choice-set/position-book.ts";

/** A purchase (or short sale) that enlarges a position already open. */
export interface Addition {
  readonly id: string;
  readonly instant: number;
  readonly asset: string;
  /** Names the position from its opening to its end. */
  readonly position: string;
  readonly money: number;
  /** How far the price stood on the losing side of the average cost, as a fraction of it; negative at a gain. */
  readonly loss: number;
  /** Money of the position's earlier purchases, the opening first. */
  readonly earlier: readonly number[];
}

/** An account's day with a fill: what was open at its start and what was added during it. */
export interface PositionDay {
  readonly day: string;
  readonly opening: readonly Holding[];
  readonly additions: readonly Addition[];
}

/** Walks each account's days in time order, at average cost; the accounts of a household taken together are one. */
export function positionDays({ fills, purchaseDays }: Pick<Evidence, "fills" | "purchaseDays">): PositionDay[] {
  const together = purchaseDays.every(({ account }) => account === "");
  const opensShorts = fills.some(({ trade, openedQuantity }) => trade.side === "sell" && openedQuantity > 0);
  const accounts = new Map<string, { book: PositionBook; purchases: Map<string, number[]> }>();
  const days: PositionDay[] = [];
  for (let first = 0; first < fills.length;) {
    const { day } = fills[first]!.trade;
    const today = new Map<string, { opening: Holding[]; additions: Addition[] }>();
    let end = first;
    for (; end < fills.length && fills[end]!.trade.day === day; end++) {
      const { trade, openedQuantity } = fills[end]!;
      const key = together ? "" : trade.account;
      let account = accounts.get(key);
      if (account === undefined) {
        account = { book: new PositionBook("average", opensShorts), purchases: new Map() };
        accounts.set(key, account);
      }
      let own = today.get(key);
      if (own === undefined) {
        own = { opening: account.book.entries(), additions: [] };
        today.set(key, own);
      }
      const { before, closedQuantity } = account.book.apply(trade);
      if (openedQuantity === 0) continue;
      const money = openedQuantity * trade.price;
      if (before === undefined || closedQuantity > 0) {
        account.purchases.set(trade.asset, [money]);
        continue;
      }
      const earlier = account.purchases.get(trade.asset)!;
      own.additions.push({
        id: trade.id,
        instant: trade.instant,
        asset: trade.asset,
        position: before.opened.id,
        money,
        loss: before.sign * (1 - trade.price / before.averageCost),
        earlier: [...earlier],
      });
      earlier.push(money);
    }
    for (const own of today.values()) days.push({ day, ...own });
    first = end;
  }
  return days;
}
