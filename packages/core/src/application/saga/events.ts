import type { DomainEvent, StoredEvent } from "../../portfolio/events.ts";
import type { RebalancePlan } from "../../portfolio/rebalance-request.ts";
import type { BrokerFill } from "../../ports/broker.ts";
import { checkName } from "../../ports/check-name.ts";
import type { RiskMetricsData } from "../../values/risk-metrics.ts";
import type { WeightsData } from "../../values/weights.ts";
import type { PortfolioFinding } from "../validation/rule-table.ts";
import type { RebalanceInstruction } from "./instruction.ts";

/** The steps that can fail and are then undone. */
export type RebalanceStepName = "propose" | "validate" | "check-risk" | "place";

/** What is held, as far as trades depend on it. */
export interface Holdings {
  readonly cash: string;
  readonly quantities: Readonly<Record<string, string>>;
}

/** A rebalance was asked for. */
export interface RebalanceStarted {
  readonly instruction: RebalanceInstruction;
}

/** Orders were planned. */
export interface RebalanceProposed {
  readonly plan: RebalancePlan;
  /** What the plan starts from: trades of others in between stop the rebalance. */
  readonly holdings: Holdings;
  readonly riskTolerance: number;
}

/** The targets were judged by the rules; an `error` among the findings stops the rebalance. */
export interface RebalanceValidated {
  readonly findings: readonly PortfolioFinding[];
}

/** The risk of the targets was measured and compared with the owner's tolerance; an `error` stops the rebalance. */
export interface RebalanceRiskChecked {
  /** `null` where the caller has no risk engine. */
  readonly metrics: RiskMetricsData | null;
  readonly findings: readonly PortfolioFinding[];
}

/** The broker took an order. */
export interface RebalanceOrderPlaced {
  readonly orderId: string;
}

/** All orders of one side were filled. */
export interface RebalanceSideFilled {
  readonly side: "buy" | "sell";
}

/** A step can't be done: what was done so far is undone where it can be, and the rest is recorded. */
export interface RebalanceStepFailed {
  readonly step: RebalanceStepName;
  readonly code: string;
  readonly message: string;
}

/** What became of one order after it was taken back. */
export interface CancelledOrder {
  readonly orderId: string;
  readonly state: "filled" | "cancelled" | "never-placed";
}

/** Orders that still stood were taken back. */
export interface RebalanceOrdersCancelled {
  readonly orders: readonly CancelledOrder[];
}

/** A fill that is a trade of the portfolio now. */
export interface RecordedFill {
  readonly fill: BrokerFill;
  /** The portfolio's event. */
  readonly eventId: string;
}

/** A fill that the portfolio's rules don't let in: broker and portfolio disagree until somebody resolves it. */
export interface RefusedFill {
  readonly fill: BrokerFill;
  readonly code: string;
  readonly message: string;
}

/** What the broker filled was recorded with the portfolio. */
export interface RebalanceFillsRecorded {
  readonly fills: readonly RecordedFill[];
  readonly refused: readonly RefusedFill[];
  /** Weights at the prices of the plan. */
  readonly weightsAfter: WeightsData;
}

/** How a rebalance ended. */
export type RebalanceEnding = "completed" | "on-target" | "refused" | "compensated" | "unreconciled";

/** What was not traded of one order. */
export interface RemainingOrder {
  readonly orderId: string;
  readonly ticker: string;
  readonly side: "buy" | "sell";
  /** Above zero. */
  readonly quantity: string;
}

/** The rebalance is over. */
export interface RebalanceEnded {
  readonly ending: RebalanceEnding;
  /** What of the planned orders was not filled. */
  readonly remaining: readonly RemainingOrder[];
  /** Target less actual weight, by asset and in cash; `null` when no plan was made. Not weights: it sums to 0. */
  readonly gap: WeightsData | null;
}

/** The data of each event of a rebalance by its type. */
export interface RebalanceEventData {
  readonly RebalanceStarted: RebalanceStarted;
  readonly RebalanceProposed: RebalanceProposed;
  readonly RebalanceValidated: RebalanceValidated;
  readonly RebalanceRiskChecked: RebalanceRiskChecked;
  readonly RebalanceOrderPlaced: RebalanceOrderPlaced;
  readonly RebalanceSideFilled: RebalanceSideFilled;
  readonly RebalanceStepFailed: RebalanceStepFailed;
  readonly RebalanceOrdersCancelled: RebalanceOrdersCancelled;
  readonly RebalanceFillsRecorded: RebalanceFillsRecorded;
  readonly RebalanceEnded: RebalanceEnded;
}

/** The type of an event of a rebalance. */
export type RebalanceEventType = keyof RebalanceEventData;

/** What a step decides: an event before it is numbered and stamped. */
export type RebalanceFact = {
  [Type in RebalanceEventType]: DomainEvent<Type, RebalanceEventData[Type]>;
}[RebalanceEventType];

/** An event of a rebalance as a store hands it back. */
export type RebalanceEvent = {
  [Type in RebalanceEventType]: StoredEvent<Type, RebalanceEventData[Type]>;
}[RebalanceEventType];

/** The version of the shape of every event of a rebalance. */
export const rebalanceSchemaVersion = 1;

/** The types of all events of a rebalance, in the order in which they can happen. */
export const rebalanceEventTypes: readonly RebalanceEventType[] = [
  "RebalanceStarted",
  "RebalanceProposed",
  "RebalanceValidated",
  "RebalanceRiskChecked",
  "RebalanceOrderPlaced",
  "RebalanceSideFilled",
  "RebalanceStepFailed",
  "RebalanceOrdersCancelled",
  "RebalanceFillsRecorded",
  "RebalanceEnded",
];

/** A fact of `type` in its current shape. */
export function rebalanceFact<Type extends RebalanceEventType>(
  type: Type,
  data: RebalanceEventData[Type],
): RebalanceFact {
  return { type, schemaVersion: rebalanceSchemaVersion, data } as RebalanceFact;
}

/** What the streams of a portfolio's rebalances begin with. */
export function rebalanceStreamPrefix(portfolioId: string): string {
  checkName(portfolioId, "portfolioId");
  // escaped, so that no portfolio's prefix begins with another's
  return `rebalance-${encodeURIComponent(portfolioId)}/`;
}

/** The stream of one rebalance. */
export function rebalanceStream(portfolioId: string, rebalanceId: string): string {
  return `${rebalanceStreamPrefix(portfolioId)}${rebalanceId}`;
}
