export { compareForecasts, type ForecastComparison, type VarianceLoss, varianceLosses } from "./compare-forecasts.ts";
