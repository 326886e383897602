import { Ring } from "./ring.ts";

/** The number `lag` steps ago; NaN while there is none. */
export class Delay {
  private readonly ring: Ring;

  constructor(lag: number) {
    // one place more than the lag: a lag of 0 is the number itself
    this.ring = new Ring(lag + 1);
  }

  next(value: number): number {
    this.ring.push(value);
    return this.ring.full ? this.ring.values[this.ring.head]! : NaN;
  }
}
