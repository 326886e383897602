export { type Drawdown, type DrawdownListOptions, drawdowns, type RowLabel } from "./drawdowns.ts";
export { type DrawdownStatistics, drawdownStatistics, type DrawdownStatisticsOptions } from "./drawdown-statistics.ts";
