import type { RandomStream } from "./random-stream.ts";

/** Any array whose elements can be exchanged. */
interface Exchangeable<T> {
  readonly length: number;
  [index: number]: T;
}

/**
 * Shuffles an array or typed array in place, every order equally likely (Fisher & Yates 1938, Durstenfeld 1964); returns it.
 *
 * @example
 * ```ts
 * import { RandomStream, shuffleInPlace } from "@plimsoll/numeric";
 *
 * console.log(shuffleInPlace(RandomStream.of(7), [1, 2, 3, 4]).sort().join(" ")); // 1 2 3 4
 * ```
 */
export function shuffleInPlace<T, A extends Exchangeable<T>>(stream: RandomStream, values: A): A {
  for (let i = values.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
  return values;
}

/**
 * Draws `count` of the numbers 0..`size` - 1 without replacement, in random order.
 *
 * Throws `RangeError` when `count` exceeds `size`.
 *
 * @example
 * ```ts
 * import { chooseIndices, RandomStream } from "@plimsoll/numeric";
 *
 * console.log(new Set(chooseIndices(RandomStream.of(1), 10, 4)).size); // 4
 * ```
 */
export function chooseIndices(stream: RandomStream, size: number, count: number): Int32Array {
  if (!(count >= 0 && count <= size)) throw new RangeError(`expected a count from 0 to ${size}, was ${count}`);
  const pool = Int32Array.from({ length: size }, (_, index) => index);
  for (let i = 0; i < count; i++) {
    const j = i + stream.integer(size - i);
    const kept = pool[i]!;
    pool[i] = pool[j]!;
    pool[j] = kept;
  }
  return pool.slice(0, count);
}

/**
 * Draws one index with probability proportional to `weights`.
 *
 * Throws `RangeError` on a weight that is negative or NaN, and when all are 0.
 *
 * @example
 * ```ts
 * import { chooseWeighted, RandomStream } from "@plimsoll/numeric";
 *
 * console.log(chooseWeighted(RandomStream.of(1), Float64Array.of(0, 3, 0))); // 1
 * ```
 */
export function chooseWeighted(stream: RandomStream, weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! >= 0)) throw new RangeError(`expected non-negative weights, number ${i} was ${weights[i]}`);
    total += weights[i]!;
  }
  if (!(total > 0 && total < Infinity))
    throw new RangeError(`expected weights with a positive finite sum, was ${total}`);
  let left = stream.uniform() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    last = i;
    left -= weights[i]!;
    if (left < 0) return i;
  }
  // rounding may leave a sliver behind the last weight
  return last;
}
