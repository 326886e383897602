export {
  fitPreprocessing,
  type FitPreprocessingOptions,
  Preprocessing,
  type PreprocessingData,
  PreprocessingSchema,
  type TransformedRows,
  type TransformOptions,
} from "./preprocessing.ts";
export type { RowKeys, RowPosition } from "./row-keys.ts";
export type { EncodeState, EncodeStep } from "./steps/encode.ts";
export type { ImputeState, ImputeStep } from "./steps/impute.ts";
export type { RankState, RankStep } from "./steps/rank.ts";
export type { StandardiseState, StandardiseStep } from "./steps/standardise.ts";
export { type PreprocessingState, type PreprocessingStep, PreprocessingStepSchema } from "./steps/table.ts";
export type { WinsoriseState, WinsoriseStep } from "./steps/winsorise.ts";
export type { Cell, PreprocessingInput } from "./table.ts";
