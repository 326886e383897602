import { philox } from "./philox.ts";

/** 128 bits that name a stream: the Philox key, then the upper half of the counter. */
export type Identity = readonly [number, number, number, number];

const view: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
const words: Uint32Array = /* @__PURE__ */ new Uint32Array(4);

/** The identity above all seeds: the first digits of pi, which hide nothing. */
export const root: Identity = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/** Mixes two words into an identity; a sponge whose permutation is Philox under a fixed key. */
function absorb([a, b, c, d]: Identity, first: number, second: number): Identity {
  philox(a ^ first, b ^ second, c, d, 0xa4093822, 0x299f31d0, words);
  return [words[0]!, words[1]!, words[2]!, words[3]!];
}

/**
 * The identity that a number or a string names below another identity.
 *
 * Numbers and strings never name the same one: the kind and the length go in first. Throws `RangeError` on NaN and
 * infinities, which as seeds are always a mistake.
 */
export function descend(parent: Identity, key: number | string): Identity {
  if (typeof key === "number") {
    if (!Number.isFinite(key)) throw new RangeError(`expected a finite number or a string as seed, was ${key}`);
    // -0 and 0 are one seed
    view.setFloat64(0, key === 0 ? 0 : key);
    return absorb(absorb(parent, 1, 8), view.getUint32(0), view.getUint32(4));
  }
  let identity = absorb(parent, 2, key.length);
  for (let i = 0; i < key.length; i += 2) {
    identity = absorb(identity, key.charCodeAt(i), i + 1 < key.length ? key.charCodeAt(i + 1) : 0);
  }
  return identity;
}
