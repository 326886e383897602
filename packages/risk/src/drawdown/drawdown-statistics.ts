import type { TableSpec } from "@plimsoll/core";
import { cdarMeasure, drawdownSeries, edarMeasure, mean, quantile } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";
import type { Conventions } from "../tail/tail-method.ts";
import { type Drawdown, drawdowns } from "./drawdowns.ts";
import { drawdownEpisodes, type Episode } from "./episodes.ts";

/** Options of {@link drawdownStatistics}. */
export interface DrawdownStatisticsOptions {
  /** Fractions by asset, for a panel; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
  /**
   * Of `cdar`, `edar` and `conditionalDepth`, strictly between 0 and 1.
   * @defaultValue 0.95
   */
  readonly confidence?: number;
  /** @defaultValue "compounded" */
  readonly compounding?: "compounded" | "uncompounded";
  /**
   * Rows of `table`, deepest first.
   * @defaultValue 5
   */
  readonly top?: number;
}

/** All drawdowns of a series in numbers. Depths are positive fractions, lengths periods; `null` where there is no episode. */
export interface DrawdownStatistics {
  readonly episodes: number;
  readonly maxDrawdown: number;
  /** Mean drawdown over all periods: the pain index. */
  readonly averageDrawdown: number;
  readonly ulcer: number;
  /** Exact mean of the worst 1 - confidence of the drawdowns over all periods (Chekhlov, Uryasev & Zabarankin 2005). */
  readonly cdar: number;
  /** Their entropic value at risk. */
  readonly edar: number;
  /** Mean of the depths of the episodes. */
  readonly averageDepth: number | null;
  /** Mean of the depths at or above their `confidence` quantile (type 7). */
  readonly conditionalDepth: number | null;
  /** Mean periods from peak to recovery, or to the last row while it lasts. */
  readonly averageLength: number | null;
  /** Mean periods from peak to trough. */
  readonly averageToTrough: number | null;
  /** Mean periods from trough to recovery, or to the last row while it lasts. */
  readonly averageRecovery: number | null;
  readonly longest: number | null;
  readonly longestRecovery: number | null;
  /** Share of periods below the latest peak. */
  readonly timeUnderWater: number;
  /** Drawdown of the last row. */
  readonly current: number;
  /** Periods since the latest peak. */
  readonly currentLength: number;
  readonly conventions: Conventions;
  /** The deepest episodes with their dates. */
  readonly table: TableSpec;
}

function average(episodes: readonly Episode[], read: (episode: Episode) => number): number | null {
  return episodes.length === 0 ? null : mean(Float64Array.from(episodes, read));
}

function longest(episodes: readonly Episode[], read: (episode: Episode) => number): number | null {
  return episodes.length === 0 ? null : episodes.reduce((most, episode) => Math.max(most, read(episode)), 0);
}

/**
 * The drawdowns of a series or portfolio in numbers: depths, lengths, recoveries, time under water (definitions 16), and a
 * table of the deepest.
 *
 * Same input, errors and NaN policy as `drawdowns`.
 *
 * @example
 * ```ts
 * import { drawdownStatistics } from "@plimsoll/risk";
 *
 * const result = drawdownStatistics([0.1, -0.2, -0.1, 0.5, -0.05, 0.02]);
 * console.log(result.episodes, result.averageDepth?.toFixed(3), result.averageLength, result.timeUnderWater.toFixed(2)); // 2 0.165 2.5 0.67
 * ```
 */
export function drawdownStatistics(returns: ReturnInput, options: DrawdownStatisticsOptions = {}): DrawdownStatistics {
  const { compounding = "compounded", top = 5 } = options;
  const confidence = checkConfidence(options.confidence ?? 0.95);
  const { series } = returnSeries(returns, options.weights, { minimum: 1 });
  const path = drawdownSeries(series, { compounding });
  const episodes = drawdownEpisodes(path);
  const last = series.length - 1;
  const depths = Float64Array.from(episodes, ({ depth }) => depth);
  const edge = depths.length === 0 ? 0 : quantile(depths, confidence);
  const deep = depths.filter((depth) => depth >= edge);
  const length = ({ peak, recovery }: Episode): number => (recovery ?? last) - peak;
  const recovery = ({ trough, recovery: end }: Episode): number => (end ?? last) - trough;
  const open = episodes.at(-1);
  return {
    episodes: episodes.length,
    maxDrawdown: depths.reduce((deepest, depth) => Math.max(deepest, depth), 0),
    averageDrawdown: mean(path),
    ulcer: Math.sqrt(path.reduce((sum, depth) => sum + depth * depth, 0) / path.length),
    cdar: cdarMeasure.value(series, { confidence, compounding }),
    edar: edarMeasure.value(series, { confidence, compounding }),
    averageDepth: depths.length === 0 ? null : mean(depths),
    conditionalDepth: depths.length === 0 ? null : mean(deep),
    averageLength: average(episodes, length),
    averageToTrough: average(episodes, ({ peak, trough }) => trough - peak),
    averageRecovery: average(episodes, recovery),
    longest: longest(episodes, length),
    longestRecovery: longest(episodes, recovery),
    timeUnderWater: path.reduce((sum, depth) => sum + (depth > 0 ? 1 : 0), 0) / path.length,
    current: path[last]!,
    currentLength: open?.recovery === null ? last - open.peak : 0,
    conventions: {
      confidence,
      compounding,
      observations: series.length,
      length: "periods from the peak to the recovery, that one included",
      start: "counts as a peak",
    },
    table: drawdownTable(drawdowns(returns, { ...options, compounding, top })),
  };
}

function drawdownTable(deepest: readonly Drawdown[]): TableSpec {
  return {
    title: "Deepest drawdowns",
    columns: [
      { key: "depth", label: "Depth", format: "percent" },
      { key: "peak", label: "Peak" },
      { key: "trough", label: "Trough" },
      { key: "recovery", label: "Recovery" },
      { key: "length", label: "Periods", format: "integer" },
      { key: "toTrough", label: "To trough", format: "integer" },
      { key: "toRecovery", label: "To recovery", format: "integer" },
    ],
    rows: deepest.map(({ depth, peak, trough, recovery, length, toTrough, toRecovery }) => ({
      depth,
      peak,
      trough,
      recovery,
      length,
      toTrough,
      toRecovery,
    })),
    note: "A peak left empty is the start, a recovery left empty is still to come.",
  };
}
