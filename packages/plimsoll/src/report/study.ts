import type { PricePanel } from "@plimsoll/core";
import { formatCell } from "@plimsoll/plot";
import { checkData, dataSection } from "./chapters/data.ts";
import { frontierSection, traceFrontier } from "./chapters/frontier.ts";
import {
  estimate,
  type Estimates,
  portfoliosSection,
  returnOf,
  type SolvedPortfolio,
  solvePortfolios,
  volatilityOf,
} from "./chapters/portfolios.ts";
import { findRegimes, regimesSection } from "./chapters/regimes.ts";
import { measureRisk, type StressSubject, type TailRiskFinding, tailRiskSection } from "./chapters/tail-risk.ts";
import { bestOutOfSample, walk, type WalkForwardFinding, walkForwardSection } from "./chapters/walk-forward.ts";
import { type Frequency, frequencyOf } from "./frequency.ts";
import { commonHistory } from "./history.ts";
import { measuredSeries } from "./measured-series.ts";
import type { KeyFigure, Report } from "./report.ts";
import type { StepRunner, StudyInput } from "./study-input.ts";

/** What a study may be told while it runs. */
export interface StudyOptions {
  readonly signal?: AbortSignal;
  /** Runs each step; the command line shows them. */
  readonly step: StepRunner;
}

/** The report, and the portfolios in it with problem, solution and proof. */
export interface StudyResult {
  readonly report: Report;
  readonly portfolios: readonly SolvedPortfolio[];
}

/** A price may be this many days older than the end of a stress window. */
const MAXIMUM_AGE: { readonly [Period in Frequency["period"]]: number } = {
  day: 7,
  week: 10,
  month: 35,
  quarter: 100,
  year: 370,
};

/**
 * The main job: from prices to certified portfolios, their risk, their regimes and a walk forward, as a {@link Report}.
 * The same input gives the same report.
 */
export async function study(input: StudyInput, { signal, step }: StudyOptions): Promise<StudyResult> {
  const { settings, source, index } = input;
  const frequency = frequencyOf(input.prices, source);
  const data = await step(
    "check the data",
    () => checkData(input.prices),
    ({ findings }) => (findings.length === 0 ? "nothing found" : `${findings.length} findings`),
  );
  const { prices } = data;
  const history = commonHistory(prices);
  const series = measuredSeries(input, history);
  const estimates = estimate(history, frequency);
  const portfolios = await step(
    "solve four portfolios",
    () => solvePortfolios(estimates, settings, signal),
    (solved) => `${solved.filter(({ solution }) => solution?.status === "optimal").length} certified optimal`,
  );
  const frontier = await step(
    "trace the frontier",
    () => traceFrontier(estimates, signal),
    ({ curve }) => `${curve.length} portfolios`,
  );
  const risk = await step(
    "measure risk",
    () =>
      measureRisk(
        series,
        stressSubjects(input, prices, portfolios, series.frequency, frequency),
        settings.riskFreeRate,
      ),
    ({ rows }) => `99% VaR ${percent(rows[0]!.var99)} and ES ${percent(rows[0]!.es99)} a ${series.frequency.period}`,
  );
  const regimes = await step(
    "find two regimes",
    () => findRegimes(series, settings.seed),
    ({ model }) => `log-likelihood ${model.logLikelihood.toFixed(1)}`,
  );
  const forward = await step(
    "walk forward",
    (update) => walk(prices, frequency, index, { signal, onProgress: update }),
    (found) =>
      found === undefined
        ? "the history is too short"
        : `${found.runs[0]!.folds.length} refits of ${found.runs.length} portfolios`,
  );
  const report: Report = {
    title: settings.title,
    subtitle: `${prices.columns} assets, ${prices.rows} ${frequency.name} prices from ${prices.date(0)} to ${prices.date(prices.rows - 1)}.`,
    figures: keyFigures(portfolios, estimates, settings.riskFreeRate, risk, forward),
    sections: [
      dataSection(input, frequency, data, history),
      portfoliosSection(portfolios, estimates, settings),
      frontierSection(frontier, portfolios, estimates),
      tailRiskSection(risk),
      regimesSection(regimes),
      ...(forward === undefined ? [] : [walkForwardSection(forward)]),
    ],
    colophon: [
      `Made from ${source}${index === undefined ? "" : ` and ${index.source}`}. The same prices and settings give the same numbers, in any runtime.`,
      "This page is complete in itself: it holds no script and asks nothing of the network.",
      "It describes the past. It is not investment advice.",
    ],
  };
  return { report, portfolios };
}

const percent = (fraction: number): string => formatCell(fraction, "percent", 1);

/** The numbers at the top: one from each chapter. */
function keyFigures(
  portfolios: readonly SolvedPortfolio[],
  estimates: Estimates,
  riskFreeRate: number,
  { series, rows }: TailRiskFinding,
  forward: WalkForwardFinding | undefined,
): readonly KeyFigure[] {
  const solved = portfolios.flatMap(({ name, solution }) => {
    if (solution === undefined) return [];
    const weights = [...solution.weightArray];
    const volatility = volatilityOf(weights, estimates);
    return [
      { name, volatility, sharpe: (returnOf(weights, estimates) - riskFreeRate) / volatility, status: solution.status },
    ];
  });
  const figures: KeyFigure[] = [
    {
      label: "Certified optimal",
      value: `${solved.filter(({ status }) => status === "optimal").length} of ${portfolios.length}`,
      note: "portfolios, by an independent check",
    },
  ];
  if (solved.length > 0) {
    const calmest = solved.reduce((a, b) => (b.volatility < a.volatility ? b : a));
    const best = solved.reduce((a, b) => (b.sharpe > a.sharpe ? b : a));
    figures.push(
      { label: "Least volatility a year", value: percent(calmest.volatility), note: calmest.name },
      {
        label: "Highest Sharpe ratio, in sample",
        value: formatCell(best.sharpe, "number"),
        note: best.name,
      },
    );
  }
  figures.push({
    label: `99% value at risk of one ${series.frequency.period}`,
    value: percent(rows[0]!.var99),
    note: series.name,
  });
  if (forward !== undefined) {
    const { strategy, sharpe } = bestOutOfSample(forward);
    figures.push({
      label: "Highest Sharpe ratio, out of sample",
      value: formatCell(sharpe, "number"),
      note: strategy,
    });
  }
  return figures;
}

function stressSubjects(
  { index }: StudyInput,
  prices: PricePanel,
  portfolios: readonly SolvedPortfolio[],
  indexFrequency: Frequency,
  frequency: Frequency,
): readonly StressSubject[] {
  const own = portfolios.flatMap(({ name, solution }) =>
    solution === undefined
      ? []
      : [{ name, weights: solution.weights, prices, maximumAge: MAXIMUM_AGE[frequency.period] }],
  );
  if (index === undefined) return own;
  const weights = { [index.prices.assets[0]!]: 1 };
  return [{ name: index.name, weights, prices: index.prices, maximumAge: MAXIMUM_AGE[indexFrequency.period] }, ...own];
}
