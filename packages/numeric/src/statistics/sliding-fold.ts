/**
 * What an associative `merge` makes of every window of `window` neighbours: the window ending at t = window - 1, window, ... is
 * handed to `visit` with its place 0, 1, ....
 *
 * Blocks of the window's length are merged from their middle both ways, so that every window is the end of one block and
 * the beginning of the next: three merges a step, and no value is ever subtracted again (van Herk 1992, Gil & Werman 1993).
 * Throws `RangeError` unless `window` is an integer from 1 to `count`.
 *
 * @example
 * ```ts
 * import { slidingFold } from "@plimsoll/numeric";
 *
 * const x = [3, 1, 4, 1, 5];
 * const largest: number[] = [];
 * slidingFold(x.length, 3, (t) => x[t]!, Math.max, (value) => largest.push(value));
 * console.log(largest.join(" ")); // 4 4 5
 * ```
 */
export function slidingFold<State>(
  count: number,
  window: number,
  leaf: (t: number) => State,
  merge: (earlier: State, later: State) => State,
  visit: (state: State, place: number) => void,
): void {
  requireWindow(count, window);
  // ends[i] merges from i to the end of its block
  let ends: State[] = [];
  let start: State | null = null;
  for (let t = 0; t < count; t++) {
    const place = t % window;
    const value = leaf(t);
    start = place === 0 || start === null ? value : merge(start, value);
    if (place === window - 1) {
      visit(start, t - window + 1);
      const block: State[] = Array.from({ length: window });
      block[window - 1] = value;
      for (let i = window - 2; i >= 0; i--) block[i] = merge(leaf(t - window + 1 + i), block[i + 1]!);
      ends = block;
    } else if (t >= window) visit(merge(ends[place + 1]!, start), t - window + 1);
  }
}

/** Throws unless a window of that length fits at least once. */
export function requireWindow(count: number, window: number): void {
  if (!Number.isInteger(window) || window < 1 || window > count) {
    throw new RangeError(`expected a window from 1 to ${count}, was ${window}`);
  }
}
