import { exp } from "./elementary/exp.ts";
import { log } from "./elementary/log.ts";
import type { RandomStream } from "./random-stream.ts";

const levels = 256;
/** Where the tail of the lowest strip begins, and the area of each strip, for 256 of them. */
const tailStart = 3.6541528853610088;
const stripArea = 0.00492867323399;

/** Right ends of the strips from the widest, their heights, and the steps of the 23-bit draw. */
const edges = new Float64Array(levels + 1);
const heights = new Float64Array(levels + 1);
const density = (x: number): number => exp(-0.5 * x * x);
edges[0] = stripArea / density(tailStart);
edges[1] = tailStart;
for (let i = 2; i < levels; i++) {
  edges[i] = Math.sqrt(-2 * log(stripArea / edges[i - 1]! + density(edges[i - 1]!)));
}
for (let i = 0; i <= levels; i++) heights[i] = density(edges[i]!);

/**
 * Standard normals by the million: xoshiro128++ (Blackman & Vigna 2021) under the ziggurat of Marsaglia & Tsang (2000) with
 * 256 strips and separate bits for strip and place.
 *
 * About ten times as fast as {@link RandomStream.normal} and as repeatable on every engine, but with a resolution of 2^-23
 * of a strip, and the n-th draw depends on the ones before. The generator starts from four words of `stream`.
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
  readonly #state: Int32Array;

  constructor(stream: RandomStream) {
    // an all-zero state would stay there
    this.#state = Int32Array.of(stream.word(), stream.word(), stream.word(), stream.word() | 1);
  }

  /** Fills the first `count` places of `out`; returns it. */
  draw(out: Float64Array, count: number = out.length): Float64Array {
    const state = this.#state;
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    for (let at = 0; at < count;) {
      const sum = (a + d) | 0;
      const word = (((sum << 7) | (sum >>> 25)) + a) | 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);

      const strip = word & 255;
      // 24 signed bits, half a step off zero
      const x = (((word >> 8) + 0.5) / 8388608) * edges[strip]!;
      if (x < edges[strip + 1]! && x > -edges[strip + 1]!) {
        out[at++] = x;
        continue;
      }
      // once in 75 draws
      state[0] = a;
      state[1] = b;
      state[2] = c;
      state[3] = d;
      const value = strip === 0 ? this.#tail(x) : this.#wedge(strip, x);
      if (value !== 0) out[at++] = value;
      a = state[0];
      b = state[1];
      c = state[2];
      d = state[3];
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
    return out;
  }

  /** A uniform number in (0, 1). */
  #uniform(): number {
    const state = this.#state;
    const sum = (state[0]! + state[3]!) | 0;
    const word = (((sum << 7) | (sum >>> 25)) + state[0]!) | 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = (state[3]! << 11) | (state[3]! >>> 21);
    return ((word >>> 0) + 0.5) / 4294967296;
  }

  /** x where it lies below the density, else 0: draw again. */
  #wedge(strip: number, x: number): number {
    const height = heights[strip]! + this.#uniform() * (heights[strip + 1]! - heights[strip]!);
    return height < density(x) ? x : 0;
  }

  /** Marsaglia's (1964) draw beyond the last edge, with the sign of `side`. */
  #tail(side: number): number {
    for (;;) {
      const beyond = -log(this.#uniform()) / tailStart;
      if (-2 * log(this.#uniform()) > beyond * beyond) return side < 0 ? -tailStart - beyond : tailStart + beyond;
    }
  }
}
