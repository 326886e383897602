/** The last `length` numbers of a series. */
export class Ring {
  readonly values: Float64Array;
  /** Where the next number goes: the place of the oldest once the ring is full. */
  head = 0;
  filled = 0;

  constructor(length: number) {
    this.values = new Float64Array(length);
  }

  get full(): boolean {
    return this.filled === this.values.length;
  }

  /** Adds a number and returns the one that it drops: NaN while there is none. */
  push(value: number): number {
    const { values, head } = this;
    const dropped = this.full ? values[head]! : NaN;
    values[head] = value;
    this.head = head + 1 === values.length ? 0 : head + 1;
    if (!this.full) this.filled++;
    return dropped;
  }

  /** The number `lag` places before the newest; 0 is the newest. */
  back(lag: number): number {
    const place = this.head - 1 - lag;
    return this.values[place < 0 ? place + this.values.length : place]!;
  }
}
