export {
  rolling,
  type RollingOptions,
  type RollingResult,
  type RollingStatistic,
  rollingStatistics,
} from "./rolling.ts";
