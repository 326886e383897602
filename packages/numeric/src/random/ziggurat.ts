import type { Arena } from "../wasm/arena.ts";
import { exp } from "./elementary/exp.ts";
import { log } from "./elementary/log.ts";
import type { RandomStream } from "./random-stream.ts";

const strips = 256;
/** Where the tail of the lowest strip begins, and the area of each strip, for 256 of them. */
const tailStart = 3.6541528853610088;
const stripArea = 0.00492867323399;

/** Right ends of the strips from the widest, and their heights. */
const edges = new Float64Array(strips + 1);
const heights = new Float64Array(strips + 1);
const density = (x: number): number => exp(-0.5 * x * x);
edges[0] = stripArea / density(tailStart);
edges[1] = tailStart;
for (let i = 2; i < strips; i++) {
  edges[i] = Math.sqrt(-2 * log(stripArea / edges[i - 1]! + density(edges[i - 1]!)));
}
for (let i = 0; i <= strips; i++) heights[i] = density(edges[i]!);

/** What the kernel reads: 16 words of state, then the steps of the 24-bit places, then the limits of those. */
const stateSize = 8;
const scalesAt = stateSize;
const limitsAt = scalesAt + strips;
const headSize = limitsAt + strips / 2;
const tables = new Float64Array(headSize);
const scales = tables.subarray(scalesAt, limitsAt);
const limits = new Int32Array(tables.buffer, 8 * limitsAt, strips);
for (let i = 0; i < strips; i++) {
  scales[i] = edges[i]! / 2 ** 24;
  // places are odd: the first that is not below the next edge
  let limit = Math.floor(edges[i + 1]! / scales[i]!) | 1;
  while (limit * scales[i]! >= edges[i + 1]!) limit -= 2;
  while (limit * scales[i]! < edges[i + 1]!) limit += 2;
  limits[i] = limit;
}

/**
 * Normals and uniforms one by one: xoshiro128++ (Blackman & Vigna 2021) under the ziggurat of Marsaglia & Tsang (2000) with
 * 256 strips and separate bits for strip and place.
 */
export class Ziggurat {
  readonly #state: Int32Array;

  constructor(stream: RandomStream) {
    this.#state = seed(stream);
  }

  #word(): number {
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
    return word;
  }

  /** A uniform number in (0, 1). */
  uniformOpen(): number {
    return ((this.#word() >>> 0) + 0.5) / 4294967296;
  }

  normal(): number {
    for (;;) {
      const word = this.#word();
      const strip = word & 255;
      const place = (word >> 7) | 1;
      if (Math.abs(place) < limits[strip]!) return place * scales[strip]!;
      const value = this.settle(word);
      if (value !== 0) return value;
    }
  }

  /** What becomes of a word whose strip alone doesn't decide: a normal, or 0 where it is to be drawn again. */
  settle(word: number): number {
    const strip = word & 255;
    const x = ((word >> 7) | 1) * scales[strip]!;
    if (strip === 0) return this.#tail(x);
    const height = heights[strip]! + this.uniformOpen() * (heights[strip + 1]! - heights[strip]!);
    return height < density(x) ? x : 0;
  }

  /** Marsaglia's (1964) draw beyond the last edge, with the sign of `side`. */
  #tail(side: number): number {
    for (;;) {
      const beyond = -log(this.uniformOpen()) / tailStart;
      if (-2 * log(this.uniformOpen()) > beyond * beyond) return side < 0 ? -tailStart - beyond : tailStart + beyond;
    }
  }
}

/** Four words of the stream; an all-zero state would stay there. */
function seed(stream: RandomStream): Int32Array {
  return Int32Array.of(stream.word(), stream.word(), stream.word(), stream.word() | 1);
}

/** The same ziggurat over four generators that take turns, in the kernels' memory; what they leave in doubt a fifth settles. */
export class ZigguratLanes {
  readonly #head: Float64Array = tables.slice();
  readonly #settler: Ziggurat;

  constructor(stream: RandomStream) {
    const state = new Int32Array(this.#head.buffer, 0, 2 * stateSize);
    for (let lane = 0; lane < 4; lane++) {
      seed(stream).forEach((word, i) => {
        state[4 * i + lane] = word;
      });
    }
    this.#settler = new Ziggurat(stream);
  }

  /** Doubles that {@link ZigguratLanes.fill} works with beside its output. */
  static room(count: number): number {
    return headSize + count;
  }

  /** Fills `count` places of the arena from `out` on, a multiple of four, working from `work` on. */
  fill({ memory, kernels }: Arena, count: number, out: number, work: number): void {
    memory.set(this.#head, work);
    const doubtfulAt = work + headSize;
    const found = kernels.normals(count, work, work + scalesAt, work + limitsAt, out, doubtfulAt);
    this.#head.set(memory.subarray(work, work + stateSize));
    const doubtful = new Int32Array(memory.buffer, 8 * doubtfulAt, 2 * found);
    for (let k = 0; k < 2 * found; k += 2) {
      const value = this.#settler.settle(doubtful[k]!);
      memory[out + doubtful[k + 1]!] = value === 0 ? this.#settler.normal() : value;
    }
  }
}
