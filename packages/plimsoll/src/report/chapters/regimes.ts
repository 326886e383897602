import { GaussianHmm } from "@plimsoll/ml";
import { formatCell } from "@plimsoll/plot";
import type { MeasuredSeries } from "../measured-series.ts";
import type { ReportSection } from "../report.ts";

const REGIMES = ["Calm", "Turbulent"] as const;

/** Two regimes of a series, told from its returns. */
export interface RegimesFinding {
  readonly series: MeasuredSeries;
  readonly model: GaussianHmm;
  /** Most probable regime of each return by the past only, given the parameters. */
  readonly filtered: Int32Array;
  /** Most probable regime of each return by the whole series. */
  readonly smoothed: Int32Array;
}

export function findRegimes(series: MeasuredSeries, seed: number): RegimesFinding {
  const model = GaussianHmm.fit(series.returns.values, { states: REGIMES.length, covariance: "full", seed });
  return {
    series,
    model,
    filtered: model.filter(series.returns.values).mostLikely(),
    smoothed: model.smooth(series.returns.values).mostLikely(),
  };
}

const share = (path: Int32Array, regime: number): number => path.filter((one) => one === regime).length / path.length;

/** A name at the beginning of a sentence. */
const sentence = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const changes = (path: Int32Array): number => path.filter((one, i) => i > 0 && one !== path[i - 1]).length;

export function regimesSection({ series, model, filtered, smoothed }: RegimesFinding): ReportSection {
  const { periodsPerYear, period } = series.frequency;
  const { means, covariances } = model.parameters;
  const durations = model.expectedDurations;
  const agreement = filtered.filter((one, i) => one === smoothed[i]).length / filtered.length;
  const volatility = (regime: number): number => Math.sqrt(covariances[regime]![0]![0]! * periodsPerYear);
  const ratio = volatility(1) / volatility(0);
  return {
    id: "regimes",
    title: "Two regimes",
    summary: `${sentence(series.name)} alternates between a calm and a turbulent regime; in the turbulent one the volatility is ${ratio.toFixed(1)} times as high. On the last date, ${series.dates.at(-1)!}, it was in the ${REGIMES[filtered.at(-1)!]!.toLowerCase()} one.`,
    blocks: [
      {
        kind: "chart",
        chart: {
          kind: "regimes",
          title: `${sentence(series.name)} and its filtered regimes`,
          series: {
            name: `Value of 1 in ${series.name}`,
            dates: series.dates.slice(1),
            values: series.wealth.slice(1),
          },
          regimes: [...filtered],
          regimeNames: REGIMES,
          scale: "logarithmic",
        },
        caption: `Background: the filtered regime of each ${period}, which uses the returns up to that ${period} only. The parameters were fitted on the whole series, so this describes the past; it is no trading record.`,
      },
      {
        kind: "table",
        table: {
          title: "The regimes of a Gaussian hidden Markov model",
          columns: [
            { key: "regime", label: "Regime" },
            { key: "mean", label: "Mean return a year", format: "percent", digits: 1 },
            { key: "volatility", label: "Volatility a year", format: "percent", digits: 1 },
            { key: "duration", label: `Expected stay (${period}s)`, format: "number", digits: 0 },
            { key: "filtered", label: "Share of time, filtered", format: "percent", digits: 1 },
            { key: "smoothed", label: "Share of time, smoothed", format: "percent", digits: 1 },
          ],
          rows: REGIMES.map((regime, i) => ({
            regime,
            mean: means[i]![0]! * periodsPerYear,
            volatility: volatility(i),
            duration: durations[i]!,
            filtered: share(filtered, i),
            smoothed: share(smoothed, i),
          })),
          note: `Filtered: by the past only, given the parameters. Smoothed: by the whole series, so it looks ahead and must never be traded on. They agree on ${formatCell(agreement, "percent", 1)} of ${period}s; the filtered path changes regime ${changes(filtered)} times, the smoothed ${changes(smoothed)} times. Maximum likelihood by Baum-Welch, ${model.iterations} iterations, ${model.converged ? "converged" : "not converged"}; log-likelihood ${formatCell(model.logLikelihood, "number", 1)}, BIC ${formatCell(model.bic, "number", 1)}.`,
        },
      },
    ],
  };
}
