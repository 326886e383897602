import type { Constraint } from "../values/constraints.ts";
import type { ExchangeRatesData } from "../values/exchange-rates.ts";
import type { LotData } from "../values/lot.ts";
import type { MoneyData } from "../values/money.ts";
import type { OrderData } from "../values/order.ts";
import type { RiskMetricsData } from "../values/risk-metrics.ts";
import type { WeightsData } from "../values/weights.ts";
import type { DomainEvent, EventEnvelope } from "./events.ts";
import type { LotClosure, LotMethod } from "./lots.ts";
import type { RiskLimits, RiskMeasureName } from "./risk-limits.ts";
import type { AccountPermissions } from "./state.ts";

/** A portfolio was opened with its initial capital, whose currency is the portfolio's. */
export interface PortfolioOpened {
  readonly portfolioId: string;
  readonly owner: string;
  readonly initialCapital: MoneyData;
  readonly riskTolerance: number;
  readonly lotMethod: LotMethod;
  readonly permissions: AccountPermissions;
  readonly constraints: readonly Constraint[];
}

/** Cash came in from outside. */
export interface CashDeposited {
  readonly amount: MoneyData;
}

/** Cash went out. */
export interface CashWithdrawn {
  readonly amount: MoneyData;
}

/** A trade was settled; the data of `PositionBought` and `PositionSold`. */
export interface TradeSettled {
  readonly ticker: string;
  /** Above zero. */
  readonly quantity: string;
  /** Of one share, in the currency of the instrument. */
  readonly price: MoneyData;
  /** Units of the portfolio's currency for one unit of the instrument's. */
  readonly exchangeRate: string;
  /** Quantity x price x exchange rate, rounded half-even to the minor unit. */
  readonly gross: MoneyData;
  readonly fee: MoneyData;
  /** What cash changed by: `-(gross + fee)` for a purchase, `gross - fee` for a sale. */
  readonly cashChange: MoneyData;
  /** Lots of the opposite side that the trade closed, with what they realised. */
  readonly closed: readonly LotClosure[];
  /** The lot that the rest of the trade opened. */
  readonly opened: LotData | null;
  /** Sum of the gains of `closed`. */
  readonly realised: MoneyData;
  /** The table that came with the trade and is known from now on; `null` when none came. */
  readonly exchangeRates: ExchangeRatesData | null;
}

/** A dividend was paid; on a short position it is owed and the amounts are negative. */
export interface DividendReceived {
  readonly ticker: string;
  /** Signed shares that it was paid on. */
  readonly quantity: string;
  readonly perShare: MoneyData;
  readonly exchangeRate: string;
  /** Quantity x dividend x exchange rate, rounded half-even to the minor unit. */
  readonly gross: MoneyData;
  /** Tax withheld at source. */
  readonly withheld: MoneyData;
  /** What cash changed by. */
  readonly net: MoneyData;
  readonly exchangeRates: ExchangeRatesData | null;
}

/** Every `denominator` shares became `numerator` shares. */
export interface PositionSplit {
  readonly ticker: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly quantityBefore: string;
  readonly quantityAfter: string;
  /** Price of one share after the split. */
  readonly price: MoneyData;
  /** All lots after the split. */
  readonly lots: readonly LotData[];
  /** The fraction of a share paid in cash, by lot. */
  readonly closed: readonly LotClosure[];
  /** What cash changed by; negative for a short position. */
  readonly cashInLieu: MoneyData;
  readonly realised: MoneyData;
}

/** A fee was charged to the account. */
export interface FeeCharged {
  readonly amount: MoneyData;
  /** What for, such as `"custody 2024 Q1"`. */
  readonly description: string;
}

/** Prices became known. */
export interface PortfolioMarkedToMarket {
  /** By ticker held, in the currency of the instrument. */
  readonly prices: Readonly<Record<string, string>>;
  readonly exchangeRates: ExchangeRatesData | null;
  /** Positions that no price came for: they keep their last one. */
  readonly stale: readonly string[];
  /** Cash and positions at these prices, rounded to the minor unit. */
  readonly value: MoneyData;
}

/** An order with what it is expected to cost; the data of a plan and of `PortfolioRebalanced`. */
export interface PlannedOrder extends OrderData {
  /** Of one share, in the currency of the instrument. */
  readonly price: MoneyData;
  /** Quantity at that price in the portfolio's currency, rounded half-even to the minor unit. */
  readonly gross: MoneyData;
  readonly fee: MoneyData;
}

