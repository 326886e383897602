export type { Buy } from "./commands/buy.ts";
export { type CommandContext, CommandContextSchema } from "./commands/command.ts";
export type { Deposit } from "./commands/deposit.ts";
export type { Dividend } from "./commands/dividend.ts";
export type { ChargeFee } from "./commands/fee.ts";
export {
  parsePortfolioCommand,
  type PortfolioCommand,
  type PortfolioCommandKind,
  PortfolioCommandSchema,
} from "./commands/index.ts";
export type { MarkToMarket } from "./commands/mark-to-market.ts";
export type { OpenPortfolio } from "./commands/open.ts";
export type { Rebalance } from "./commands/rebalance.ts";
export type { RecordModelDrift } from "./commands/record-model-drift.ts";
export type { RecordRebalance } from "./commands/record-rebalance.ts";
export type { Sell } from "./commands/sell.ts";
export type { Split } from "./commands/split.ts";
export type { UpdateRiskMetrics } from "./commands/update-risk-metrics.ts";
export type { Withdraw } from "./commands/withdraw.ts";
export { decide } from "./decide.ts";
export {
  DecisionBasisSchema,
  parsePortfolioEvent,
  PlannedOrderSchema,
  portfolioEventSchemas,
  PricesSchema,
} from "./event-schemas.ts";
export { type DomainEvent, type EventEnvelope, EventEnvelopeSchema, type StoredEvent } from "./events.ts";
export { evolve, foldPortfolio } from "./evolve.ts";
export { realisedGainsOf, tradesOf } from "./history.ts";
export { type InvariantViolation, portfolioViolations } from "./invariants.ts";
export {
  type LotClosure,
  LotClosureSchema,
  type LotMethod,
  LotMethodSchema,
  type LotSelection,
  LotSelectionSchema,
} from "./lots.ts";
export {
  type CashDeposited,
  type CashWithdrawn,
  type DecisionBasis,
  type DividendReceived,
  type FeeCharged,
  type ModelDriftDetected,
  type PlannedOrder,
  type PortfolioEvent,
  type PortfolioEventData,
  type PortfolioEventType,
  type PortfolioMarkedToMarket,
  type PortfolioOpened,
  type PortfolioRebalanced,
  portfolioSchemaVersions,
  portfolioStream,
  type PositionSplit,
  type RiskMetricsUpdated,
  type RiskThresholdExceeded,
  type TradeSettled,
} from "./portfolio-events.ts";
export { Portfolio, type RebalanceTerms, type TradeRequest } from "./portfolio.ts";
export {
  type RebalancePlan,
  type RebalanceRequest,
  RebalanceRequestSchema,
  type TradingCosts,
  TradingCostsSchema,
} from "./rebalance-request.ts";
export { planRebalance } from "./rebalance.ts";
export {
  defaultRiskLimits,
  riskBreaches,
  type RiskBreach,
  type RiskLimitMapping,
  type RiskLimits,
  RiskLimitsSchema,
  type RiskMeasureName,
  riskMeasureNames,
} from "./risk-limits.ts";
export {
  type AccountPermissions,
  AccountPermissionsSchema,
  type Ledger,
  type PortfolioState,
  PortfolioStateSchema,
  type PositionState,
} from "./state.ts";
export { type PortfolioUpcasters, type Upcaster, type Upcasters, upcastEvent } from "./upcast.ts";
