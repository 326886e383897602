export {
  type BehaviorMonitor,
  behaviorMonitor,
  type RecordedTrade,
  restoreBehaviorMonitor,
} from "./behavior-monitor.ts";
export type { MonitorAlert } from "./monitor-alert.ts";
export type { MonitorCheckpoint, MonitorEvent } from "./monitor-checkpoint.ts";
export type { MonitorHistory, MonitorProfile, PriceObservation } from "./monitor-profile.ts";
export type { TradeConcern, TradeReview } from "./trade-review.ts";
