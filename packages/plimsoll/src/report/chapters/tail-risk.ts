import { attempt, type PricePanel, type TableSpec } from "@plimsoll/core";
import { formatCell } from "@plimsoll/plot";
import {
  type Drawdown,
  drawdowns,
  estimateES,
  estimateVaR,
  type Performance,
  performance,
  scenarios,
  type StressResult,
  stressTable,
  type TailMethodKind,
} from "@plimsoll/risk";
import { drawdownsOf, type MeasuredSeries } from "../measured-series.ts";
import type { ReportSection } from "../report.ts";

/** The methods of the table, and what each assumes. */
const METHODS: readonly { readonly kind: TailMethodKind; readonly label: string }[] = [
  { kind: "historical", label: "Historical" },
  { kind: "gaussian", label: "Normal" },
  { kind: "student-t", label: "Student t, fitted" },
  { kind: "cornish-fisher", label: "Cornish-Fisher" },
  { kind: "ewma", label: "Normal, EWMA volatility" },
];

/** Value at risk and expected shortfall of one period by one method. */
interface TailRow {
  readonly label: string;
  readonly var95: number;
  readonly es95: number;
  readonly var99: number;
  readonly es99: number;
}

/** A portfolio under stress, and the prices that the scenarios are replayed on. */
export interface StressSubject {
  readonly name: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly prices: PricePanel;
  /** Days that a price may be older than the end of a window. */
  readonly maximumAge: number;
}

export interface TailRiskFinding {
  readonly series: MeasuredSeries;
  readonly rows: readonly TailRow[];
  /** Methods that don't hold for this series. */
  readonly refused: readonly string[];
  /** 95 % interval of the historical value at risk at 99 %. */
  readonly interval: readonly [number, number];
  readonly performance: Performance;
  readonly deepest: readonly Drawdown[];
  readonly stress: TableSpec | undefined;
}

export function measureRisk(
  series: MeasuredSeries,
  subjects: readonly StressSubject[],
  riskFreeRate: number,
): TailRiskFinding {
  const { returns, frequency } = series;
  const rows: TailRow[] = [];
  const refused: string[] = [];
  for (const { kind: method, label } of METHODS) {
    const tail = (confidence: number): [number, number] => [
      estimateVaR(returns, { confidence, method }).value,
      estimateES(returns, { confidence, method }).value,
    ];
    const outcome = attempt(() => ({ at95: tail(0.95), at99: tail(0.99) }));
    if (outcome.success) {
      const { at95, at99 } = outcome.data;
      rows.push({ label, var95: at95[0], es95: at95[1], var99: at99[0], es99: at99[1] });
    } else refused.push(label);
  }
  return {
    series,
    rows,
    refused,
    interval: estimateVaR(returns, { confidence: 0.99, method: "historical" }).interval,
    performance: performance(returns, { riskFreeRate, periodsPerYear: frequency.periodsPerYear }),
    deepest: drawdowns(returns, { top: 5 }),
    stress: stressOf(subjects),
  };
}

/** Gains by scenario and subject; only scenarios that the prices of some subject cover. */
function stressOf(subjects: readonly StressSubject[]): TableSpec | undefined {
  const list = scenarios.names.map((name) => scenarios.historical(name));
  const columns = subjects.map(({ name, weights, prices, maximumAge }) => {
    const { results } = stressTable(weights, list, { prices, maximumAge, missing: "unchanged" });
    return { name, results: new Map(results.map((result) => [result.scenario.name, result])) };
  });
  const covered = list.filter(({ name }) => columns.some(({ results }) => results.has(name)));
  if (covered.length === 0) return undefined;
  const absent = new Set<string>();
  const gain = (result: StressResult | undefined): number | null => {
    // a portfolio of which nothing had a price was not tested
    if (result === undefined || result.unpriced.length === result.byAsset.length) return null;
    for (const asset of result.unpriced) absent.add(asset);
    return result.pnl;
  };
  const rows = covered.map(({ name, description, from, to }) => ({
    // the rest of the sentence repeats what the dates say
    scenario: description.split(",")[0]!,
    window: `${from} to ${to}`,
    ...Object.fromEntries(columns.map(({ results }, j) => [`gain${j}`, gain(results.get(name))])),
  }));
  return {
    title: "Stress: what each would have gained, held through the window",
    columns: [
      { key: "scenario", label: "Scenario" },
      { key: "window", label: "From close to close", format: "date" },
      ...columns.map(({ name }, j) => ({ key: `gain${j}`, label: name, format: "percent" as const, digits: 1 })),
    ],
    rows: rows.filter((row) => columns.some((_, j) => (row as Record<string, unknown>)[`gain${j}`] !== null)),
    note: `Gains are computed from the prices of this report, not typed in; a window that they don't cover is empty.${absent.size === 0 ? "" : ` Held unchanged where they had no price yet: ${[...absent].join(", ")}.`}`,
  };
}

