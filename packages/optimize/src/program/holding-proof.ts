import type { Json } from "../problem/normalize.ts";
import type { BranchProof } from "./branch-proof.ts";

/** A branch-and-bound tree with the multipliers at its leaves, as JSON. */
export function proofToJson(proof: BranchProof, bound: number): Json {
  return {
    bound,
    tree: {
      diagonals: proof.diagonals.map((diagonal) => Array.from(diagonal)),
      variable: Array.from(proof.variable),
      bySign: Array.from(proof.bySign),
      first: Array.from(proof.first),
      second: Array.from(proof.second),
      leaf: Array.from(proof.leaf),
      empty: Array.from(proof.empty),
      multipliers: proof.multipliers.map(({ diagonal, support, values, y }) => ({
        diagonal,
        support: Array.from(support),
        values: Array.from(values),
        y: Array.from(y),
      })),
    },
  };
}

/** A proof in the shape of its JSON without the copying: for a check at once. */
export function proofInMemory(proof: BranchProof, bound: number): Json {
  return { bound, tree: proof } as unknown as Json;
}

interface TreeJson {
  readonly diagonals: readonly (readonly number[])[];
  readonly variable: readonly number[];
  readonly bySign: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly leaf: readonly number[];
  readonly empty: readonly number[];
  readonly multipliers: readonly {
    readonly diagonal: number;
    readonly support: readonly number[];
    readonly values: readonly number[];
    readonly y: readonly number[];
  }[];
}

/** The tree that {@link proofToJson} wrote; undefined where the JSON holds none. */
export function proofFromJson(json: Json | undefined): BranchProof | undefined {
  const tree = (json as { readonly tree?: TreeJson } | null | undefined)?.tree;
  if (tree === undefined) return undefined;
  return {
    diagonals: tree.diagonals.map((diagonal) => Float64Array.from(diagonal)),
    variable: Int32Array.from(tree.variable),
    bySign: Uint8Array.from(tree.bySign),
    first: Int32Array.from(tree.first),
    second: Int32Array.from(tree.second),
    leaf: Int32Array.from(tree.leaf),
    empty: Uint8Array.from(tree.empty),
    multipliers: tree.multipliers.map(({ diagonal, support, values, y }) => ({
      diagonal,
      support: Int32Array.from(support),
      values: Float64Array.from(values),
      y: Float64Array.from(y),
    })),
  };
}
