import { type ChartSpec, invalidInput, type PricePanel, type TableSpec } from "@plimsoll/core";
import { type Drawdown, drawdowns, performance, type Performance } from "@plimsoll/risk";
import type { BacktestRebalance, BacktestTrade, OpenDecision } from "../engine/records.ts";
import type { Simulation } from "../engine/simulate.ts";
import type { ResolvedSpec } from "../engine/specification.ts";
import { backtestCharts } from "./charts.ts";
import { backtestTables } from "./tables.ts";

/** Trading in figures. */
export interface TradingSummary {
  readonly rebalances: number;
  readonly trades: number;
  readonly totalCost: number;
  /** Mean turnover of the rebalances after the first purchase, times their number a year; `null` before one. */
  readonly annualTurnover: number | null;
}

/** What a backtest found: plain data. */
export interface BacktestResult {
  readonly strategy: string;
  readonly spec: ResolvedSpec;
  readonly assets: readonly string[];
  /** From the first signal on. */
  readonly dates: readonly string[];
  /** Value at the close of each date, after its trades. */
  readonly equity: readonly number[];
  readonly cash: readonly number[];
  /** `weights[i][j]`: fraction in `assets[j]` at the close of `dates[i]`; the rest is cash. */
  readonly weights: readonly (readonly number[])[];
  /** Return of each date but the first. */
  readonly returns: readonly number[];
  readonly trades: readonly BacktestTrade[];
  readonly rebalances: readonly BacktestRebalance[];
  /** Decisions whose trade would come after the last row. */
  readonly open: readonly OpenDecision[];
  readonly trading: TradingSummary;
  /** `null` with fewer than two returns. */
  readonly performance: Performance | null;
  /** The five deepest. */
  readonly drawdowns: readonly Drawdown[];
  /** Value of the benchmark, 1 unit of initial value at the first date; `null` without one. */
  readonly benchmark: { readonly name: string; readonly equity: readonly number[] } | null;
  readonly conventions: Readonly<Record<string, string | number>>;
  readonly charts: readonly ChartSpec[];
  readonly tables: readonly TableSpec[];
}

/** What the report is made of. */
export interface ReportData {
  readonly prices: PricePanel;
  readonly strategy: { readonly name: string };
  readonly benchmark?: PricePanel;
}

/**
 * Value of one unit of the benchmark's asset at each date, from the last price at or before it. Throws `INVALID_INPUT`
 * where it has none at the first date.
 */
export function benchmarkEquity(
  benchmark: PricePanel,
  prices: PricePanel,
  firstRow: number,
  initial: number,
): readonly number[] {
  const asset = benchmark.assets[0]!;
  const equity: number[] = [];
  let at = -1;
  let last = Number.NaN;
  let start = Number.NaN;
  for (let row = firstRow; row < prices.rows; row++) {
    const date = prices.date(row);
    while (at + 1 < benchmark.rows && benchmark.date(at + 1) <= date) {
      at++;
      const price = benchmark.at(at, asset);
      if (price > 0) last = price;
    }
    if (row === firstRow) start = last;
    if (Number.isNaN(start)) {
      throw invalidInput(
        "benchmark",
        `benchmark: "${asset}" has no price at or before ${date}, the first date: start later`,
      );
    }
    equity.push((initial * last) / start);
  }
  return equity;
}

/** Turns what happened into a result; `line` is the benchmark's {@link benchmarkEquity}. */
export function summarise(
  spec: ResolvedSpec,
  data: ReportData,
  simulation: Simulation,
  line: readonly number[] | null,
): BacktestResult {
  const { prices } = data;
  const dates = prices.dates.slice(simulation.firstRow);
  const { equity, cash, weights, trades, rebalances, open } = simulation;
  const returns = equity.slice(1).map((value, t) => value / equity[t]! - 1);
  const labelled = returnPanel(dates.slice(1), returns);
  const benchmark =
    data.benchmark === undefined || line === null ? null : { name: data.benchmark.assets[0]!, equity: line };
  const measured =
    returns.length < 2
      ? null
      : performance(labelled, {
          periodsPerYear: spec.periodsPerYear,
          ...(benchmark !== null
            ? { benchmark: benchmark.equity.slice(1).map((value, t) => value / benchmark.equity[t]! - 1) }
            : {}),
        });
  const later = rebalances.filter(({ first }) => !first);
  const years = returns.length / spec.periodsPerYear;
  const result = {
    strategy: data.strategy.name,
    spec,
    assets: prices.assets,
    dates,
    equity,
    cash,
    weights,
    returns,
    trades,
    rebalances,
    open,
    trading: {
      rebalances: rebalances.length,
      trades: trades.length,
      totalCost: rebalances.reduce((sum, { cost }) => sum + cost, 0),
      annualTurnover: later.length === 0 ? null : later.reduce((sum, { turnover }) => sum + turnover, 0) / years,
    },
    performance: measured,
    drawdowns: returns.length === 0 ? [] : drawdowns(labelled, { top: 5 }),
    benchmark,
    conventions: {
      execution: `at the price of the row ${spec.delay} after the signal`,
      costBase: spec.costBase,
      missingPrices: "no trade, carried at the last price",
      turnover: "half the 1-norm of the change of weights, first purchase left out of the annual figure",
      periodsPerYear: spec.periodsPerYear,
      returns: "simple, after costs",
    },
  };
  return { ...result, charts: backtestCharts(result), tables: backtestTables(result) };
}

function returnPanel(dates: readonly string[], returns: readonly number[]) {
  return { assets: ["portfolio"], dates, rows: returns.length, columns: 1, values: Float64Array.from(returns) };
}