/** Hashes of the optimization problem and its solution that a decision rests on. */
export interface DecisionBasis {
  readonly problemHash: string;
  readonly solutionHash: string;
}

/** The portfolio was brought to target weights. */
export interface PortfolioRebalanced {
  readonly targets: WeightsData;
  /** Whether the trades were settled by the command itself, or by a broker and recorded one by one. */
  readonly execution: "immediate" | "external";
  readonly orders: readonly PlannedOrder[];
  /** Prices that the plan was made at, by ticker. */
  readonly prices: Readonly<Record<string, string>>;
  /** One-way: half the sum of traded values over the value before. */
  readonly turnover: number;
  /** Sum of the fees. */
  readonly cost: MoneyData;
  readonly valueBefore: MoneyData;
  readonly valueAfter: MoneyData;
  readonly weightsBefore: WeightsData;
  readonly weightsAfter: WeightsData;
  readonly basis: DecisionBasis | null;
}

/** The portfolio's risk was measured. */
export interface RiskMetricsUpdated {
  readonly metrics: RiskMetricsData;
  readonly limits: RiskLimits;
}

/** A measure is above what the owner's risk tolerance allows. */
export interface RiskThresholdExceeded {
  readonly measure: RiskMeasureName;
  readonly value: number;
  readonly limit: number;
  readonly riskTolerance: number;
}

/** A model that decisions rest on no longer fits its data. */
export interface ModelDriftDetected {
  readonly model: string;
  readonly modelVersion: string;
  /** What was measured, such as `"population-stability-index"`. */
  readonly statistic: string;
  readonly value: number;
  readonly threshold: number;
  /** On which side of the threshold drift lies: `below` for a p-value. */
  readonly drift: "above" | "below";
  readonly description: string;
}

/** The data of each portfolio event by its type. */
export interface PortfolioEventData {
  readonly PortfolioOpened: PortfolioOpened;
  readonly CashDeposited: CashDeposited;
  readonly CashWithdrawn: CashWithdrawn;
  readonly PositionBought: TradeSettled;
  readonly PositionSold: TradeSettled;
  readonly DividendReceived: DividendReceived;
  readonly PositionSplit: PositionSplit;
  readonly FeeCharged: FeeCharged;
  readonly PortfolioMarkedToMarket: PortfolioMarkedToMarket;
  readonly PortfolioRebalanced: PortfolioRebalanced;
  readonly RiskMetricsUpdated: RiskMetricsUpdated;
  readonly RiskThresholdExceeded: RiskThresholdExceeded;
  readonly ModelDriftDetected: ModelDriftDetected;
}

/** The type of a portfolio event. */
export type PortfolioEventType = keyof PortfolioEventData;

/** What a handler decides: an event before it is numbered and stamped. */
export type PortfolioFact = {
  [Type in PortfolioEventType]: DomainEvent<Type, PortfolioEventData[Type]>;
}[PortfolioEventType];

/** A portfolio event as it is stored. */
export type PortfolioEvent = {
  [Type in PortfolioEventType]: EventEnvelope<Type, PortfolioEventData[Type]>;
}[PortfolioEventType];

/** The current shape version of each type of event; raise one together with an upcaster from the version before. */
export const portfolioSchemaVersions: Readonly<Record<PortfolioEventType, number>> = {
  PortfolioOpened: 1,
  CashDeposited: 1,
  CashWithdrawn: 1,
  PositionBought: 1,
  PositionSold: 1,
  DividendReceived: 1,
  PositionSplit: 1,
  FeeCharged: 1,
  PortfolioMarkedToMarket: 1,
  PortfolioRebalanced: 1,
  RiskMetricsUpdated: 1,
  RiskThresholdExceeded: 1,
  ModelDriftDetected: 1,
};

/** A fact of `type` in its current shape. */
export function fact<Type extends PortfolioEventType>(type: Type, data: PortfolioEventData[Type]): PortfolioFact {
  return { type, schemaVersion: portfolioSchemaVersions[type], data } as PortfolioFact;
}

/** The stream of a portfolio's events. */
export function portfolioStream(portfolioId: string): string {
  return `portfolio-${portfolioId}`;
}
