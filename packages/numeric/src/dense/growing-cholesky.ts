import { axpy, dot } from "./vector.ts";

/**
 * Cholesky factor of a matrix to which rows are appended and from which rows are deleted, as an active set does.
 *
 * Keeps `L` row-major in one buffer whose rows are `capacity` apart; nothing is allocated after construction. Appending
 * costs O(size^2), deleting row k costs O((size - k)^2) Givens rotations, solving O(size^2).
 *
 * NaN: a row whose pivot is not positive (NaN included) is refused. Throws `RangeError` beyond the capacity or on an
 * index that is not there.
 *
 * @example
 * ```ts
 * import { GrowingCholesky } from "@plimsoll/numeric";
 *
 * const factor = new GrowingCholesky(2);
 * factor.append(Float64Array.of(4));
 * factor.append(Float64Array.of(2, 5)); // entries of the new row up to its diagonal
 * console.log(factor.solve(Float64Array.of(8, 12)).join(" ")); // 1 2
 * factor.remove(0);
 * console.log(factor.solve(Float64Array.of(10)).join(" ")); // 2
 * ```
 */
export class GrowingCholesky {
  /** Largest number of rows. */
  readonly capacity: number;
  /** Row-major lower triangle, rows `capacity` apart; entries right of the diagonal are meaningless. */
  readonly lower: Float64Array;
  #size = 0;
  /** Cosines and sines of one deletion. */
  readonly #rotations: Float64Array;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 0) {
      throw new RangeError(`expected the capacity to be a non-negative integer, was ${capacity}`);
    }
    this.capacity = capacity;
    this.lower = new Float64Array(capacity * capacity);
    this.#rotations = new Float64Array(2 * capacity);
  }

  /** Number of rows at present. */
  get size(): number {
    return this.#size;
  }

  /** Forgets all rows. */
  clear(): void {
    this.#size = 0;
  }

  /**
   * Appends a row: `row[0..size)` against the present rows, `row[size]` its diagonal entry.
   *
   * Returns the squared pivot. It is appended only when that exceeds `floor`; otherwise nothing changes, and the caller
   * may retry with a larger diagonal.
   */
  append(row: Float64Array, floor = 0): number {
    const size = this.#size;
    if (size === this.capacity) throw new RangeError(`expected at most ${this.capacity} rows, one more was appended`);
    if (row.length <= size) throw new RangeError(`expected a row of ${size + 1} numbers, was ${row.length}`);
    const { lower, capacity } = this;
    const start = size * capacity;
    for (let j = 0; j < size; j++) {
      lower[start + j] = (row[j]! - dot(lower, lower, j, start, j * capacity)) / lower[j * capacity + j]!;
    }
    const pivot = row[size]! - dot(lower, lower, size, start, start);
    if (!(pivot > floor)) return pivot;
    lower[start + size] = Math.sqrt(pivot);
    this.#size = size + 1;
    return pivot;
  }

  /** Deletes the row and column `index`; later rows move up by one. */
  remove(index: number): void {
    const size = this.#size;
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new RangeError(`expected an index between 0 and ${size - 1}, was ${index}`);
    }
    const { lower, capacity } = this;
    const rotations = this.#rotations;
    for (let i = index + 1; i < size; i++) {
      const from = i * capacity;
      const known = i - index - 1;
      let carried = lower[from + index]!;
      for (let r = 0; r < known; r++) {
        const next = lower[from + index + r + 1]!;
        const cosine = rotations[2 * r]!;
        const sine = rotations[2 * r + 1]!;
        lower[from + index + r] = cosine * carried + sine * next;
        carried = cosine * next - sine * carried;
      }
      const diagonal = lower[from + i]!;
      const radius = Math.sqrt(carried * carried + diagonal * diagonal);
      rotations[2 * known] = carried / radius;
      rotations[2 * known + 1] = diagonal / radius;
      lower[from + i - 1] = radius;
      lower.copyWithin(from - capacity, from, from + i);
    }
    this.#size = size - 1;
  }

  /** Solves `L y = b`; `out` may be `b`. */
  solveLower(b: Float64Array, out: Float64Array = new Float64Array(this.#size)): Float64Array {
    const { lower, capacity } = this;
    const size = this.#size;
    for (let i = 0; i < size; i++) out[i] = (b[i]! - dot(lower, out, i, i * capacity, 0)) / lower[i * capacity + i]!;
    return out;
  }

  /** Solves `L' x = y`; `out` may be `y`. */
  solveLowerTransposed(y: Float64Array, out: Float64Array = new Float64Array(this.#size)): Float64Array {
    const { lower, capacity } = this;
    const size = this.#size;
    if (out !== y) out.set(y.subarray(0, size));
    for (let i = size - 1; i >= 0; i--) {
      const value = out[i]! / lower[i * capacity + i]!;
      out[i] = value;
      axpy(-value, lower, out, i, i * capacity, 0);
    }
    return out;
  }

  /** Solves `A x = b` for the present rows; `out` may be `b`. */
  solve(b: Float64Array, out: Float64Array = new Float64Array(this.#size)): Float64Array {
    this.solveLower(b, out);
    return this.solveLowerTransposed(out, out);
  }
}
