import type { PricePanel, RunOptions } from "@plimsoll/core";
import { invalidInput } from "@plimsoll/core";
import { benchmarkEquity, type BacktestResult, summarise } from "../report/result.ts";
import type { Strategy } from "../strategies/strategy.ts";
import { checkLength, simulate } from "./simulate.ts";
import { type BacktestSpec, type ResolvedSpec, resolveSpec } from "./specification.ts";

/** What a backtest runs on. */
export interface BacktestData {
  /** Prices, adjusted for splits and dividends; NaN = no trading in that asset at that row. */
  readonly prices: PricePanel;
  readonly strategy: Strategy;
  /** Prices of one asset to compare with, read at the dates of `prices` (the last one at or before each). */
  readonly benchmark?: PricePanel;
}

/** Checks the data, simulates, summarises. */
export async function run(spec: ResolvedSpec, data: BacktestData, options: RunOptions): Promise<BacktestResult> {
  checkData(data);
  checkLength(spec, data.prices);
  const { prices, benchmark } = data;
  const line = benchmark === undefined ? null : benchmarkEquity(benchmark, prices, spec.warmup - 1, spec.initialValue);
  return summarise(spec, data, await simulate(spec, prices, data.strategy, options), line);
}

function checkData({ prices, strategy, benchmark }: BacktestData): void {
  if (typeof strategy?.decide !== "function") {
    throw invalidInput("strategy", "strategy: expected an object with a name and a function decide");
  }
  if (benchmark !== undefined && benchmark.columns !== 1) {
    throw invalidInput("benchmark", `benchmark: expected one asset, was ${benchmark.columns}: select one`);
  }
  const bad = prices.values.findIndex((price) => price <= 0);
  if (bad === -1) return;
  const row = Math.floor(bad / prices.columns);
  throw invalidInput(
    `prices[${row}].${prices.assets[bad % prices.columns]}`,
    `prices: "${prices.assets[bad % prices.columns]}" on ${prices.date(row)} is ${prices.values[bad]}: prices must be positive, or NaN where there is none`,
    { expected: "> 0", received: String(prices.values[bad]) },
  );
}

/**
 * Simulates a strategy over past prices.
 *
 * The strategy is asked by schedule, sees rows up to the present one only, and trades `spec.delay` >= 1 rows later at
 * that row's price. Weights drift in between. Costs come out of the portfolio (see `BacktestSpec`). An asset without a
 * price can't be traded and is carried at its last price. Same input, same output, in every runtime.
 *
 * Throws `INVALID_INPUT` (specification, prices, targets), `NOT_ENOUGH_DATA`, `RULE_VIOLATED` (nothing left to trade
 * with), `ABORTED`; what the strategy throws passes through.
 *
 * @example
 * ```ts
 * import { backtest, equalWeight } from "@plimsoll/backtest";
 * import { PricePanel } from "@plimsoll/core";
 *
 * const prices = PricePanel.of({
 *   dates: ["2024-01-31", "2024-02-29", "2024-03-28", "2024-04-30"],
 *   assets: ["A", "B"],
 *   values: [[10, 20], [11, 20], [12.1, 18], [12.1, 18]],
 * });
 * const result = await backtest(
 *   { rebalance: "monthly", costs: [{ kind: "proportional", rate: 0.001 }], periodsPerYear: 12 },
 *   { prices, strategy: equalWeight() },
 * );
 * console.log(result.equity.map((value) => value.toFixed(4)).join(" ")); // 1.0000 0.9990 0.9989 0.9989
 * ```
 */
export async function backtest(
  spec: BacktestSpec,
  data: BacktestData,
  options: RunOptions = {},
): Promise<BacktestResult> {
  const resolved = resolveSpec(spec);
  return run(resolved, data, options);
}
