import type { PricePanel } from "@plimsoll/core";

/** What a strategy sees: the past and its own portfolio. No later row can be reached from it. */
export interface StrategyContext {
  /** ISO date of the present row. */
  readonly date: string;
  /** Number of the present row in the panel, from 0. */
  readonly row: number;
  /** The rows up to the present one. Memory of their own: later rows are not behind them. */
  readonly prices: PricePanel;
  /** Weights at the present prices, drifted since the last trade; assets without holding are left out. */
  readonly weights: Readonly<Record<string, number>>;
  /** Cash as a fraction of the value. */
  readonly cash: number;
  /** Value of the portfolio. */
  readonly value: number;
  readonly signal: AbortSignal | undefined;
}

/** Weights by asset; assets left out get 0, what is missing to 1 stays cash. `null` = leave everything as it is. */
export type Targets = Readonly<Record<string, number>> | null;

/** A rule from the past to target weights. */
export interface Strategy {
  readonly name: string;
  readonly decide: (context: StrategyContext) => Targets | Promise<Targets>;
}
