export type { BenchmarkMetrics } from "./benchmark.ts";
export type { RateConversion } from "./growth.ts";
export type { DownsideDivisor } from "./partial-moments.ts";
export { performance, type Performance, type PerformanceOptions, type SharpeEstimate } from "./performance.ts";
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
} from "./sharpe-ratio.ts";
