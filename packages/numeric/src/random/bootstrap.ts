import { log, log1p } from "./elementary/log.ts";
import type { RandomStream } from "./random-stream.ts";

/**
 * Row indices of one independent bootstrap sample: each of 0..`size` - 1 equally likely at every place.
 *
 * @example
 * ```ts
 * import { bootstrapIndices, RandomStream } from "@plimsoll/numeric";
 *
 * console.log(bootstrapIndices(RandomStream.of(3), 100).length); // 100
 * ```
 */
export function bootstrapIndices(
  stream: RandomStream,
  size: number,
  out: Int32Array = new Int32Array(size),
): Int32Array {
  for (let i = 0; i < out.length; i++) out[i] = stream.integer(size);
  return out;
}

/**
 * Row indices of one stationary bootstrap sample: blocks of geometric length with mean `meanBlock`, wrapped around the end
 * (Politis & Romano 1994).
 *
 * Throws `RangeError` when `meanBlock` is below 1 or NaN.
 *
 * @example
 * ```ts
 * import { RandomStream, stationaryBootstrapIndices } from "@plimsoll/numeric";
 *
 * console.log(stationaryBootstrapIndices(RandomStream.of(3), 250, 10).length); // 250
 * ```
 */
export function stationaryBootstrapIndices(
  stream: RandomStream,
  size: number,
  meanBlock: number,
  out: Int32Array = new Int32Array(size),
): Int32Array {
  let at = 0;
  stationaryBootstrapBlocks(stream, size, meanBlock, out.length, (first, length) => {
    for (let row = first, left = length; left > 0; left--) {
      out[at++] = row;
      row = row + 1 === size ? 0 : row + 1;
    }
  });
  return out;
}

/**
 * The blocks of one stationary bootstrap sample of `rows` rows: each begins at row `first` of 0..`size` - 1 and goes on for
 * `length` rows, round the end if need be; sums over a block need no row of it where running sums are known.
 *
 * Throws `RangeError` when `meanBlock` is below 1 or NaN.
 *
 * @example
 * ```ts
 * import { RandomStream, stationaryBootstrapBlocks } from "@plimsoll/numeric";
 *
 * let rows = 0;
 * stationaryBootstrapBlocks(RandomStream.of(3), 250, 10, 250, (_first, length) => {
 *   rows += length;
 * });
 * console.log(rows); // 250
 * ```
 */
export function stationaryBootstrapBlocks(
  stream: RandomStream,
  size: number,
  meanBlock: number,
  rows: number,
  visit: (first: number, length: number) => void,
): void {
  if (!(meanBlock >= 1)) throw new RangeError(`expected a mean block length of at least 1, was ${meanBlock}`);
  // a geometric length by inversion: one uniform for each block
  const rate = meanBlock === 1 ? -Infinity : log1p(-1 / meanBlock);
  for (let left = rows; left > 0;) {
    const first = stream.integer(size);
    const length = meanBlock === Infinity ? Infinity : 1 + Math.floor(log(stream.uniformOpen()) / rate);
    visit(first, Math.min(length, left));
    left -= length;
  }
}

/**
 * Row indices of one circular block bootstrap sample: blocks of a fixed length, wrapped around the end (Politis & Romano
 * 1992).
 *
 * Throws `RangeError` when `block` is not a positive integer.
 *
 * @example
 * ```ts
 * import { blockBootstrapIndices, RandomStream } from "@plimsoll/numeric";
 *
 * const rows = blockBootstrapIndices(RandomStream.of(3), 10, 5);
 * console.log((rows[1]! - rows[0]! + 10) % 10, (rows[4]! - rows[3]! + 10) % 10); // 1 1
 * ```
 */
export function blockBootstrapIndices(
  stream: RandomStream,
  size: number,
  block: number,
  out: Int32Array = new Int32Array(size),
): Int32Array {
  if (!Number.isInteger(block) || block < 1) throw new RangeError(`expected a positive block length, was ${block}`);
  for (let at = 0; at < out.length;) {
    let row = stream.integer(size);
    for (let left = block; left > 0 && at < out.length; left--) {
      out[at++] = row;
      row = row + 1 === size ? 0 : row + 1;
    }
  }
  return out;
}
