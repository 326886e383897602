export { analyzeBehavior, type BehaviorInput, type BehaviorOptions, type BehaviorReport } from "./analyze-behavior.ts";
export type { BiasResult } from "./detectors/bias-result.ts";
export { type DispositionOptions, odeanProportions } from "./detectors/disposition.ts";
export { mantelHaenszel, type StratifiedOddsRatio, type Stratum } from "./estimate/mantel-haenszel.ts";
export * from "./nudges/index.ts";
export * from "./prospect/index.ts";
export { type Population, type Severity, severity } from "./score/severity.ts";
export type { PriceRecord } from "./trades/price-history.ts";
export { type Repair, type TradeRecord, TradeRecordSchema } from "./trades/trade-record.ts";
