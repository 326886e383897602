import { standardNormalQuantile } from "../distributions/normal-quantile.ts";
import { log } from "./elementary/log.ts";
import { drawGamma } from "./gamma.ts";
import { descend, type Identity, root } from "./identity.ts";
import { philox } from "./philox.ts";

/** Where a stream stands, as JSON. */
export interface RandomStreamState {
  /** The 128 bits that name the stream, as four 32-bit words. */
  readonly identity: readonly [number, number, number, number];
  /** 32-bit words drawn so far. */
  readonly position: number;
}

/**
 * A seeded stream of random numbers that is the same, bit for bit, in every JavaScript engine.
 *
 * Philox4x32-10 (Salmon et al. 2011) behind it works in 32-bit integers, and every transform of its words uses only
 * + - * / sqrt and this package's own exp, log, pow, sin and cos. Streams of different seeds or keys never overlap: the
 * seed chooses the key and the upper half of the counter. A stream is mutable; whoever draws from it moves it on.
 *
 * Seeds and keys are finite numbers or strings (`1` and `"1"` differ); anything else throws `RangeError`, as do parameters
 * out of range, NaN included. No draw is ever NaN or infinite.
 *
 * @example
 * ```ts
 * import { RandomStream } from "@plimsoll/numeric";
 *
 * const stream = RandomStream.of(42);
 * const again = RandomStream.of(42);
 * console.log(stream.uniform() === again.uniform(), stream.normal() === again.normal()); // true true
 * console.log(stream.substream("prices").integer(6) === again.substream("prices").integer(6)); // true
 * ```
 */
export class RandomStream {
  readonly #identity: Identity;
  readonly #words: Uint32Array = new Uint32Array(4);
  /** Words drawn so far; the block that holds the next one is filled when its first word is drawn. */
  #position = 0;

  private constructor(identity: Identity) {
    this.#identity = identity;
  }

  /** The stream of a seed. */
  static of(seed: number | string): RandomStream {
    return new RandomStream(descend(root, seed));
  }

  /** A stream that stands where {@link RandomStream.toJSON} said. */
  static restore(state: RandomStreamState): RandomStream {
    const { identity, position } = state;
    const words = identity.length === 4 && identity.every((word) => word === word >>> 0);
    if (!words || !Number.isSafeInteger(position) || position < 0) {
      throw new RangeError("expected { identity: four 32-bit words, position: a non-negative integer }");
    }
    const stream = new RandomStream([identity[0], identity[1], identity[2], identity[3]]);
    stream.skip(position);
    return stream;
  }

  /** Where the stream stands. */
  toJSON(): RandomStreamState {
    return { identity: this.#identity, position: this.#position };
  }

  /**
   * The stream that `key` names below this one. It does not depend on how much was drawn here, so that asset "AAPL" keeps
   * its draws when another asset is added.
   */
  substream(key: number | string): RandomStream {
    return new RandomStream(descend(this.#identity, key));
  }

  /** Moves on by `count` words in no time; a uniform is two words. */
  skip(count: number): void {
    this.#position += count;
    if (this.#position % 4 !== 0) this.#fill();
  }

  /** 32 random bits as an integer from 0 to 2^32 - 1. */
  word(): number {
    const lane = this.#position % 4;
    if (lane === 0) this.#fill();
    this.#position++;
    return this.#words[lane]!;
  }

  #fill(): void {
    const block = Math.floor(this.#position / 4);
    const [key0, key1, upper0, upper1] = this.#identity;
    philox(block | 0, (block / 2 ** 32) | 0, upper0, upper1, key0, key1, this.#words);
  }

  /** A uniform number in [0, 1), a multiple of 2^-53. */
  uniform(): number {
    const high = this.word() >>> 5;
    return (high * 67108864 + (this.word() >>> 6)) / 9007199254740992;
  }

  /** A uniform number in (0, 1), an odd multiple of 2^-53, so that neither it nor 1 minus it is 0. */
  uniformOpen(): number {
    const high = this.word() >>> 6;
    return (high * 67108864 + (this.word() >>> 6) + 0.5) / 4503599627370496;
  }

  /** An integer from 0 to `bound` - 1, each equally likely (by rejection); `bound` is at most 2^53. */
  integer(bound: number): number {
    if (!Number.isSafeInteger(bound - 1) || bound < 1) {
      throw new RangeError(`expected a bound from 1 to 2^53, was ${bound}`);
    }
    if (bound > 4294967296) {
      const limit = 9007199254740992 - (9007199254740992 % bound);
      for (;;) {
        const draw = this.uniform() * 9007199254740992;
        if (draw < limit) return draw % bound;
      }
    }
    const limit = 4294967296 - (4294967296 % bound);
    for (;;) {
      const draw = this.word();
      if (draw < limit) return draw % bound;
    }
  }

  /**
   * A standard normal number: the normal quantile of one open uniform, so that the n-th draw depends on n alone. It lies
   * within 8.3 standard deviations.
   */
  normal(): number {
    const p = this.uniformOpen();
    return standardNormalQuantile(p, 1 - p);
  }

  /** An exponential number with mean 1: -ln of an open uniform. */
  exponential(): number {
    return -log(this.uniformOpen());
  }

  /** A gamma number with the given shape and scale (Marsaglia & Tsang 2000); the mean is their product. */
  gamma(shape: number, scale = 1): number {
    requirePositive("the shape", shape);
    requirePositive("the scale", scale);
    return scale * drawGamma(this, shape);
  }

  /** A chi-square number with the given degrees of freedom. */
  chiSquare(degreesOfFreedom: number): number {
    requirePositive("the degrees of freedom", degreesOfFreedom);
    return 2 * drawGamma(this, degreesOfFreedom / 2);
  }

  /** A Student t number: a normal over the root of a chi-square by its degrees of freedom; variance nu / (nu - 2). */
  studentT(degreesOfFreedom: number): number {
    const z = this.normal();
    return z / Math.sqrt(this.chiSquare(degreesOfFreedom) / degreesOfFreedom);
  }

  /** A beta number: one gamma over the sum of two. */
  beta(a: number, b: number): number {
    const first = this.gamma(a);
    return first / (first + this.gamma(b));
  }

  /** Fills `out` with {@link RandomStream.uniform}; returns it. */
  fillUniform(out: Float64Array): Float64Array {
    for (let i = 0; i < out.length; i++) out[i] = this.uniform();
    return out;
  }

  /** Fills `out` with {@link RandomStream.normal}; returns it. */
  fillNormal(out: Float64Array): Float64Array {
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
    return out;
  }
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`expected ${name} to be positive and finite, was ${value}`);
}
