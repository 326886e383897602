/**
 * The value that would stand at place `k` (0-based) if `x` were sorted upwards; `x` is reordered in place so that nothing
 * before place k is larger and nothing after it is smaller.
 *
 * Expected time is linear (Hoare's selection with a median-of-three pivot). `x` must hold no NaN. Throws `RangeError`
 * when there is no such place.
 *
 * @example
 * ```ts
 * import { selectInPlace } from "@plimsoll/numeric";
 *
 * console.log(selectInPlace(Float64Array.of(5, 1, 4), 1)); // 4
 * ```
 */
export function selectInPlace(x: Float64Array, k: number): number {
  if (!Number.isInteger(k) || k < 0 || k >= x.length) {
    throw new RangeError(`expected a place between 0 and ${x.length - 1}, was ${k}`);
  }
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const pivot = medianOfThree(x[low]!, x[(low + high) >> 1]!, x[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (x[i]! < pivot) i++;
      while (x[j]! > pivot) j--;
      if (i <= j) {
        const kept = x[i]!;
        x[i++] = x[j]!;
        x[j--] = kept;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return x[k]!;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/**
 * The order that sorts `x` upwards: `x[out[0]] <= x[out[1]] <= ...`; equal values keep their order, NaN comes last.
 *
 * @example
 * ```ts
 * import { argsort } from "@plimsoll/numeric";
 *
 * console.log(argsort(Float64Array.of(3, 1, 2)).join(" ")); // 1 2 0
 * ```
 */
export function argsort(x: Float64Array): Int32Array {
  const size = x.length;
  let from = Int32Array.from({ length: size }, (_, index) => index);
  let to = new Int32Array(size);
  // merging keeps equal values in order, and calls no comparison
  for (let width = 1; width < size; width *= 2) {
    for (let start = 0; start < size; start += 2 * width) {
      const middle = Math.min(start + width, size);
      const end = Math.min(middle + width, size);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const chosen = left < middle && (right === end || !comesBefore(x[from[right]!]!, x[from[left]!]!));
        to[at] = chosen ? from[left++]! : from[right++]!;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Ascending, NaN last. */
function comesBefore(a: number, b: number): boolean {
  return a < b || (Number.isNaN(b) && !Number.isNaN(a));
}

/**
 * A sorted copy, ascending; NaN comes last and -0 before 0.
 *
 * @example
 * ```ts
 * import { sorted } from "@plimsoll/numeric";
 *
 * console.log(sorted(Float64Array.of(3, -1, 2)).join(" ")); // -1 2 3
 * ```
 */
export function sorted(x: Float64Array): Float64Array {
  return x.slice().sort();
}

/**
 * Ranks from 1 for the smallest; equal values share the mean of their places. NaN gets the rank NaN and is not counted.
 *
 * @example
 * ```ts
 * import { ranks } from "@plimsoll/numeric";
 *
 * console.log(ranks(Float64Array.of(10, 20, 20, 5)).join(" ")); // 2 3.5 3.5 1
 * ```
 */
export function ranks(x: Float64Array): Float64Array {
  const order = argsort(x);
  const out = new Float64Array(x.length);
  let i = 0;
  while (i < order.length) {
    const value = x[order[i]!]!;
    let next = i + 1;
    while (next < order.length && value === x[order[next]!]!) next++;
    const rank = Number.isNaN(value) ? Number.NaN : (i + next + 1) / 2;
    for (; i < next; i++) out[order[i]!] = rank;
  }
  return out;
}
