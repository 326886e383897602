export { type LinearRegression, linearRegression, type RegressionErrors } from "./linear-regression.ts";
export { type QuantileRegression, quantileRegression } from "./quantile-regression.ts";
export {
  type TailRegression,
  tailRegression,
  type TailRegressionOptions,
  type TailRegressors,
} from "./tail-regression.ts";
export { type TailScoreTest, tailScoreTest } from "./tail-score-test.ts";
