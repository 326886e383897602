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
