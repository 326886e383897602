export type { BenchmarkMetrics, CaptureMethod, SkillEstimate } from "./benchmark.ts";
export type { GainLossMetrics } from "./gain-loss.ts";
export type { RateConversion } from "./growth.ts";
export type { DownsideDivisor } from "./partial-moments.ts";
export { performance, type Performance, type SharpeEstimate } from "./performance.ts";
export type { PerformanceErrors } from "./performance-errors.ts";
export type { PerformanceOptions } from "./performance-options.ts";
export {
  annualSharpeLo,
  deflatedSharpe,
  expectedMaximumSharpe,
  minimumBacktestLength,
  minimumTrackRecord,
  probabilisticSharpe,
  type SharpeSample,
  sharpeSample,
  sharpeStandardError,
  type TrialRecord,
} from "./sharpe-ratio.ts";
export type { TrendMetrics } from "./trend.ts";
export type { UpsideDownside } from "./upside-downside.ts";
