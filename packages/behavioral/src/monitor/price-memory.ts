const dayLength = 86_400_000;
const month = 28 * dayLength;
const year = 365 * dayLength;

/** The prices observed, by asset in the order of their moments. */
export class PriceMemory {
  readonly #series = new Map<string, { readonly instants: number[]; readonly prices: number[] }>();

  add(asset: string, instant: number, price: number): void {
    let series = this.#series.get(asset);
    if (series === undefined) {
      series = { instants: [], prices: [] };
      this.#series.set(asset, series);
    }
    // a price that comes late goes where it belongs
    let place = series.instants.length;
    while (place > 0 && series.instants[place - 1]! > instant) place--;
    series.instants.splice(place, 0, instant);
    series.prices.splice(place, 0, price);
  }

  /** Change of each asset over the four weeks before `instant`, where a price that old is known. */
  monthChanges(instant: number): Map<string, number> {
    const changes = new Map<string, number>();
    for (const [asset, { instants, prices }] of this.#series) {
      const now = countBefore(instants, instant);
      const then = countBefore(instants, instant - month);
      if (then > 0 && now > then) changes.set(asset, prices[now - 1]! / prices[then - 1]! - 1);
    }
    return changes;
  }

  /** Change of each asset between its last two prices. */
  lastMoves(): Map<string, number> {
    const moves = new Map<string, number>();
    for (const [asset, { prices }] of this.#series) {
      if (prices.length > 1) moves.set(asset, prices.at(-1)! / prices.at(-2)! - 1);
    }
    return moves;
  }

  /** The highest price of the last 52 weeks, NaN without one. */
  yearHigh(asset: string, instant: number): number {
    const series = this.#series.get(asset);
    if (series === undefined) return NaN;
    const first = countBefore(series.instants, instant - year);
    const last = countBefore(series.instants, instant);
    return last > first ? Math.max(...series.prices.slice(first, last)) : NaN;
  }
}

/** How many of the ascending `instants` are <= `limit`. */
function countBefore(instants: readonly number[], limit: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instants[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
