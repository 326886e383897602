import { Ring } from "../rolling/ring.ts";

const longest = 51;

/** Ehlers's instantaneous trendline: prices averaged over the dominant cycle, which takes the cycle out, then smoothed over four bars. */
export class Trendline {
  private readonly prices: Ring;
  private first = 0;
  private second = 0;
  private third = 0;

  constructor() {
    this.prices = new Ring(longest);
  }

  /** Keeps a price from before the transform has begun. */
  keep(price: number): void {
    this.prices.push(price);
  }

  next(price: number, length: number): number {
    const { prices } = this;
    prices.push(price);
    const bars = Math.floor(length + 0.5);
    let sum = 0;
    for (let i = 0; i < bars; i++) sum += prices.back(i);
    const average = bars > 0 ? sum / bars : 0;
    const line = (4 * average + 3 * this.first + 2 * this.second + this.third) / 10;
    this.third = this.second;
    this.second = this.first;
    this.first = average;
    return line;
  }
}
