export { riskMeasureKinds } from "./evaluate.ts";
export {
  estimateRiskMeasure,
  riskMeasure,
  type RiskMeasureEstimateOptions,
  type RiskMeasureOptions,
} from "./risk-measure.ts";
