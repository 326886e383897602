/**
 * Largest (`sign` 1) or smallest (`sign` -1) of the last `window` numbers, in constant time on average.
 *
 * A deque of the numbers that can still become the extreme, each less extreme than the one before it (the ascending minima of Harter 2001,
 * Lemire 2006). Of equal numbers the newest counts.
 */
export class RollingExtreme {
  private readonly values: Float64Array;
  private readonly places: Float64Array;
  private readonly sign: number;
  private first = 0;
  private length = 0;
  private seen = 0;

  constructor(window: number, sign: 1 | -1) {
    this.values = new Float64Array(window);
    this.places = new Float64Array(window);
    this.sign = sign;
  }

  next(value: number): number {
    const { values, places, sign } = this;
    const size = values.length;
    if (this.length > 0 && places[this.first]! <= this.seen - size) {
      this.first = this.first + 1 === size ? 0 : this.first + 1;
      this.length--;
    }
    let end = this.first + this.length;
    while (this.length > 0) {
      const last = end - 1 >= size ? end - 1 - size : end - 1;
      if (values[last]! * sign > value * sign) break;
      end--;
      this.length--;
    }
    if (end >= size) end -= size;
    values[end] = value;
    places[end] = this.seen++;
    this.length++;
    return this.seen >= size ? values[this.first]! : NaN;
  }

  /** How many steps ago the extreme was. */
  get age(): number {
    return this.seen - 1 - this.places[this.first]!;
  }
}
