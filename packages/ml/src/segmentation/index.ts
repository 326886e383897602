export { JumpModel, type JumpModelOptions } from "./jump-model.ts";
export { type JumpModelData, JumpModelSchema } from "./jump-model-data.ts";
export {
  RunLengthDetector,
  type RunLengthOptions,
  type RunLengthState,
  RunLengthStateSchema,
  type RunLengthUpdate,
  type SegmentPrior,
} from "./run-length.ts";
export {
  CusumDetector,
  type CusumOptions,
  cusumRunLength,
  type CusumState,
  cusumThreshold,
  type CusumUpdate,
} from "./cusum.ts";
export {
  GaussianMixture,
  type GaussianMixtureData,
  type GaussianMixtureOptions,
  GaussianMixtureSchema,
} from "./gaussian-mixture.ts";
export {
  KMeansRegimes,
  type KMeansRegimesData,
  type KMeansRegimesOptions,
  KMeansRegimesSchema,
} from "./k-means-regimes.ts";
