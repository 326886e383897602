export type { FactorSelection } from "./aligned.ts";
export {
  famaMacBeth,
  type FamaMacBethResult,
  type GrsResult,
  grsTest,
  type PricingInput,
  type RiskPremium,
} from "./asset-pricing.ts";
export type { CrossSectionalFactorModel, CrossSectionalSpec } from "./cross-sectional.ts";
export { type FactorAttribution, factorAttribution, type FactorShare } from "./factor-attribution.ts";
export { type FactorCount, factorCount, type FactorCountCriterion } from "./factor-count.ts";
export type { FactorFormCovariance, FactorModelBase } from "./factor-model-shape.ts";
export { type FactorModel, factorModel, type FactorModelSpec, factorSets } from "./factor-model.ts";
export { type FrenchTable, parseFrenchCsv } from "./french-csv.ts";
export { type FactorWindow, type RollingFactorInput, rollingFactorModel } from "./rolling-factor-model.ts";
export type { StatisticalFactorModel, StatisticalSpec } from "./statistical.ts";
export { type StyleAnalysis, styleAnalysis } from "./style-analysis.ts";
export type { AssetRegression, FactorCoefficient, TimeSeriesFactorModel, TimeSeriesSpec } from "./time-series.ts";
