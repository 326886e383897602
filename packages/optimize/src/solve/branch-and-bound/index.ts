export type { CardinalityProgram, CountLimit } from "./program.ts";
export { type BranchProof, type LeafMultipliers, replayProof } from "./proof.ts";
export {
  type CardinalityOptions,
  type CardinalityProgress,
  type CardinalityResult,
  searchCardinality,
} from "./search.ts";
