import type { ChartSeries, ChartSpec, TableSpec } from "@plimsoll/core";
import { drawdownSeries } from "@plimsoll/numeric";
import { type RiskContributions, riskContributions } from "../contributions/risk-contributions.ts";
import { type DrawdownStatistics, drawdownStatistics } from "../drawdown/drawdown-statistics.ts";
import { checkConfidence } from "../input/checks.ts";
import { alignedSeries, isPanel, type ReturnInput, returnSeries } from "../input/return-series.ts";
import { performance, type Performance } from "../performance/performance.ts";
import type { PerformanceOptions } from "../performance/performance-options.ts";
import type { TailMethodKind, TailMethodSpec } from "../tail/table.ts";
import type { Conventions } from "../tail/tail-method.ts";
import { headingHtml, tableHtml, tableText } from "./report-text.ts";
import { compareTails, type TailComparison, tailTable } from "./tail-comparison.ts";

/** Options of {@link riskReport}; those of `performance` besides. */
export interface RiskReportOptions extends PerformanceOptions {
  /** @defaultValue "Risk report" */
  readonly title?: string;
  /**
   * Of the tail, strictly between 0 and 1.
   * @defaultValue 0.95
   */
  readonly confidence?: number;
  /**
   * Methods to compare.
   * @defaultValue historical, gaussian, student-t, cornish-fisher, filtered-historical and kernel
   */
  readonly methods?: readonly (TailMethodKind | TailMethodSpec)[];
  /**
   * Drawdowns in the table, deepest first.
   * @defaultValue 5
   */
  readonly top?: number;
}

const usual: readonly TailMethodKind[] = [
  "historical",
  "gaussian",
  "student-t",
  "cornish-fisher",
  "filtered-historical",
  "kernel",
];

/** What {@link riskReport} found. Plain data: it survives structured clone and JSON; a notebook shows its tables. */
export class RiskReport {
  readonly title: string;
  readonly performance: Performance;
  readonly tails: readonly TailComparison[];
  readonly drawdowns: DrawdownStatistics;
  /** Exact ES by asset; `null` for a single series. */
  readonly contributions: RiskContributions | null;
  readonly tables: readonly TableSpec[];
  /** Wealth and drawdowns, for `@plimsoll/plot`; empty without dates. */
  readonly charts: readonly ChartSpec[];
  readonly conventions: Conventions;

  /** @internal */
  constructor(parts: {
    readonly title: string;
    readonly performance: Performance;
    readonly tails: readonly TailComparison[];
    readonly drawdowns: DrawdownStatistics;
    readonly contributions: RiskContributions | null;
    readonly tables: readonly TableSpec[];
    readonly charts: readonly ChartSpec[];
    readonly conventions: Conventions;
  }) {
    this.title = parts.title;
    this.performance = parts.performance;
    this.tails = parts.tails;
    this.drawdowns = parts.drawdowns;
    this.contributions = parts.contributions;
    this.tables = parts.tables;
    this.charts = parts.charts;
    this.conventions = parts.conventions;
    Object.freeze(this);
  }

  static {
    // symbol keys can't be declared with isolated declarations, and nobody calls these by hand
    const display = function display(this: RiskReport): Readonly<Record<string, string>> {
      return { "text/plain": this.toString(), "text/html": this.toHtml() };
    };
    Object.defineProperties(this.prototype, {
      [Symbol.for("Jupyter.display")]: { value: display },
      [Symbol.for("nodejs.util.inspect.custom")]: {
        value: function inspect(this: RiskReport): string {
          return this.toString();
        },
      },
    });
  }

  /** All tables as text. */
  toString(): string {
    return [this.title, ...this.tables.map(tableText)].join("\n\n");
  }

  /** All tables as HTML without styles of its own; `@plimsoll/plot` renders tables and charts with its theme. */
  toHtml(): string {
    return [headingHtml(this.title), ...this.tables.map(tableHtml)].join("\n");
  }
}

function wealthOf(name: string, dates: readonly string[], series: Float64Array): ChartSeries {
  let wealth = 1;
  return { name, dates, values: Array.from(series, (value) => (wealth *= 1 + value)) };
}

function chartsOf(
  dates: readonly string[] | null,
  series: Float64Array,
  benchmark: Float64Array | null,
): readonly ChartSpec[] {
  if (dates === null) return [];
  const names: readonly (readonly [string, Float64Array])[] = [
    ["Portfolio", series],
    ...(benchmark === null ? [] : ([["Benchmark", benchmark]] as const)),
  ];
  return [
    { kind: "equity", title: "Wealth", series: names.map(([name, values]) => wealthOf(name, dates, values)) },
    {
      kind: "drawdown",
      title: "Drawdown",
      series: names.map(([name, values]) => ({
        name,
        dates,
        values: Array.from(drawdownSeries(values, { compounding: "compounded" })),
      })),
    },
  ];
}

/**
 * Everything of one portfolio in one value: performance, the tail by several methods, drawdowns, contributions by asset, as
 * tables and charts that a notebook shows by itself and `@plimsoll/plot` renders.
 *
 * Input, errors and NaN policy as in `performance`. A tail method that can't be fitted to these returns is listed with its
 * reason instead of its numbers.
 *
 * @example
 * ```ts
 * import { ReturnPanel } from "@plimsoll/core";
 * import { riskReport } from "@plimsoll/risk";
 *
 * const returns = ReturnPanel.of({
 *   dates: Array.from({ length: 60 }, (_, t) => new Date(Date.UTC(2019, t, 28)).toISOString().slice(0, 10)),
 *   assets: ["stocks", "bonds"],
 *   values: Array.from({ length: 60 }, (_, t) => [0.01 + 0.05 * Math.sin(9 * t), 0.002 + 0.01 * Math.cos(7 * t)]),
 * });
 * const report = riskReport(returns, { weights: { stocks: 0.6, bonds: 0.4 }, periodsPerYear: 12 });
 * console.log(report.tables.map(({ title }) => title).join(", ")); // Performance, Tail risk at 95 %, one period, Deepest drawdowns, Contributions to expected-shortfall
 * console.log(report.charts.map(({ kind }) => kind).join(" ")); // equity drawdown
 * ```
 */
export function riskReport(returns: ReturnInput, options: RiskReportOptions = {}): RiskReport {
  const { title = "Risk report", methods = usual, top = 5, ...rest } = options;
  const confidence = checkConfidence(options.confidence ?? 0.95);
  const { weights } = options;
  const own = returnSeries(returns, weights);
  const benchmark = options.benchmark === undefined ? null : alignedSeries(options.benchmark, own, "benchmark");
  const measured = performance(returns, rest);
  const tails = compareTails(returns, methods, confidence, weights);
  const chosen = weights === undefined ? {} : { weights };
  const fallen = drawdownStatistics(returns, { ...chosen, confidence, top });
  const contributions =
    isPanel(returns) && weights !== undefined
      ? riskContributions(returns, { weights, measure: { kind: "expected-shortfall", confidence } })
      : null;
  return new RiskReport({
    title,
    performance: measured,
    tails,
    drawdowns: fallen,
    contributions,
    tables: [
      measured.table,
      tailTable(tails, confidence),
      fallen.table,
      ...(contributions === null ? [] : [contributions.table]),
    ],
    charts: chartsOf(own.dates, own.series, benchmark),
    conventions: { ...measured.conventions, confidence },
  });
}
