export type { Feature, FeatureFamily, FeatureMemory, FeatureRequest, FeatureState, RequestOf } from "./feature.ts";
export type { ChoiceParameter, CountParameter, Parameter, ParameterTable, RealParameter } from "./parameter.ts";
export { computeFeatures, type FeatureColumns, type FeatureOptions } from "./compute-features.ts";
export { FeatureStream, type FeatureStreamJson, FeatureStreamSchema } from "./feature-stream.ts";
export { FeatureTable, type FeatureTableJson } from "./feature-table.ts";
