import { arenaFor } from "../wasm/arena.ts";
import type { RandomStream } from "./random-stream.ts";
import { ZigguratLanes } from "./ziggurat.ts";

/** Draws a pass, so that what the kernel reads and writes stays near the processor. */
const pass = 8192;

/**
 * Standard normals by the million: four generators xoshiro128++ (Blackman & Vigna 2021) in turns under the ziggurat of
 * Marsaglia & Tsang (2000) with 256 strips and separate bits for strip and place.
 *
 * About twenty times as fast as {@link RandomStream.normal} and as repeatable on every engine, but with a resolution of 2^-23
 * of a strip, and the n-th draw depends on the ones before. The generators start from twenty words of `stream`.
 *
 * @example
 * ```ts
 * import { QuickNormals, RandomStream } from "@plimsoll/numeric";
 *
 * const draws = new QuickNormals(RandomStream.of(1)).draw(new Float64Array(100_000));
 * console.log(Math.abs(draws.reduce((sum, z) => sum + z, 0) / 100_000) < 0.01); // true
 * ```
 */
export class QuickNormals {
  readonly #lanes: ZigguratLanes;
  /** What was drawn beyond the last call, at the end: generators draw by fours. */
  readonly #left: Float64Array = new Float64Array(4);
  #waiting = 0;

  constructor(stream: RandomStream) {
    this.#lanes = new ZigguratLanes(stream);
  }

  /** Fills the first `count` places of `out`; returns it. */
  draw(out: Float64Array, count: number = out.length): Float64Array {
    let at = 0;
    for (; at < count && this.#waiting > 0; this.#waiting--) out[at++] = this.#left[4 - this.#waiting]!;
    const arena = arenaFor(pass + ZigguratLanes.room(pass));
    const { memory, start } = arena;
    while (at < count) {
      const wanted = Math.min(pass, count - at);
      const drawn = 4 * Math.ceil(wanted / 4);
      this.#lanes.fill(arena, drawn, start, start + pass);
      out.set(memory.subarray(start, start + wanted), at);
      at += wanted;
      this.#waiting = drawn - wanted;
      this.#left.set(memory.subarray(start + drawn - 4, start + drawn));
    }
    return out;
  }
}
