import type { IdGenerator } from "../ports/id-generator.ts";

/** Ids `prefix-1`, `prefix-2`, ...: unique within one generator, and easy to read in tests. */
export class SequentialIds implements IdGenerator {
  readonly #prefix: string;
  #last = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  next(): string {
    this.#last++;
    return `${this.#prefix}-${this.#last}`;
  }
}

/**
 * UUIDs (version 4) from a seed: the same seed gives the same ids in every runtime. Not for secrets.
 *
 * The bits are those of sfc32 (Doty-Humphrey, PractRand), seeded by FNV-1a of the seed's text.
 *
 * @example
 * ```ts
 * import { SeededIds } from "@plimsoll/core";
 *
 * console.log(new SeededIds("replay").next() === new SeededIds("replay").next()); // true
 * ```
 */
export class SeededIds implements IdGenerator {
  readonly #state: Uint32Array;

  constructor(seed: string | number) {
    this.#state = Uint32Array.from([0, 1, 2, 3], (lane) => hash(`${lane}:${typeof seed}:${seed}`));
    // lets the four words mix
    for (let i = 0; i < 16; i++) this.#word();
  }

  next(): string {
    const words = [this.#word(), this.#word(), this.#word(), this.#word()];
    const hex = words.map((word) => word.toString(16).padStart(8, "0")).join("");
    const variant = "89ab"[Number.parseInt(hex[16]!, 16) & 3]!;
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  #word(): number {
    const s = this.#state;
    const [a, b, c, counter] = [s[0]!, s[1]!, s[2]!, s[3]!];
    const word = (a + b + counter) >>> 0;
    s[3] = counter + 1;
    s[0] = b ^ (b >>> 9);
    s[1] = c + (c << 3);
    s[2] = ((c << 21) | (c >>> 11)) + word;
    return word;
  }
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
