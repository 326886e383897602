/** The last values of a stream, in order of time and in order of size; O(log n) comparisons a value. */
export class SortedWindow {
  readonly #ring: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;
  /** Place of the oldest value in the ring. */
  #start = 0;

  constructor(capacity: number) {
    this.#ring = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** Takes in a finite value; the oldest leaves when the window is full. */
  add(value: number): void {
    const capacity = this.#ring.length;
    if (this.#count === capacity) {
      this.#remove(this.#ring[this.#start]!);
      this.#ring[this.#start] = value;
      this.#start = this.#start + 1 === capacity ? 0 : this.#start + 1;
    } else {
      this.#ring[(this.#start + this.#count) % capacity] = value;
    }
    this.#insert(value);
  }

  /** Values upwards; valid until the next `add`. */
  sorted(): Float64Array {
    return this.#sorted.subarray(0, this.#count);
  }

  /** Values, oldest first, into `out`. */
  chronological(out: Float64Array = new Float64Array(this.#count)): Float64Array {
    const first = Math.min(this.#count, this.#ring.length - this.#start);
    out.set(this.#ring.subarray(this.#start, this.#start + first));
    out.set(this.#ring.subarray(0, this.#count - first), first);
    return out;
  }

  #insert(value: number): void {
    const at = this.#lowerBound(value);
    this.#sorted.copyWithin(at + 1, at, this.#count);
    this.#sorted[at] = value;
    this.#count++;
  }

  #remove(value: number): void {
    const at = this.#lowerBound(value);
    this.#sorted.copyWithin(at, at + 1, this.#count);
    this.#count--;
  }

  #lowerBound(value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
