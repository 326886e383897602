export { averageDrawdownMeasure } from "./average-drawdown.ts";
export { cdarMeasure } from "./cdar.ts";
export { columnMaxDrawdowns } from "./column-drawdowns.ts";
export { type CvarOptions, cvarMeasure } from "./cvar.ts";
export { type CvarRangeOptions, cvarRangeMeasure } from "./cvar-range.ts";
export { type Distortion, distortionMeasure, type DistortionOptions } from "./distortion.ts";
export { downsideVarianceMeasure } from "./downside-variance.ts";
export { type DrawdownOptions, drawdownSeries } from "./drawdown-series.ts";
export { edarMeasure } from "./edar.ts";
export { type EntropicOptions, entropicMeasure } from "./entropic.ts";
export { evarMeasure } from "./evar.ts";
export { flpmMeasure } from "./flpm.ts";
export { giniMeasure } from "./gini.ts";
export { madMeasure } from "./mad.ts";
export { maxDrawdownMeasure } from "./max-drawdown.ts";
export type { ConfidenceOptions, MeasureTraits, RiskMeasure } from "./measure.ts";
export { rangeMeasure } from "./range.ts";
export { rlvarMeasure, type RlvarOptions } from "./rlvar.ts";
export { semideviationMeasure } from "./semideviation.ts";
export { semivarianceMeasure } from "./semivariance.ts";
export { slpmMeasure } from "./slpm.ts";
export { type SpectralOptions, spectralMeasure, type Spectrum } from "./spectral.ts";
export { standardDeviationMeasure } from "./standard-deviation.ts";
export {
  measureRisk,
  measureRiskGradient,
  type RiskMeasureKind,
  riskMeasures,
  type RiskMeasureSpec,
  type RiskMeasureTable,
  riskMeasureTraits,
} from "./table.ts";
export { tailGiniMeasure } from "./tail-gini.ts";
export type { TargetOptions } from "./target.ts";
export { tailProbability } from "./check.ts";
export { ulcerMeasure } from "./ulcer.ts";
export { type ValueAtRiskOptions, valueAtRiskMeasure } from "./value-at-risk.ts";
export { type VarianceOptions, varianceMeasure } from "./variance.ts";
export { worstMeasure } from "./worst.ts";
