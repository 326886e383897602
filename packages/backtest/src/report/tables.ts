import type { TableSpec } from "@plimsoll/core";
import type { BacktestResult } from "./result.ts";

/** Performance, the deepest drawdowns, returns by year and trading. */
export function backtestTables(result: Omit<BacktestResult, "charts" | "tables">): readonly TableSpec[] {
  return [
    ...(result.performance === null ? [] : [result.performance.table]),
    drawdownTable(result),
    yearTable(result),
    tradingTable(result),
  ];
}

function drawdownTable({ drawdowns }: Pick<BacktestResult, "drawdowns">): TableSpec {
  return {
    title: "Deepest drawdowns",
    columns: [
      { key: "depth", label: "Depth", format: "percent" },
      { key: "peak", label: "Peak", format: "date" },
      { key: "trough", label: "Trough", format: "date" },
      { key: "recovery", label: "Recovery", format: "date" },
      { key: "length", label: "Periods", format: "integer" },
    ],
    rows: drawdowns.map(({ depth, peak, trough, recovery, length }) => ({ depth, peak, trough, recovery, length })),
    note: "An empty peak is the beginning; an empty recovery is still to come.",
  };
}

function yearTable({ dates, equity, benchmark }: Pick<BacktestResult, "dates" | "equity" | "benchmark">): TableSpec {
  const years = [...new Set(dates.map((date) => date.slice(0, 4)))];
  // the last entry of each year, counted from the last one of the year before
  const ends = years.map((year) => dates.filter((date) => date.slice(0, 4) <= year).length - 1);
  const gain = (values: readonly number[], k: number): number =>
    values[ends[k]!]! / values[k === 0 ? 0 : ends[k - 1]!]! - 1;
  return {
    title: "Return by year",
    columns: [
      { key: "year", label: "Year" },
      { key: "return", label: "Return", format: "percent" },
      ...(benchmark === null ? [] : [{ key: "benchmark", label: benchmark.name, format: "percent" as const }]),
    ],
    rows: years.map((year, k) => ({
      year,
      return: gain(equity, k),
      ...(benchmark === null ? {} : { benchmark: gain(benchmark.equity, k) }),
    })),
    note: "The first and the last year may be parts of one.",
  };
}

function tradingTable({ trading, spec }: Pick<BacktestResult, "trading" | "spec">): TableSpec {
  return {
    title: "Trading",
    columns: [
      { key: "figure", label: "Figure" },
      { key: "value", label: "Value", format: "number", digits: 4 },
    ],
    rows: [
      { figure: "Rebalances", value: trading.rebalances },
      { figure: "Trades", value: trading.trades },
      { figure: "Costs, share of the initial value", value: trading.totalCost / spec.initialValue },
      { figure: "Turnover a year (half the 1-norm)", value: trading.annualTurnover },
    ],
    note: `Trades fill ${spec.delay} row(s) after the signal; value is after costs.`,
  };
}
