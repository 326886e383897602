export { mean, sum } from "./mean.ts";
export {
  centralMoments,
  excessKurtosis,
  type ShapeOptions,
  skewness,
  standardDeviation,
  variance,
  type MomentOptions,
} from "./moments.ts";
export {
  columnMeans,
  correlation,
  correlationMatrix,
  correlationOf,
  covariance,
  covarianceMatrix,
} from "./covariance.ts";
export { argsort, ranks, selectInPlace, sorted } from "./selection.ts";
export {
  median,
  medianAbsoluteDeviation,
  quantile,
  type QuantilePosition,
  quantilePosition,
  quantileSorted,
  type QuantileType,
} from "./quantile.ts";
export { autocorrelations, autocovariances } from "./autocorrelation.ts";
export { exponentialAverage, exponentialWeights, RunningMoments, type RunningMomentsState } from "./online.ts";
export { longRunCovariance, longRunVariance, neweyWestLags, type NeweyWestOptions } from "./newey-west.ts";
export { findMinimum, findRoot, type Minimum, type SearchOptions } from "./root.ts";
export { gaussLegendre, type Integral, integrate, type IntegrateOptions, type QuadratureRule } from "./integrate.ts";
export { fitGeneralisedPareto, type GeneralisedParetoFit } from "./generalised-pareto.ts";
export { type BandwidthRule, kernelBandwidth, kernelCdf, kernelDensity, kernelQuantile } from "./kernel-density.ts";
export { optimalBlockLength } from "./block-length.ts";
export { kendallMatrix } from "./kendall.ts";
export { slidingFold } from "./sliding-fold.ts";
export { RankWindow, slidingQuantiles, slidingTailMeans } from "./rank-window.ts";
export { type ColumnTails, columnTails } from "./column-tails.ts";
export { compareLosses, type LossComparison } from "./loss-comparison.ts";
