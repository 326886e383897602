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
export {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidation,
  type FoldContext,
  type FoldJob,
  type ScoreSteps,
} from "./cross-validate.ts";
export { countRows, type RowData, type RowsOf, takeRows } from "./rows.ts";
export type { ParallelOptions } from "./run-jobs.ts";
export {
  type FitContext,
  type PredictContext,
  type PredictRowContext,
  walkForward,
  type WalkForwardJob,
  type WalkForwardOptions,
  type WalkForwardOutcome,
  type WalkForwardPrediction,
  type WalkForwardResult,
  type WalkForwardSteps,
} from "./walk-forward.ts";
export { nestedTuning, type NestedTuning, type NestedTuningOptions, type TunedFold } from "./nested-tuning.ts";
export * from "./search/index.ts";
