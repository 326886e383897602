import type { Trade } from "../input/read-trades.ts";

/** Which cost the units held have: the average of all purchases, or the mean of the lots still open. */
export type CostBasis = "average" | "fifo" | "lifo";

/** Units of one purchase (or short sale) still open. */
interface Lot {
  quantity: number;
  readonly trade: Trade;
}

/** One position; a short one has `sign` -1 and its cost is the price it was sold at. */
export interface Holding {
  readonly asset: string;
  readonly sign: 1 | -1;
  /** Units, > 0 also when short. */
  readonly quantity: number;
  /** Cost of a unit on the basis chosen. */
  readonly averageCost: number;
  /** The trade that opened the position. */
  readonly opened: Trade;
}

/** Units that a trade closed, by the lot they came from. */
export interface ClosedLot {
  readonly quantity: number;
  readonly opened: Trade;
}

/** What a trade did to the position it met. */
export interface BookEntry {
  readonly before: Holding | undefined;
  readonly closed: readonly ClosedLot[];
  readonly closedQuantity: number;
  readonly openedQuantity: number;
  /** Units sold beyond what was held, where no short position may be opened. */
  readonly excess: number;
}

// decimal quantities leave dust after a full sale
const dust = 1e-9;

interface OpenPosition extends Holding {
  readonly lots: Lot[];
}

/** The positions of one account. */
export class PositionBook {
  readonly #positions = new Map<string, OpenPosition>();
  readonly #basis: CostBasis;
  readonly #opensShorts: boolean;

  constructor(basis: CostBasis, opensShorts: boolean) {
    this.#basis = basis;
    this.#opensShorts = opensShorts;
  }

  holding(asset: string): Holding | undefined {
    return this.#positions.get(asset);
  }

  /** Positions held now, in the order in which they were opened; later trades do not change the values given. */
  entries(): Holding[] {
    return [...this.#positions.values()];
  }

  apply(trade: Trade): BookEntry {
    const before = this.#positions.get(trade.asset);
    const sign = trade.side === "buy" ? 1 : -1;
    let rest = trade.quantity;
    let closed: ClosedLot[] = [];
    let closedQuantity = 0;
    if (before !== undefined && before.sign !== sign) {
      const whole = rest >= before.quantity * (1 - dust);
      closedQuantity = whole ? before.quantity : rest;
      closed = this.#close(before, closedQuantity, whole);
      rest = whole && rest > before.quantity * (1 + dust) ? rest - before.quantity : 0;
    }
    if (rest > 0 && (sign === 1 || this.#opensShorts)) {
      this.#open(trade, sign, rest);
      return { before, closed, closedQuantity, openedQuantity: rest, excess: 0 };
    }
    return { before, closed, closedQuantity, openedQuantity: 0, excess: rest };
  }

  #open(trade: Trade, sign: 1 | -1, quantity: number): void {
    const held = this.#positions.get(trade.asset);
    const lot = { quantity, trade };
    if (held === undefined) {
      const { asset, price } = trade;
      this.#positions.set(asset, { asset, sign, quantity, averageCost: price, opened: trade, lots: [lot] });
      return;
    }
    const total = held.quantity + quantity;
    held.lots.push(lot);
    this.#positions.set(trade.asset, {
      ...held,
      quantity: total,
      averageCost: (held.quantity * held.averageCost + quantity * trade.price) / total,
    });
  }

  #close(held: OpenPosition, quantity: number, whole: boolean): ClosedLot[] {
    const closed: ClosedLot[] = [];
    if (whole) {
      this.#positions.delete(held.asset);
      const order = this.#basis === "lifo" ? [...held.lots].reverse() : held.lots;
      return order.map((lot) => ({ quantity: lot.quantity, opened: lot.trade }));
    }
    const { lots } = held;
    let rest = quantity;
    while (rest > dust * held.quantity && lots.length > 0) {
      const lot = this.#basis === "lifo" ? lots.at(-1)! : lots[0]!;
      const part = Math.min(rest, lot.quantity);
      closed.push({ quantity: part, opened: lot.trade });
      rest -= part;
      lot.quantity -= part;
      if (lot.quantity > dust * held.quantity) continue;
      if (this.#basis === "lifo") lots.pop();
      else lots.shift();
    }
    const averageCost = this.#basis === "average" || lots.length === 0 ? held.averageCost : meanCost(lots);
    this.#positions.set(held.asset, { ...held, quantity: held.quantity - quantity, averageCost });
    return closed;
  }
}

function meanCost(lots: readonly Lot[]): number {
  let units = 0;
  let money = 0;
  for (const { quantity, trade } of lots) {
    units += quantity;
    money += quantity * trade.price;
  }
  return money / units;
}
