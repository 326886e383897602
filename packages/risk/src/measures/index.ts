export { riskMeasureKinds } from "./evaluate.ts";
export {
  estimateRiskMeasure,
  riskMeasure,
  type RiskMeasureEstimateOptions,
  type RiskMeasureOptions,
} from "./risk-measure.ts";
export {
  type AssetDrawdownOptions,
  type AssetDrawdowns,
  assetDrawdowns,
  type AssetTailOptions,
  type AssetTailRisks,
  assetTailRisks,
} from "./asset-risks.ts";
