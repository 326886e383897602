export { hyperbandBrackets, type HyperbandOptions, hyperbandSearch } from "./hyperband.ts";
export type { Objective, SearchOptions, SearchResult, TrialJob, TrialReport } from "./objective.ts";
export { randomSearch } from "./random-search.ts";
export type { TrialsOptions } from "./run-trials.ts";
export {
  type ChoiceParameter,
  type IntegerParameter,
  type LogUniformParameter,
  type ParameterValue,
  type ParameterValues,
  type SearchParameter,
  type SearchSpace,
  SearchSpaceSchema,
  type UniformParameter,
} from "./search-space.ts";
export {
  type ResourceOptions,
  type Rung,
  successiveHalving,
  type SuccessiveHalvingOptions,
} from "./successive-halving.ts";
export { tpeSearch, type TpeSearchOptions, type TpeSettings } from "./tpe-search.ts";
export { type TrialRecord, TrialRecordSchema } from "./trial-record.ts";
