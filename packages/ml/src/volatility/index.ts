export { fitGarch, fixGarch, type FixedGarchOptions } from "./fit-garch.ts";
export type { GarchCovarianceEstimator, GarchOptions, GarchStructure, GarchMeanOptions } from "./garch-options.ts";
export { type GarchEstimate, GarchModel } from "./garch-model.ts";
export type { FilteredReturns } from "./filtered-returns.ts";
export type { GarchRiskParameters } from "./risk-parameters.ts";
export { type GarchModelData, GarchModelSchema } from "./garch-data.ts";
export type {
  VolatilityForecastInterval,
  VolatilityForecastMethod,
  VolatilityForecastOptions,
  VolatilityForecast,
} from "./forecast.ts";
export type { NewsImpactCurve, NewsImpactOptions } from "./news-impact.ts";
export { type SimulatedReturns, simulateGarch, type GarchSimulationOptions } from "./simulate.ts";
export type { GarchSpecification, GarchPresample } from "./specification.ts";
export { type TrackedReturn, VolatilityTracker } from "./volatility-tracker.ts";
export type { InnovationDistribution } from "./distributions/innovation-law.ts";
export type { InMeanForm, GarchMeanSettings } from "./mean/mean-settings.ts";
export type { GarchVarianceSettings, VolatilityModelName } from "./models/variance-model.ts";
export * from "./comparison/index.ts";
export * from "./diagnostics/index.ts";
export * from "./multivariate/index.ts";
export * from "./realised/index.ts";
