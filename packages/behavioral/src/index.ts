export { analyzeBehavior, type BehaviorReport } from "./analyze-behavior.ts";
export { type BiasKey, biasKeys } from "./detectors/bias-key.ts";
export type { BiasResult } from "./detectors/bias-result.ts";
export { alwaysValidEvidence, type RunningEstimate } from "./estimate/always-valid.ts";
export { benjaminiHochberg } from "./estimate/benjamini-hochberg.ts";
export { lsvAdjustmentFactor, lsvHerding } from "./estimate/lsv-herding.ts";
export { mantelHaenszel, type StratifiedOddsRatio, type Stratum } from "./estimate/mantel-haenszel.ts";
export { monthsToDetect } from "./estimate/account-months.ts";
export { equalWeightNormalizedVariance, normalizedVariance } from "./estimate/normalized-variance.ts";
export { passiveShare } from "./estimate/passive-share.ts";
export { estimateLossAversion, type LossAversion, type LossAversionOptions } from "./estimate/loss-aversion.ts";
export {
  type ExchangeableStratum,
  type StratifiedContrast,
  stratifiedPermutation,
} from "./estimate/stratified-permutation.ts";
export { odeanProportions } from "./estimate/odean-proportions.ts";
export type {
  BehaviorContext,
  BehaviorInput,
  Domicile,
  GambleRecord,
  LevelRecord,
  NewsRecord,
  PeerFlowRecord,
  ReadingRecord,
  RiskyShareRecord,
  SplitRecord,
  VolumeRecord,
  WatchRecord,
} from "./input/behavior-input.ts";
export type { BehaviorOptions } from "./input/behavior-options.ts";
export type { PriceRecord } from "./input/price-history.ts";
export { type Repair, type TradeRecord, TradeRecordSchema } from "./input/trade-record.ts";
export * from "./journal/index.ts";
export * from "./monitor/index.ts";
export * from "./nudges/index.ts";
export * from "./patterns/index.ts";
export * from "./profile/index.ts";
export * from "./preferences/index.ts";
export * from "./prospect/index.ts";
export type { CompositeScore } from "./score/composite.ts";
export { type Population, type Severity, severity } from "./score/severity.ts";
export * from "./simulate/index.ts";
