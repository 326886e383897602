import { equalWeight, type Fit, fixedWeight, walkForward, type WalkForwardResult } from "@plimsoll/backtest";
import type { PricePanel } from "@plimsoll/core";
import { covariance, optimize, type PortfolioProblem } from "@plimsoll/optimize";
import { formatCell } from "@plimsoll/plot";
import type { Frequency } from "../frequency.ts";
import { drawdownsOf } from "../measured-series.ts";
import type { ReportSection } from "../report.ts";
import type { StudyIndex } from "../study-input.ts";

/** Rows that a fit learns from, and rows from one fit to the next. */
const WINDOWS: { readonly [Period in Frequency["period"]]: { readonly train: number; readonly test: number } } = {
  day: { train: 504, test: 21 },
  week: { train: 104, test: 4 },
  month: { train: 36, test: 1 },
  quarter: { train: 20, test: 1 },
  year: { train: 10, test: 1 },
};

/** Paid on every trade, as a fraction of its value. */
const COST = 0.001;

export interface WalkForwardFinding {
  readonly runs: readonly WalkForwardResult[];
  readonly index: { readonly name: string; readonly equity: readonly number[] } | null;
  readonly frequency: Frequency;
  readonly train: number;
  readonly test: number;
}

/** Assets with a price on every row: the only ones whose covariance can be estimated from these rows. */
function eligible(past: PricePanel): readonly string[] {
  return past.assets.filter((asset) => past.column(asset).every((price) => price > 0));
}

function fitBy(name: string, objective: PortfolioProblem["objective"], periodsPerYear: number): Fit {
  return {
    name,
    async fit(past, { signal }) {
      const assets = eligible(past);
      if (assets.length < 2) return fixedWeight(Object.fromEntries(assets.map((asset) => [asset, 1])));
      const estimate = covariance(past.select(assets).simpleReturns(), { method: "ledoit-wolf", periodsPerYear });
      const { weights } = await optimize(
        { assets, covariance: estimate, objective },
        signal === undefined ? {} : { signal },
      );
      return fixedWeight(weights);
    },
  };
}

/** `undefined` where the history is too short to learn from and then to trade on. */
export async function walk(
  prices: PricePanel,
  frequency: Frequency,
  index: StudyIndex | undefined,
  options: { readonly signal: AbortSignal | undefined; readonly onProgress: (fraction: number) => void },
): Promise<WalkForwardFinding | undefined> {
  const { periodsPerYear } = frequency;
  const { train, test } = WINDOWS[frequency.period];
  if (prices.rows < train + 12 * test || eligible(prices.between(prices.date(0), prices.date(train - 1))).length < 2)
    return undefined;
  const variance = { kind: "variance" } as const;
  const fits: readonly Fit[] = [
    fitBy("Minimum variance", { kind: "min-risk", risk: variance }, periodsPerYear),
    fitBy("Risk parity", { kind: "risk-budget", risk: variance }, periodsPerYear),
    {
      name: "Equal parts",
      fit: (past) => {
        const assets = eligible(past);
        return assets.length === past.columns
          ? equalWeight()
          : fixedWeight(Object.fromEntries(assets.map((asset) => [asset, 1 / assets.length])));
      },
    },
  ];
  const spec = {
    train,
    test,
    backtest: {
      rebalance: { every: test },
      periodsPerYear,
      costs: [{ kind: "proportional" as const, rate: COST }],
    },
  };
  const runs: WalkForwardResult[] = [];
  for (const [i, fit] of fits.entries()) {
    runs.push(
      await walkForward(
        spec,
        { prices, fit, ...(index === undefined ? {} : { benchmark: index.prices }) },
        {
          ...(options.signal === undefined ? {} : { signal: options.signal }),
          onProgress: ({ done, total }) => options.onProgress((i + done / (total ?? prices.rows)) / fits.length),
        },
      ),
    );
  }
  const benchmark = runs[0]!.benchmark;
  return {
    runs,
    index: benchmark === null || index === undefined ? null : { name: index.name, equity: benchmark.equity },
    frequency,
    train,
    test,
  };
}