const figure = (value: number | null): string => (value === null ? "none" : formatCell(value, "number"));

const percent = (value: number, digits = 1): string => formatCell(value, "percent", digits);

export function tailRiskSection({
  series,
  rows,
  refused,
  interval,
  performance,
  deepest,
  stress,
}: TailRiskFinding): ReportSection {
  const { period } = series.frequency;
  const historical = rows[0]!;
  const worst = deepest[0];
  const recovery =
    worst === undefined
      ? ""
      : worst.recovery === null
        ? " and has not been made up"
        : ` and was made up by ${worst.recovery}`;
  const fall =
    worst === undefined
      ? ""
      : ` The deepest loss, ${percent(worst.depth)}, ran from ${worst.peak ?? series.dates[0]!} to ${worst.trough}${recovery}.`;
  return {
    id: "risk",
    title: "Risk",
    summary: `On one ${period} in a hundred, ${series.name} lost ${percent(historical.var99)} or more; on those ${period}s it lost ${percent(historical.es99)} on average.${fall}`,
    blocks: [
      {
        kind: "figures",
        figures: [
          { label: "Growth a year", value: percent(performance.cagr), note: "compound" },
          { label: "Volatility a year", value: percent(performance.volatility), note: "standard deviation" },
          sharpeFigure(performance),
          { label: "Maximum drawdown", value: percent(performance.maxDrawdown), note: "from the highest value" },
        ],
      },
      {
        kind: "table",
        table: {
          title: `Value at risk and expected shortfall of one ${period}`,
          columns: [
            { key: "label", label: "Method" },
            { key: "var95", label: "VaR 95%", format: "percent" },
            { key: "es95", label: "ES 95%", format: "percent" },
            { key: "var99", label: "VaR 99%", format: "percent" },
            { key: "es99", label: "ES 99%", format: "percent" },
          ],
          rows: rows.map((row) => ({ ...row })),
          note: [
            `Losses are positive. EWMA takes the volatility of the last ${period}s, the others that of all of them. ${performance.observations} returns of ${series.source}. The historical VaR at 99% lies in ${percent(interval[0], 2)} to ${percent(interval[1], 2)} with 95% confidence, if returns are independent.`,
            ...refused.map(
              (label) =>
                `${label} is left out: it doesn't hold for returns with skewness ${figure(performance.skewness)} and excess kurtosis ${figure(performance.excessKurtosis)}.`,
            ),
          ].join(" "),
        },
      },
      {
        kind: "chart",
        chart: {
          kind: "drawdown",
          title: `Drawdown of ${series.name}`,
          series: [{ name: series.name, dates: series.dates, values: drawdownsOf(series.wealth) }],
        },
        caption: "How far the value stands below its highest so far.",
      },
      {
        kind: "table",
        table: {
          title: "The deepest drawdowns",
          columns: [
            { key: "peak", label: "Peak", format: "date" },
            { key: "trough", label: "Trough", format: "date" },
            { key: "recovery", label: "Recovery", format: "date" },
            { key: "depth", label: "Depth", format: "percent", digits: 1 },
            { key: "length", label: `Length (${period}s)`, format: "integer" },
          ],
          rows: deepest.map(({ depth, peak, trough, recovery, length }) => ({
            depth,
            peak: peak ?? series.dates[0]!,
            trough,
            recovery,
            length,
          })),
          note: "An empty recovery has not come yet.",
        },
      },
      ...(stress === undefined ? [] : [{ kind: "table" as const, table: stress }]),
    ],
  };
}

function sharpeFigure({ sharpe }: Performance): { label: string; value: string; note: string } {
  if (sharpe === null) return { label: "Sharpe ratio a year", value: "–", note: "no volatility" };
  const [low, high] = sharpe.interval;
  return {
    label: "Sharpe ratio a year",
    value: formatCell(sharpe.value, "number"),
    note: `95% interval ${formatCell(low, "number")} to ${formatCell(high, "number")}`,
  };
}
