export type { AlertKind, LimitLevel, LimitState, RiskLimit } from "./limit-state.ts";
export type { RiskMonitorCheckpoint } from "./monitor-checkpoint.ts";
export type { MonitorMetric } from "./monitor-metric.ts";
export {
  createRiskMonitor,
  type MonitorUpdate,
  type PreTradeCheck,
  type ProposedOrder,
  resumeRiskMonitor,
  type RiskAlert,
  type RiskMonitor,
  type RiskMonitorOptions,
} from "./risk-monitor.ts";
export type { TickValues } from "./tick-values.ts";
