export * from "./backtest/index.ts";
export {
  type ContributionOptions,
  type RiskContribution,
  riskContributions,
  type RiskContributions,
  type TailRisk,
} from "./contributions/risk-contributions.ts";
export { type Drawdown, type DrawdownListOptions, drawdowns, type RowLabel } from "./drawdown/drawdowns.ts";
export * from "./factors/index.ts";
export * from "./hedging/index.ts";
export type { ReturnInput, ReturnPanelLike, WeightInput } from "./input/return-series.ts";
export * from "./monitor/index.ts";
export type { BenchmarkMetrics } from "./performance/benchmark.ts";
export type { RateConversion } from "./performance/growth.ts";
export type { DownsideDivisor } from "./performance/partial-moments.ts";
export {
  performance,
  type Performance,
  type PerformanceOptions,
  type SharpeEstimate,
} from "./performance/performance.ts";
export {
  annualSharpeLo,
  deflatedSharpe,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  type SharpeSample,
  sharpeSample,
  sharpeStandardError,
  type TrialRecord,
} from "./performance/sharpe-ratio.ts";
export * from "./stress/index.ts";
export type { AgeWeightedSpec } from "./tail/age-weighted.ts";
export type { CornishFisherSpec } from "./tail/cornish-fisher.ts";
export type { BootstrapUncertainty } from "./tail/bootstrap-uncertainty.ts";
export type { RiskEstimate, SimulationOptions, TailOptions } from "./tail/estimate.ts";
export type { EwmaSpec } from "./tail/ewma.ts";
export { estimateES, expectedShortfall } from "./tail/expected-shortfall.ts";
export type { ExtremeValueSpec } from "./tail/extreme-value.ts";
export type { FilteredHistoricalSpec } from "./tail/filtered-historical.ts";
export type { GarchSpec } from "./tail/garch.ts";
export type { GaussianSpec } from "./tail/gaussian.ts";
export type { HistoricalSpec } from "./tail/historical.ts";
export type { KernelSpec } from "./tail/kernel.ts";
export type { MonteCarloSpec } from "./tail/monte-carlo.ts";
export type { StudentTSpec } from "./tail/student-t.ts";
export { type TailMethodKind, tailMethodKinds, type TailMethodSpec } from "./tail/table.ts";
export { type TailDiagnosticOptions, tailDiagnostics, type ThresholdDiagnostic } from "./tail/tail-diagnostics.ts";
export type { Conventions, HorizonScaling, ShortfallEstimator } from "./tail/tail-method.ts";
export { estimateVaR, valueAtRisk } from "./tail/value-at-risk.ts";
export type { GarchParameters, VolatilityModel } from "./tail/volatility-filter.ts";
export type { VolatilityWeightedSpec } from "./tail/volatility-weighted.ts";
