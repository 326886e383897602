import type { PriceTable } from "../input/price-table.ts";

/** The highest close of each column over a number of rows, worked out for a column when it is first asked for. */
export class TrailingHigh {
  readonly #table: PriceTable;
  readonly #window: number;
  readonly #minimum: number;
  readonly #columns = new Map<number, Float64Array>();

  constructor(table: PriceTable, window: number, minimum: number) {
    this.#table = table;
    this.#window = window;
    this.#minimum = minimum;
  }

  /** NaN with fewer prices in the window than the minimum. */
  at(row: number, column: number): number {
    if (row < 0 || column < 0) return NaN;
    let highs = this.#columns.get(column);
    if (highs === undefined) {
      highs = this.#highs(column);
      this.#columns.set(column, highs);
    }
    return highs[row]!;
  }

  /** Sliding maximum over a queue of rows whose prices fall (Lemire 2006). */
  #highs(column: number): Float64Array {
    const height = this.#table.days.length;
    const highs = new Float64Array(height).fill(NaN);
    const queue: number[] = [];
    let head = 0;
    let known = 0;
    for (let row = 0; row < height; row++) {
      const price = this.#table.close(row, column);
      if (!Number.isNaN(price)) {
        known += 1;
        while (queue.length > head && this.#table.close(queue.at(-1)!, column) <= price) queue.pop();
        queue.push(row);
      }
      if (row >= this.#window && !Number.isNaN(this.#table.close(row - this.#window, column))) known -= 1;
      while (head < queue.length && queue[head]! <= row - this.#window) head += 1;
      if (known >= this.#minimum && head < queue.length) highs[row] = this.#table.close(queue[head]!, column);
    }
    return highs;
  }
}
