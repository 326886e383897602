export {
  type CombinatorialFold,
  combinatorialPurged,
  type CombinatorialPurgedOptions,
  type CombinatorialSplits,
} from "./combinatorial-purged.ts";
export type { PurgeOptions } from "./label-spans.ts";
export { optimalGroups, type OptimalGroupsOptions } from "./optimal-groups.ts";
export { purgedKFold, type PurgedKFoldOptions } from "./purged-k-fold.ts";
export type { Fold, Splits } from "./splits.ts";
export { walkForwardSplits, type WalkForwardSplitsOptions } from "./walk-forward-splits.ts";
