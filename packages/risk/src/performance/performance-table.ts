import type { TableSpec } from "@plimsoll/core";
import type { Conventions } from "../tail/tail-method.ts";
import type { Figures } from "./figures.ts";

const rows: readonly (readonly [label: string, format: "percent" | "number", read: (p: Figures) => number | null])[] = [
  ["Total return", "percent", (p) => p.totalReturn],
  ["Growth a year", "percent", (p) => p.cagr],
  ["Volatility a year", "percent", (p) => p.volatility],
  ["Sharpe ratio", "number", (p) => p.sharpe?.value ?? null],
  ["Sharpe ratio, standard error", "number", (p) => p.sharpe?.standardError ?? null],
  ["Sortino ratio a year", "number", (p) => p.annualSortino],
  ["Calmar ratio", "number", (p) => p.calmar],
  ["Maximum drawdown", "percent", (p) => p.maxDrawdown],
  ["Average drawdown", "percent", (p) => p.averageDrawdown],
  ["Ulcer index", "percent", (p) => p.ulcer],
  ["VaR 95 %, one period", "percent", (p) => p.valueAtRisk95],
  ["Expected shortfall 95 %, one period", "percent", (p) => p.expectedShortfall95],
  ["Omega", "number", (p) => p.omega],
  ["Hit rate", "percent", (p) => p.hitRate],
  ["Best period", "percent", (p) => p.best],
  ["Worst period", "percent", (p) => p.worst],
  ["Beta", "number", (p) => p.benchmark?.beta ?? null],
  ["Jensen's alpha a year", "percent", (p) => p.benchmark?.jensenAlpha ?? null],
  ["Tracking error a year", "percent", (p) => p.benchmark?.trackingError ?? null],
  ["Information ratio", "number", (p) => p.benchmark?.informationRatio ?? null],
];

/** The main figures as text: a table has one format a column, these rows have two. */
export function performanceTable(figures: Figures, conventions: Conventions): TableSpec {
  return {
    title: "Performance",
    columns: [
      { key: "measure", label: "Measure" },
      { key: "value", label: "Value" },
    ],
    rows: rows
      .filter(
        ([label]) =>
          figures.benchmark !== null ||
          !["Beta", "Jensen's alpha a year", "Tracking error a year", "Information ratio"].includes(label),
      )
      .map(([measure, format, read]) => {
        const value = read(figures);
        if (value === null) return { measure, value: null };
        return { measure, value: format === "percent" ? `${(100 * value).toFixed(2)} %` : value.toFixed(2) };
      }),
    note: `${figures.observations} observations, ${conventions["periodsPerYear"]} a year; risk-free rate ${conventions["riskFreeRate"]} a year; drawdowns compounded.`,
  };
}
