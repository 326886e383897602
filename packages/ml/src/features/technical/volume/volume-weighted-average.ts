import { RollingSum } from "../rolling/rolling-sum.ts";

/** Mean of the last `window` prices, weighted by volume; their plain mean where nothing was traded. */
export class VolumeWeightedAverage {
  private readonly turnover: RollingSum;
  private readonly volume: RollingSum;
  private readonly prices: RollingSum;
  private readonly window: number;

  constructor(window: number) {
    this.turnover = new RollingSum(window);
    this.volume = new RollingSum(window);
    this.prices = new RollingSum(window);
    this.window = window;
  }

  next(price: number, volume: number): number {
    const turnover = this.turnover.next(price * volume);
    const traded = this.volume.next(volume);
    const prices = this.prices.next(price);
    return traded === 0 ? prices / this.window : turnover / traded;
  }
}
