export { RiskReport, riskReport, type RiskReportOptions } from "./risk-report.ts";
export type { TailComparison } from "./tail-comparison.ts";
