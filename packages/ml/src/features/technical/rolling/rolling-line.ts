import { Ring } from "./ring.ts";

/**
 * Level and slope of the last `window` numbers: their mean, and the least-squares line over 0 (the oldest) to window - 1.
 *
 * Both sums, plain and weighted by place, move with the window in constant time and are summed afresh once a window, from an anchor as in
 * {@link RollingMoments}.
 */
export class RollingLine {
  private readonly ring: Ring;
  private anchor = 0;
  private sum = 0;
  /** sum of place * distance, the oldest at place 0. */
  private weighted = 0;

  constructor(window: number) {
    this.ring = new Ring(window);
  }

  /** Whether the window is full. */
  next(value: number): boolean {
    const { ring } = this;
    if (ring.filled === 0) this.anchor = value;
    const place = ring.filled;
    const dropped = ring.push(value);
    if (ring.head === 0) this.resum(value);
    else if (Number.isNaN(dropped)) {
      this.sum += value - this.anchor;
      this.weighted += place * (value - this.anchor);
    } else {
      this.sum -= dropped - this.anchor;
      this.weighted += (place - 1) * (value - this.anchor) - this.sum;
      this.sum += value - this.anchor;
    }
    return ring.full;
  }

  get mean(): number {
    return this.anchor + this.sum / this.ring.values.length;
  }

  /** Mean with weights 1 (the oldest) to window (the newest). */
  get weightedMean(): number {
    const size = this.ring.values.length;
    return this.anchor + (this.weighted + this.sum) / ((size * (size + 1)) / 2);
  }

  get slope(): number {
    const size = this.ring.values.length;
    return (this.weighted - ((size - 1) / 2) * this.sum) / ((size * (size * size - 1)) / 12);
  }

  /** The line at place 0. */
  get intercept(): number {
    return this.mean - (this.slope * (this.ring.values.length - 1)) / 2;
  }

  private resum(anchor: number): void {
    const { values } = this.ring;
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < values.length; i++) {
      const distance = values[i]! - anchor;
      sum += distance;
      weighted += i * distance;
    }
    this.anchor = anchor;
    this.sum = sum;
    this.weighted = weighted;
  }
}
