export type { Feature, FeatureFamily, FeatureMemory, FeatureRequest, FeatureState, RequestOf } from "./feature.ts";
export type { Parameter as FeatureParameter, ParameterTable as FeatureParameters } from "./parameter.ts";
export { computeFeatures, type FeatureColumns, type FeatureOptions } from "./compute-features.ts";
export { FeatureStream, type FeatureStreamJson, FeatureStreamSchema } from "./feature-stream.ts";
export { FeatureTable, type FeatureTableJson, FeatureTableSchema } from "./feature-table.ts";
export * from "./technical/index.ts";
export * from "./market/index.ts";
