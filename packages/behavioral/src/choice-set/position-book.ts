/** One holding at average cost. */
export interface Holding {
  readonly quantity: number;
  /** Average price paid for a unit. */
  readonly averageCost: number;
}

/** Long positions at average cost; selling more than is held closes the position, and the rest opens nothing. */
export class PositionBook {
  readonly #holdings = new Map<string, Holding>();

  holding(asset: string): Holding | undefined {
    return this.#holdings.get(asset);
  }

  /** Positions held now, in the order in which they were opened. */
  entries(): [string, Holding][] {
    return [...this.#holdings];
  }

  buy(asset: string, quantity: number, price: number): void {
    const held = this.#holdings.get(asset) ?? { quantity: 0, averageCost: 0 };
    const total = held.quantity + quantity;
    this.#holdings.set(asset, {
      quantity: total,
      averageCost: (held.quantity * held.averageCost + quantity * price) / total,
    });
  }

  /** Returns the units that were not held. */
  sell(asset: string, quantity: number): number {
    const held = this.#holdings.get(asset);
    if (held === undefined) return quantity;
    const rest = held.quantity - quantity;
    // decimal quantities leave dust after a full sale
    if (rest <= 1e-9 * held.quantity) {
      this.#holdings.delete(asset);
      return rest < -1e-9 * held.quantity ? -rest : 0;
    }
    this.#holdings.set(asset, { quantity: rest, averageCost: held.averageCost });
    return 0;
  }
}
