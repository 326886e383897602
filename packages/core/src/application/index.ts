export {
  type OptimizedPortfolio,
  optimizePortfolio,
  type OptimizePorts,
  type OptimizeRequest,
} from "./commands/optimize-portfolio.ts";
export { rebalancePortfolio, resumeRebalance } from "./commands/rebalance-portfolio.ts";
export {
  type Decision,
  type DecisionDocument,
  type DecisionDocumentKind,
  keepDecisionDocument,
  resolveDecision,
} from "./decisions/decision-records.ts";
export { type OptimizationRecord, OptimizationRecordSchema } from "./decisions/optimization-record.ts";
export { checkOwnerExport, type ExportFinding } from "./export/check-owner-export.ts";
export { exportOwnerData, type ExportPorts } from "./export/export-owner-data.ts";
export { type ImportedData, importOwnerData, type ImportPorts } from "./export/import-owner-data.ts";
export {
  type ExportedDocument,
  type ExportedEvent,
  type ExportedPortfolio,
  type ExportedSnapshot,
  type OwnerExport,
  OwnerExportSchema,
} from "./export/owner-export.ts";
export { type AuditChange, type AuditEntry, auditProjection, type AuditState } from "./projections/audit-trail.ts";
export { holdingsProjection } from "./projections/holdings.ts";
export {
  performanceOf,
  type PerformancePoint,
  performanceProjection,
  type PerformanceState,
  type PortfolioPerformance,
} from "./projections/performance.ts";
export type { Projected, Projection } from "./projections/projection.ts";
export { type ProjectionPorts, rebuildProjection, runProjection } from "./projections/run-projection.ts";
export {
  type AuditedChange,
  auditPortfolio,
  type AuditPorts,
  type AuditRequest,
  AuditRequestSchema,
} from "./queries/audit-portfolio.ts";
export {
  type BacktestedStrategy,
  type BacktestPorts,
  type BacktestRequest,
  backtestStrategy,
} from "./queries/backtest-strategy.ts";
export {
  calculateVaR,
  type PortfolioRisk,
  type PortfolioRiskQuestion,
  type VaRPorts,
  type VaRRequest,
  VaRRequestSchema,
} from "./queries/calculate-var.ts";
export { type AnomalyPorts, detectAnomalies, type DetectedAnomalies } from "./queries/detect-anomalies.ts";
export { listRebalances } from "./queries/list-rebalances.ts";
export { loadPortfolio, type PortfolioPorts, portfolioSnapshots } from "./queries/load-portfolio.ts";
export {
  type FeatureTable,
  type PredictedReturns,
  type PredictPorts,
  type PredictRequest,
  PredictRequestSchema,
  predictReturns,
} from "./queries/predict-returns.ts";
export { type PriceRequest, PriceRequestSchema, readPrices } from "./queries/read-prices.ts";
export type {
  CancelledOrder,
  Holdings,
  RebalanceEnded,
  RebalanceEnding,
  RebalanceEvent,
  RebalanceEventData,
  RebalanceEventType,
  RebalanceFillsRecorded,
  RebalanceOrderPlaced,
  RebalanceOrdersCancelled,
  RebalanceProposed,
  RebalanceRiskChecked,
  RebalanceSideFilled,
  RebalanceStarted,
  RebalanceStepFailed,
  RebalanceStepName,
  RebalanceValidated,
  RecordedFill,
  RefusedFill,
  RemainingOrder,
} from "./saga/events.ts";
export { rebalanceEventTypes, rebalanceStream } from "./saga/events.ts";
export { type ExecutionPolicy, type RebalanceInstruction, RebalanceInstructionSchema } from "./saga/instruction.ts";
export type { RebalanceResult } from "./saga/result.ts";
export type { RebalanceOptions, RebalancePorts, TargetRiskQuestion } from "./saga/step.ts";
export { PortfolioValidator, type ValidatorOptions } from "./validation/portfolio-validator.ts";
export type { PortfolioSubject, RuleBase, RuleFindingBase, RuleSeverity, SubjectPart } from "./validation/rule.ts";
export {
  type NotCheckedFinding,
  type PortfolioFinding,
  type PortfolioRule,
  type PortfolioRuleKind,
  PortfolioRuleSchema,
} from "./validation/rule-table.ts";
export type { MaxPositionWeightFinding, MaxPositionWeightRule } from "./validation/rules/max-position-weight.ts";
export type { MaxSectorWeightFinding, MaxSectorWeightRule } from "./validation/rules/max-sector-weight.ts";
export type { MaxTurnoverFinding, MaxTurnoverRule } from "./validation/rules/max-turnover.ts";
export type { MinCashFinding, MinCashRule } from "./validation/rules/min-cash.ts";
export type { MinPositionsFinding, MinPositionsRule } from "./validation/rules/min-positions.ts";
export type { RestrictedAssetFinding, RestrictedAssetsRule } from "./validation/rules/restricted-assets.ts";
export type { RiskToleranceFinding, RiskToleranceRule } from "./validation/rules/risk-tolerance.ts";
