import { WilderAverage } from "../averages/wilder-average.ts";

/** Wilder averages of the upward and of the downward moves of a series. */
export class GainsAndLosses {
  gain: number = NaN;
  loss: number = NaN;
  private readonly gains: WilderAverage;
  private readonly losses: WilderAverage;
  private previous = NaN;

  constructor(window: number) {
    this.gains = new WilderAverage(window);
    this.losses = new WilderAverage(window);
  }

  next(value: number): void {
    const move = value - this.previous;
    this.previous = value;
    if (Number.isNaN(move)) return;
    this.gain = this.gains.next(Math.max(move, 0));
    this.loss = this.losses.next(Math.max(-move, 0));
  }
}