const percent = (value: number, digits = 1): string => formatCell(value, "percent", digits);

/** The strategy with the highest Sharpe ratio after costs. */
export function bestOutOfSample({ runs }: WalkForwardFinding): {
  readonly strategy: string;
  readonly sharpe: number | null;
} {
  const measured = runs.map(({ strategy, performance }) => ({ strategy, sharpe: performance?.sharpe?.value ?? null }));
  return measured.reduce((a, b) => ((b.sharpe ?? -Infinity) > (a.sharpe ?? -Infinity) ? b : a));
}

export function walkForwardSection(finding: WalkForwardFinding): ReportSection {
  const { runs, index, frequency, train, test } = finding;
  const first = runs[0]!;
  const { dates } = first;
  const every = test === 1 ? `every ${frequency.period}` : `every ${test} ${frequency.period}s`;
  const best = bestOutOfSample(finding);
  const lines = [
    ...runs.map(({ strategy, equity }) => ({ name: strategy, dates, values: equity })),
    ...(index === null ? [] : [{ name: index.name, dates, values: index.equity }]),
  ];
  return {
    id: "walk-forward",
    title: "Walking forward",
    summary: `What would have come of it, had each portfolio been refitted on the past alone from ${dates[0]!} on: ${best.strategy} earned the highest Sharpe ratio after costs, ${formatCell(best.sharpe, "number")}.`,
    blocks: [
      {
        kind: "text",
        text: `At each date a portfolio sees only the ${train} ${frequency.period}s before; it is refitted ${every}, trades one ${frequency.period} later, and pays ${percent(COST, 2)} of whatever it trades. It holds the assets that have a price on every ${frequency.period} of its window. The assets were chosen by whoever made the file, today: that is a look ahead that no simulation can undo.`,
      },
      {
        kind: "chart",
        chart: {
          kind: "equity",
          title: "Value of 1, walking forward after costs",
          scale: "logarithmic",
          series: lines,
        },
        caption: `${dates.length} ${frequency.period}s from ${dates[0]!} to ${dates.at(-1)!}.${index === null ? "" : ` ${index.name} without costs, for comparison.`}`,
      },
      {
        kind: "table",
        table: {
          title: "Out of sample, after costs",
          columns: [
            { key: "strategy", label: "Strategy" },
            { key: "growth", label: "Growth a year", format: "percent", digits: 1 },
            { key: "volatility", label: "Volatility a year", format: "percent", digits: 1 },
            { key: "sharpe", label: "Sharpe ratio", format: "number" },
            { key: "low", label: "95% from", format: "number" },
            { key: "high", label: "to", format: "number" },
            { key: "drawdown", label: "Maximum drawdown", format: "percent", digits: 1 },
            { key: "turnover", label: "Turnover a year", format: "percent", digits: 0 },
          ],
          rows: runs.map(({ strategy, performance, trading }) => ({
            strategy,
            growth: performance?.cagr ?? null,
            volatility: performance?.volatility ?? null,
            sharpe: performance?.sharpe?.value ?? null,
            low: performance?.sharpe?.interval[0] ?? null,
            high: performance?.sharpe?.interval[1] ?? null,
            drawdown: performance?.maxDrawdown ?? null,
            turnover: trading.annualTurnover,
          })),
          note: `Sharpe ratios here are before any risk-free rate; where their intervals overlap, the order may be chance. Turnover is half the sum of all changes of weight.`,
        },
      },
      {
        kind: "chart",
        chart: {
          kind: "drawdown",
          title: "Drawdown, walking forward",
          series: lines.map(({ name, values }) => ({ name, dates, values: drawdownsOf(values) })),
        },
        caption: "Loss from the highest value so far.",
      },
      {
        kind: "chart",
        chart: {
          kind: "weights",
          title: `Weights over time: ${first.strategy}`,
          dates,
          assets: first.assets,
          weights: first.weights,
        },
        caption: "Weights drift with prices between one refit and the next. What is missing to 100% is cash.",
      },
    ],
  };
}
