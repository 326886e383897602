export { averageUniqueness, type ConcurrencyOptions, labelConcurrency } from "./concurrency.ts";
export { type FixedHorizonLabel, fixedHorizonLabels, type FixedHorizonOptions } from "./fixed-horizon.ts";
export {
  fractionalDifference,
  type FractionalDifferenceOptions,
  type FractionalOrderTrial,
  fractionalWeights,
  type MinimumFractionalOrder,
  minimumFractionalOrder,
  type MinimumFractionalOrderOptions,
} from "./fractional-difference.ts";
export type { PriceSeries } from "./label-input.ts";
export { type LabelSpan, labelSpans } from "./label-span.ts";
export { returnAttributionWeights, type TimeDecayOptions, timeDecayWeights } from "./sample-weights.ts";
export { sequentialBootstrap, type SequentialBootstrapOptions } from "./sequential-bootstrap.ts";
export {
  type TrendScanningLabel,
  trendScanningLabels,
  type TrendScanningOptions,
  trendScanningSpans,
} from "./trend-scanning.ts";
export {
  type TripleBarrierLabel,
  tripleBarrierLabels,
  type TripleBarrierLabels,
  type TripleBarrierOptions,
} from "./triple-barrier.ts";
