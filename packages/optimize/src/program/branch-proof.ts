/** Multipliers that many leaves may share. */
export interface LeafMultipliers {
  /** Which of the proof's diagonals. */
  readonly diagonal: number;
  /** x, where it isn't 0. */
  readonly support: Int32Array;
  readonly values: Float64Array;
  /** One per row. */
  readonly y: Float64Array;
}

/**
 * The tree of branches and, at each leaf, why nothing better is below it. Node 0 is the root; `variable[t]` < 0 marks a
 * leaf, else the branches are `first[t]` and `second[t]`: out and in, or negative and positive where `bySign[t]` is 1.
 */
export interface BranchProof {
  readonly diagonals: readonly Float64Array[];
  readonly variable: Int32Array;
  readonly bySign: Uint8Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Index into `multipliers`, -1 where counting alone shows that the leaf is empty. */
  readonly leaf: Int32Array;
  /** 1 where the multipliers prove that no point exists: they contradict the rows. */
  readonly empty: Uint8Array;
  readonly multipliers: readonly LeafMultipliers[];
}
