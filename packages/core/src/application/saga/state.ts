import type { RebalancePlan } from "../../portfolio/rebalance-request.ts";
import { upcastEvent } from "../../portfolio/upcast.ts";
import type { RiskMetricsData } from "../../values/risk-metrics.ts";
import type { PortfolioFinding } from "../validation/rule-table.ts";
import {
  type CancelledOrder,
  type Holdings,
  type RebalanceEnded,
  type RebalanceEvent,
  type RebalanceEventData,
  type RebalanceEventType,
  type RebalanceFillsRecorded,
  rebalanceSchemaVersion,
  type RebalanceStepFailed,
} from "./events.ts";
import type { RebalanceInstruction } from "./instruction.ts";

/** A rebalance under way: plain JSON, folded from its events. */
export interface RebalanceState {
  readonly instruction: RebalanceInstruction;
  /** Number of events so far. */
  readonly version: number;
  /** The event that the next one is caused by. */
  readonly lastEventId: string;
  readonly plan: RebalancePlan | null;
  readonly holdings: Holdings | null;
  readonly riskTolerance: number | null;
  readonly findings: readonly PortfolioFinding[] | null;
  readonly risk: { readonly metrics: RiskMetricsData | null; readonly findings: readonly PortfolioFinding[] } | null;
  readonly placed: readonly string[];
  readonly filledSides: readonly ("buy" | "sell")[];
  readonly failure: RebalanceStepFailed | null;
  readonly cancelled: readonly CancelledOrder[] | null;
  readonly recorded: RebalanceFillsRecorded | null;
  readonly ended: RebalanceEnded | null;
}

type Change = Partial<RebalanceState>;
type Evolver<Type extends RebalanceEventType> = (state: RebalanceState, data: RebalanceEventData[Type]) => Change;

const evolvers: { readonly [Type in Exclude<RebalanceEventType, "RebalanceStarted">]: Evolver<Type> } = {
  RebalanceProposed: (_state, data) => data,
  RebalanceValidated: (_state, { findings }) => ({ findings, failure: failureOf("validate", findings) }),
  RebalanceRiskChecked: (_state, risk) => ({ risk, failure: failureOf("check-risk", risk.findings) }),
  RebalanceOrderPlaced: ({ placed }, { orderId }) => ({ placed: [...placed, orderId] }),
  RebalanceSideFilled: ({ filledSides }, { side }) => ({ filledSides: [...filledSides, side] }),
  RebalanceStepFailed: (_state, failure) => ({ failure }),
  RebalanceOrdersCancelled: (_state, { orders }) => ({ cancelled: orders }),
  RebalanceFillsRecorded: (_state, recorded) => ({ recorded }),
  RebalanceEnded: (_state, ended) => ({ ended }),
};

/** The rebalance after one more of its events. */
export function evolveRebalance(state: RebalanceState | null, stored: RebalanceEvent): RebalanceState {
  const event = upcastEvent(stored, rebalanceSchemaVersion, {});
  if (state === null || event.type === "RebalanceStarted") return begun(event);
  const evolver = evolvers[event.type] as Evolver<RebalanceEventType>;
  return { ...state, ...evolver(state, event.data), version: event.version, lastEventId: event.id };
}

function begun(event: RebalanceEvent): RebalanceState {
  return {
    // a stream begins with what was asked for
    instruction: (event.data as RebalanceEventData["RebalanceStarted"]).instruction,
    version: event.version,
    lastEventId: event.id,
    plan: null,
    holdings: null,
    riskTolerance: null,
    findings: null,
    risk: null,
    placed: [],
    filledSides: [],
    failure: null,
    cancelled: null,
    recorded: null,
    ended: null,
  };
}

function failureOf(step: "validate" | "check-risk", findings: readonly PortfolioFinding[]): RebalanceStepFailed | null {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return null;
  return { step, code: "RULE_VIOLATED", message: errors.map(({ message }) => message).join("; ") };
}
