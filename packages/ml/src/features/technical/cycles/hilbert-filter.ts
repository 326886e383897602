import { Ring } from "../rolling/ring.ts";

/** Ehlers's Hilbert transformer of seven numbers; the past before the first number is 0. */
export class HilbertFilter {
  readonly past: Ring;

  constructor() {
    this.past = new Ring(7);
  }

  /** The transform of the newest number, times `scale`. */
  next(value: number, scale: number): number {
    const { past } = this;
    past.push(value);
    return (0.0962 * (value - past.back(6)) + 0.5769 * (past.back(2) - past.back(4))) * scale;
  }
}
