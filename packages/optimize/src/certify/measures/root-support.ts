import type { Json } from "../../problem/normalize.ts";
import type { RootProof } from "../../risks/root-proof.ts";

/** A stated support of a root, of the right shape; undefined otherwise, and then the portfolio's own slope supports it. */
export function readRootProof(proof: Json | undefined, size: number): RootProof | undefined {
  const { at, share } = (proof ?? {}) as Partial<RootProof>;
  const sound = Array.isArray(at) && at.length === size && at.every((value) => Number.isFinite(value));
  return sound && typeof share === "number" && share >= 0 && share <= 1 ? { at, share } : undefined;
}
