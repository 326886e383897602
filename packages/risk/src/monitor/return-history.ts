import { dot } from "@plimsoll/numeric";

/** The last rows of asset returns; revalues any portfolio over them. */
export class ReturnHistory {
  readonly #columns: number;
  readonly #capacity: number;
  readonly #values: Float64Array;
  #count = 0;
  #start = 0;

  constructor(capacity: number, columns: number) {
    this.#capacity = capacity;
    this.#columns = columns;
    this.#values = new Float64Array(capacity * columns);
  }

  get count(): number {
    return this.#count;
  }

  add(returns: Float64Array): void {
    const at = this.#count < this.#capacity ? (this.#start + this.#count) % this.#capacity : this.#start;
    this.#values.set(returns, at * this.#columns);
    if (this.#count < this.#capacity) this.#count++;
    else this.#start = (this.#start + 1) % this.#capacity;
  }

  /** Return of `weights` in each row, oldest first. */
  revalue(weights: Float64Array, out: Float64Array = new Float64Array(this.#count)): Float64Array {
    for (let t = 0; t < this.#count; t++) {
      out[t] = dot(weights, this.#values, this.#columns, 0, ((this.#start + t) % this.#capacity) * this.#columns);
    }
    return out;
  }

  /** Rows, oldest first. */
  toRows(): number[][] {
    return Array.from({ length: this.#count }, (_, t) => {
      const at = ((this.#start + t) % this.#capacity) * this.#columns;
      return Array.from(this.#values.subarray(at, at + this.#columns));
    });
  }
}
