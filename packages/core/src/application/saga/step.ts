import type { RiskLimitMapping } from "../../portfolio/risk-limits.ts";
import type { Broker } from "../../ports/broker.ts";
import type { Clock } from "../../ports/clock.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";
import type { RiskEngine } from "../../ports/risk-engine.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import type { RiskMetricsData } from "../../values/risk-metrics.ts";
import type { WeightsData } from "../../values/weights.ts";
import type { PortfolioPorts } from "../queries/load-portfolio.ts";
import type { RebalanceFact } from "./events.ts";
import type { RebalanceState } from "./state.ts";

/** What a risk engine is asked about targets before they are traded. */
export interface TargetRiskQuestion {
  readonly portfolioId: string;
  /** Weights after the planned trades. */
  readonly weights: WeightsData;
  /** Prices of the plan, by ticker. */
  readonly prices: Readonly<Record<string, string>>;
}

/** What a rebalance stands on. */
export interface RebalancePorts extends PortfolioPorts {
  /** Where problem and solution of the targets are kept. */
  readonly decisions: KeyValueStore;
  readonly broker: Broker;
  /** `null` for an account whose risk nobody measures; the rebalance then says so. */
  readonly riskEngine: RiskEngine<TargetRiskQuestion, RiskMetricsData> | null;
  readonly clock: Clock;
  /** @defaultValue `defaultRiskLimits` */
  readonly riskLimits?: RiskLimitMapping | undefined;
}

/** How to go on with a rebalance. */
export interface RebalanceOptions extends RunOptions {
  /** What to do with orders that still stand: wait for them, or take them back now. @defaultValue "wait" */
  readonly openOrders?: "wait" | "cancel" | undefined;
}

/** Nothing to do before the broker has filled more. */
export const WAITING = "waiting";

/**
 * One step of a rebalance: the recipe that every file in `steps/` follows. A step may be run again after a crash, so what
 * it does outside must be harmless when it is done twice.
 */
export interface RebalanceStep {
  readonly name: string;
  /** Whether a failure of this step leads to compensation; others are left for a later attempt. */
  readonly compensable: boolean;
  readonly due: (state: RebalanceState) => boolean;
  run(ports: RebalancePorts, state: RebalanceState, options: RebalanceOptions): Promise<RebalanceFact | typeof WAITING>;
}
