export type { PerShareCost } from "./costs/per-share.ts";
export type { ProportionalCost } from "./costs/proportional.ts";
export { type CostSpec, CostSpecSchema } from "./costs/table.ts";
export type { TicketCost } from "./costs/ticket.ts";
export { backtest, type BacktestData } from "./engine/backtest.ts";
export type { BacktestRebalance, BacktestTrade, OpenDecision } from "./engine/records.ts";
export { type Schedule, ScheduleSchema } from "./engine/schedule.ts";
export { type BacktestSpec, BacktestSpecSchema, type ResolvedSpec } from "./engine/specification.ts";
export { backtestHtml } from "./report/html.ts";
export type { BacktestResult, TradingSummary } from "./report/result.ts";
export { buyAndHold } from "./strategies/buy-and-hold.ts";
export { equalWeight } from "./strategies/equal-weight.ts";
export { fixedWeight } from "./strategies/fixed-weight.ts";
export type { Strategy, StrategyContext, Targets } from "./strategies/strategy.ts";
export {
  type Fit,
  type Fold,
  walkForward,
  type WalkForwardData,
  type WalkForwardResult,
  type WalkForwardSpec,
  WalkForwardSpecSchema,
} from "./validation/walk-forward.ts";
