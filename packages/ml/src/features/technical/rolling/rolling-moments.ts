import { Ring } from "./ring.ts";

/**
 * Mean and variance (ddof 0) of the last `window` numbers.
 *
 * Sums are of distances from an anchor, the newest number at each fresh summation, once a window: the squares of a price of 50 000
 * that moves by 1 would lose ten digits.
 */
export class RollingMoments {
  mean: number = NaN;
  variance: number = NaN;
  private readonly ring: Ring;
  private anchor = 0;
  private sum = 0;
  private squares = 0;
  private last = NaN;
  /** How many equal numbers end here: a flat window has variance 0, not rounding. */
  private run = 0;

  constructor(window: number) {
    this.ring = new Ring(window);
  }

  /** Whether the window is full: then `mean` and `variance` are numbers. */
  next(value: number): boolean {
    const { ring } = this;
    const size = ring.values.length;
    this.run = value === this.last ? this.run + 1 : 1;
    this.last = value;
    if (ring.filled === 0) this.anchor = value;
    const dropped = ring.push(value);
    if (ring.head === 0) this.resum(value);
    else {
      const distance = value - this.anchor;
      this.sum += distance;
      this.squares += distance * distance;
      if (!Number.isNaN(dropped)) {
        const gone = dropped - this.anchor;
        this.sum -= gone;
        this.squares -= gone * gone;
      }
    }
    if (!ring.full) return false;
    const flat = this.run >= size;
    this.mean = flat ? value : this.anchor + this.sum / size;
    this.variance = flat ? 0 : Math.max(0, (this.squares - (this.sum * this.sum) / size) / size);
    return true;
  }

  private resum(anchor: number): void {
    const { values } = this.ring;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const distance = values[i]! - anchor;
      sum += distance;
      squares += distance * distance;
    }
    this.anchor = anchor;
    this.sum = sum;
    this.squares = squares;
  }
}
