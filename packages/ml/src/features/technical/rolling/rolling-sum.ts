import { Ring } from "./ring.ts";

/**
 * Sum of the last `window` numbers.
 *
 * Added to and subtracted from; summed afresh once in every window, so that rounding does not pile up and a number that has
 * left the window has left no trace after the next one.
 */
export class RollingSum {
  private readonly ring: Ring;
  private sum = 0;
  private last = NaN;
  /** How many equal numbers end here: a flat window has its exact sum, above all 0. */
  private run = 0;

  constructor(window: number) {
    this.ring = new Ring(window);
  }

  next(value: number): number {
    const { ring } = this;
    const dropped = ring.push(value);
    this.run = value === this.last ? this.run + 1 : 1;
    this.last = value;
    if (this.run >= ring.values.length) this.sum = value * ring.values.length;
    else if (ring.head === 0) {
      let sum = 0;
      for (let i = 0; i < ring.values.length; i++) sum += ring.values[i]!;
      this.sum = sum;
    } else this.sum += Number.isNaN(dropped) ? value : value - dropped;
    return ring.full ? this.sum : NaN;
  }
}
