export {
  type BehaviorMonitor,
  behaviorMonitor,
  type MonitorCheckpoint,
  type MonitorEvent,
  type RecordedTrade,
  restoreBehaviorMonitor,
} from "./behavior-monitor.ts";
export type { MonitorAlert } from "./monitor-alert.ts";
export type { MonitorHistory, MonitorProfile, PriceObservation } from "./monitor-profile.ts";
export type { TradeConcern, TradeReview } from "./trade-review.ts";
