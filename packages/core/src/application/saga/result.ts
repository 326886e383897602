import type { RebalancePlan } from "../../portfolio/rebalance-request.ts";
import type { RiskMetricsData } from "../../values/risk-metrics.ts";
import type { WeightsData } from "../../values/weights.ts";
import type { PortfolioFinding } from "../validation/rule-table.ts";
import type { RebalanceEnding, RebalanceStepFailed, RecordedFill, RefusedFill, RemainingOrder } from "./events.ts";
import type { RebalanceState } from "./state.ts";

/** Where a rebalance stands. */
export interface RebalanceResult {
  readonly id: string;
  readonly portfolioId: string;
  /**
   * `completed`: every order was filled and recorded. `on-target`: there was nothing to trade. `refused`: planning, rules
   * or risk stood in the way and nothing was placed. `compensated`: placing failed; what still stood was taken back, what
   * was filled is recorded, `remaining` and `gap` say what is missing. `unreconciled`: the portfolio's rules keep out a
   * fill (`refusedFills`). `waiting`: orders stand at the broker; ask again later.
   */
  readonly status: RebalanceEnding | "waiting";
  readonly plan: RebalancePlan | null;
  /** Of the rules and of the risk check. */
  readonly findings: readonly PortfolioFinding[];
  /** Expected risk after the trades; `null` where it was not measured. */
  readonly riskMetrics: RiskMetricsData | null;
  readonly failure: RebalanceStepFailed | null;
  readonly fills: readonly RecordedFill[];
  readonly refusedFills: readonly RefusedFill[];
  /** What of the planned orders was not filled; empty while waiting. */
  readonly remaining: readonly RemainingOrder[];
  /** Target less actual weight; `null` while waiting, and when no plan was made. */
  readonly gap: WeightsData | null;
}

/** A rebalance seen from outside. */
export function resultOf(state: RebalanceState): RebalanceResult {
  const { instruction, plan, findings, risk, failure, recorded, ended } = state;
  return {
    id: instruction.id,
    portfolioId: instruction.portfolioId,
    status: ended?.ending ?? "waiting",
    plan,
    findings: [...(findings ?? []), ...(risk?.findings ?? [])],
    riskMetrics: risk?.metrics ?? null,
    failure,
    fills: recorded?.fills ?? [],
    refusedFills: recorded?.refused ?? [],
    remaining: ended?.remaining ?? [],
    gap: ended?.gap ?? null,
  };
}
