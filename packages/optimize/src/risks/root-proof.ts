import type { Json } from "../problem/normalize.ts";

/** What supports the root of a square at a portfolio without risk: the slope at another portfolio, times a share up to 1. */
export interface RootProof {
  readonly at: readonly number[];
  readonly share: number;
}

/** A proof of the right shape; undefined otherwise, and then the portfolio's own slope supports the root. */
export function readRootProof(proof: Json | undefined, size: number): RootProof | undefined {
  const { at, share } = (proof ?? {}) as Partial<RootProof>;
  const sound = Array.isArray(at) && at.length === size && at.every((value) => Number.isFinite(value));
  return sound && typeof share === "number" && share >= 0 && share <= 1 ? { at, share } : undefined;
}
