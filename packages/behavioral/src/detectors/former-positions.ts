import type { Evidence } from "../choice-set/evidence.ts";
import { dayNumber } from "../input/local-time.ts";

/** A position that was sold entirely. */
export interface FormerPosition {
  /** Of the last sale. */
  readonly price: number;
  /** Profit of all its sales together, in money. */
  readonly profit: number;
  /** Days since 1970. */
  readonly day: number;
}

/** Walks through the fills and knows what an account has sold entirely so far. */
export class FormerPositions {
  readonly #fills: Evidence["fills"];
  readonly #former = new Map<string, Map<string, FormerPosition>>();
  readonly #running = new Map<string, number>();
  #next = 0;

  constructor(fills: Evidence["fills"]) {
    this.#fills = fills;
  }

  /** Former positions of an account before a day, by asset. Days must not go back. */
  before(day: string, account: string): ReadonlyMap<string, FormerPosition> {
    const limit = dayNumber(day);
    for (; this.#next < this.#fills.length; this.#next++) {
      const fill = this.#fills[this.#next]!;
      if (dayNumber(fill.trade.day) >= limit) break;
      this.#take(fill);
    }
    return this.#former.get(account) ?? new Map<string, FormerPosition>();
  }

  #take(fill: Evidence["fills"][number]): void {
    const { trade, account, quantityBefore, closedQuantity, openedQuantity, realizedProfit } = fill;
    const key = `${account}\n${trade.asset}`;
    const own = this.#former.get(account) ?? new Map<string, FormerPosition>();
    this.#former.set(account, own);
    if (openedQuantity > 0) own.delete(trade.asset);
    if (closedQuantity === 0) return;
    const profit = (this.#running.get(key) ?? 0) + realizedProfit;
    const isWhole = closedQuantity >= Math.abs(quantityBefore) * (1 - 1e-9);
    this.#running.set(key, isWhole ? 0 : profit);
    if (isWhole && openedQuantity === 0 && quantityBefore > 0) {
      own.set(trade.asset, { price: trade.price, profit, day: dayNumber(trade.day) });
    }
  }
}
