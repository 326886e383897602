import { dayNumber } from "../input/local-time.ts";
import type { PriceHistory } from "../input/price-history.ts";
import type { Holding } from "./position-book.ts";

/**
 * What a position's price is measured against: `"purchase"` its cost; `"last"` the last price of an earlier day;
 * `"peak"` the best price since the position was opened, up to the day before; `"expectation"` its cost grown at the
 * expected return.
 */
export type ReferencePoint = "purchase" | "last" | "peak" | "expectation";

/** Reads reference prices; `peak` advances with the days asked for, so these must not go back. */
export class ReferenceReader {
  readonly #point: ReferencePoint;
  readonly #expectedReturn: number;
  readonly #prices: PriceHistory;
  readonly #peaks = new Map<string, { readonly key: string; next: number; best: number }>();

  constructor(point: ReferencePoint, expectedReturn: number, prices: PriceHistory) {
    this.#point = point;
    this.#expectedReturn = expectedReturn;
    this.#prices = prices;
  }

  /** The reference price of a position on a day (since 1970), of which nothing is known yet. */
  price(holding: Holding, day: number): number {
    const { asset, averageCost, opened, sign } = holding;
    switch (this.#point) {
      case "purchase":
        return averageCost;
      case "last": {
        const last = this.#prices.beforeDay(asset, day);
        // unquoted so far: the last price the investor saw is the own one
        return Number.isNaN(last) ? averageCost : last;
      }
      case "peak":
        return this.#peak(holding, day);
      case "expectation": {
        const years = (day - dayNumber(opened.day)) / 365.25;
        return averageCost * (1 + this.#expectedReturn) ** (sign * years);
      }
    }
  }

  #peak({ asset, sign, opened }: Holding, day: number): number {
    const { days, prices } = this.#prices.series(asset);
    let peak = this.#peaks.get(asset);
    if (peak?.key !== opened.id) {
      const first = dayNumber(opened.day);
      let next = 0;
      while (next < days.length && days[next]! <= first) next++;
      peak = { key: opened.id, next, best: opened.price };
      this.#peaks.set(asset, peak);
    }
    while (peak.next < days.length && days[peak.next]! < day) {
      const price = prices[peak.next]!;
      if (sign * (price - peak.best) > 0) peak.best = price;
      peak.next++;
    }
    return peak.best;
  }
}
