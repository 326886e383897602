export type { JointLaw } from "./correlation-law.ts";
export type { CorrelationModel } from "./fit-correlation.ts";
export { fitMultivariateGarch, type MultivariateGarchOptions } from "./fit-multivariate-garch.ts";
export { type MultivariateGarchData, MultivariateGarchSchema } from "./multivariate-data.ts";
export { type ConditionalCovariance, type CovarianceForecast, MultivariateGarch } from "./multivariate-garch.ts";
