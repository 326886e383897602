export type { ObservationInput } from "./observations.ts";
export { GaussianHmm, type GaussianHmmOptions } from "./regimes/gaussian-hmm.ts";
export { type GaussianHmmData, GaussianHmmSchema } from "./regimes/gaussian-hmm-data.ts";
export type { CovarianceForm } from "./regimes/covariance-form.ts";
export type { StickyPrior } from "./regimes/baum-welch.ts";
export { RegimeProbabilities } from "./regimes/regime-probabilities.ts";
export * from "./features/index.ts";
export * from "./validation/index.ts";
export * from "./segmentation/index.ts";
