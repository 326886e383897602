import { quantilePosition, type QuantileType } from "./quantile.ts";
import { sorted } from "./selection.ts";
import { requireWindow } from "./sliding-fold.ts";

/**
 * A changing selection of the values of one series that knows its order: entries go in and out, and the k-th smallest or the
 * sum of the smallest k is found, each in O(log n) by trees of counts and sums over the ranks (Fenwick 1994).
 *
 * Throws `RangeError` when the series holds NaN. Mutable.
 *
 * @example
 * ```ts
 * import { RankWindow } from "@plimsoll/numeric";
 *
 * const window = new RankWindow(Float64Array.of(5, 1, 4, 2));
 * for (const place of [0, 1, 2]) window.add(place);
 * console.log(window.select(1), window.sumOfSmallest(2)); // 4 5
 * ```
 */
export class RankWindow {
  readonly #values: Float64Array;
  readonly #ranks: Int32Array;
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;
  readonly #top: number;
  #size = 0;

  constructor(series: Float64Array) {
    const ascending = sorted(series);
    let distinct = 0;
    for (let i = 0; i < ascending.length; i++) {
      if (Number.isNaN(ascending[i]!)) throw new RangeError("expected a series without NaN");
      if (i === 0 || ascending[i] !== ascending[distinct - 1]) ascending[distinct++] = ascending[i]!;
    }
    this.#values = ascending.subarray(0, distinct);
    this.#ranks = Int32Array.from(series, (value) => lowerBound(this.#values, value));
    this.#counts = new Int32Array(distinct + 1);
    this.#sums = new Float64Array(distinct + 1);
    this.#top = 2 ** Math.floor(Math.log2(Math.max(distinct, 1)));
  }

  /** Number of entries that are in. */
  get size(): number {
    return this.#size;
  }

  /** Takes in the value at `place` of the series. */
  add(place: number): void {
    this.#change(this.#ranks[place]!, 1);
  }

  /** Takes out the value at `place`, which must be in. */
  remove(place: number): void {
    this.#change(this.#ranks[place]!, -1);
  }

  #change(rank: number, by: 1 | -1): void {
    this.#size += by;
    const value = by * this.#values[rank]!;
    const counts = this.#counts;
    for (let k = rank + 1; k < counts.length; k += k & -k) {
      counts[k]! += by;
      this.#sums[k]! += value;
    }
  }

  /** The value at place `k` (0-based) upwards. */
  select(k: number): number {
    return this.#values[this.#descend(k)]!;
  }

  /** Sum of the smallest `k` values. */
  sumOfSmallest(k: number): number {
    if (k === 0) return 0;
    let node = 0;
    let left = k;
    let total = 0;
    for (let step = this.#top; step > 0; step >>= 1) {
      const next = node + step;
      if (next < this.#counts.length && this.#counts[next]! < left) {
        node = next;
        left -= this.#counts[next]!;
        total += this.#sums[next]!;
      }
    }
    return total + left * this.#values[node]!;
  }

  /** The rank that holds place `k`. */
  #descend(k: number): number {
    let node = 0;
    let left = k + 1;
    for (let step = this.#top; step > 0; step >>= 1) {
      const next = node + step;
      if (next < this.#counts.length && this.#counts[next]! < left) {
        node = next;
        left -= this.#counts[next]!;
      }
    }
    return node;
  }
}

function lowerBound(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Calls `read` after each step of a window over the series. */
function slide(x: Float64Array, window: number, read: (ranks: RankWindow) => number): Float64Array {
  requireWindow(x.length, window);
  const ranks = new RankWindow(x);
  const out = new Float64Array(x.length - window + 1);
  for (let t = 0; t < x.length; t++) {
    ranks.add(t);
    if (t >= window) ranks.remove(t - window);
    if (t >= window - 1) out[t - window + 1] = read(ranks);
  }
  return out;
}

/**
 * The sample quantile of every window of neighbours, oldest window first, in O(n log n): the same numbers as `quantile` of
 * each. Throws `RangeError` on NaN and on a window that doesn't fit.
 *
 * @example
 * ```ts
 * import { slidingQuantiles } from "@plimsoll/numeric";
 *
 * console.log(slidingQuantiles(Float64Array.of(3, 1, 2, 5), 3, 0.5).join(" ")); // 2 2
 * ```
 */
export function slidingQuantiles(
  x: Float64Array,
  window: number,
  probability: number,
  type: QuantileType = 7,
): Float64Array {
  requireWindow(x.length, window);
  const { lower, upper, fraction } = quantilePosition(window, probability, type);
  return slide(x, window, (ranks) => {
    const below = ranks.select(lower);
    if (fraction === 0 || upper === lower) return below;
    const above = ranks.select(upper);
    return fraction === 1 || below === above ? above : (1 - fraction) * below + fraction * above;
  });
}

/**
 * The mean of the smallest `tail` part of every window, the value at its edge counted in part; O(n log n). Throws
 * `RangeError` on NaN, on a window that doesn't fit and unless 0 < tail <= 1.
 *
 * @example
 * ```ts
 * import { slidingTailMeans } from "@plimsoll/numeric";
 *
 * console.log(slidingTailMeans(Float64Array.of(3, 1, 2, 5), 3, 0.5).map((x) => Math.round(x * 1e6) / 1e6).join(" ")); // 1.333333 1.333333
 * ```
 */
export function slidingTailMeans(x: Float64Array, window: number, tail: number): Float64Array {
  if (!(tail > 0 && tail <= 1)) throw new RangeError(`expected a tail above 0 and at most 1, was ${tail}`);
  const mass = tail * window;
  const whole = Math.min(Math.floor(mass), window - 1);
  return slide(x, window, (ranks) => (ranks.sumOfSmallest(whole) + (mass - whole) * ranks.select(whole)) / mass);
}
