import type { ChartSpec } from "@plimsoll/core";
import { drawdownSeries } from "@plimsoll/numeric";
import type { BacktestResult } from "./result.ts";

// a page cannot show more rows of weights than it has pixels
const weightRows = 600;

/** Equity, drawdown and weights of a result. */
export function backtestCharts(result: Omit<BacktestResult, "charts" | "tables">): readonly ChartSpec[] {
  const { dates, equity, strategy, benchmark, assets, weights, spec } = result;
  const scaled = (values: readonly number[]): number[] => values.map((value) => value / spec.initialValue);
  const step = Math.max(1, Math.ceil(dates.length / weightRows));
  const kept = dates.map((_, i) => i).filter((i) => i % step === 0 || i === dates.length - 1);
  const lines = [
    { name: strategy, values: equity },
    ...(benchmark === null ? [] : [{ name: benchmark.name, values: benchmark.equity }]),
  ];
  return [
    {
      kind: "equity",
      title: "Value of one unit invested",
      series: lines.map(({ name, values }) => ({ name, dates, values: scaled(values) })),
    },
    {
      kind: "drawdown",
      title: "Drawdown",
      series: lines.map(({ name, values }) => ({ name, dates, values: fall(values) })),
    },
    {
      kind: "weights",
      title: "Weights over time",
      dates: kept.map((i) => dates[i]!),
      assets,
      weights: kept.map((i) => weights[i]!),
    },
  ];
}

/** The drawdown after each value, 0 at the first. */
function fall(values: readonly number[]): number[] {
  const returns = Float64Array.from(values.slice(1), (value, t) => value / values[t]! - 1);
  return returns.length === 0 ? [0] : [0, ...drawdownSeries(returns, { compounding: "compounded" })];
}
