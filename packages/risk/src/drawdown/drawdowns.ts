import { drawdownSeries } from "@plimsoll/numeric";
import { invalidInput } from "@plimsoll/core";
import { drawdownEpisodes } from "./episodes.ts";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";

/** Options of {@link drawdowns}. */
export interface DrawdownListOptions {
  /**
   * How many, deepest first; a positive integer.
   * @defaultValue all
   */
  readonly top?: number;
  /** Fractions by asset, for a panel; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
  /**
   * `"compounded"`: loss of wealth that grows by 1 + r; `"uncompounded"`: loss of the running sum of returns.
   * @defaultValue "compounded"
   */
  readonly compounding?: "compounded" | "uncompounded";
}

/** A place in time: the ISO date of the row for a panel, the 0-based row for a plain series. */
export type RowLabel = string | number;

/** One episode: from a maximum down and back to it. */
export interface Drawdown {
  /** Largest loss from the peak, a positive fraction. */
  readonly depth: number;
  /** The last row at the maximum; `null` where that is the start, before the first row. */
  readonly peak: RowLabel | null;
  /** The first row below the peak. */
  readonly start: RowLabel;
  /** The row of the largest loss, the first of several. */
  readonly trough: RowLabel;
  /** The first row at or above the peak again; `null` while it lasts. */
  readonly recovery: RowLabel | null;
  /** Periods from the peak to the recovery, or to the last row while it lasts. */
  readonly length: number;
  /** Periods from the peak to the trough. */
  readonly toTrough: number;
  /** Periods from the trough to the recovery; `null` while it lasts. */
  readonly toRecovery: number | null;
}

/**
 * The drawdowns of a series or portfolio, deepest first, the start value counted as a peak (definitions 16).
 *
 * Same input, errors and NaN policy as `valueAtRisk`; one observation is enough to fall.
 *
 * @example
 * ```ts
 * import { drawdowns } from "@plimsoll/risk";
 *
 * const [deepest] = drawdowns([0.1, -0.2, -0.1, 0.5, -0.05]);
 * console.log(deepest?.depth.toFixed(2), deepest?.peak, deepest?.trough, deepest?.recovery); // 0.28 0 2 3
 * ```
 */
export function drawdowns(returns: ReturnInput, options: DrawdownListOptions = {}): readonly Drawdown[] {
  const { top, compounding = "compounded" } = options;
  if (top !== undefined && !(Number.isInteger(top) && top > 0)) {
    throw invalidInput("top", `top: expected a positive whole number, was ${top}`, { received: String(top) });
  }
  const { series, dates } = returnSeries(returns, options.weights, { minimum: 1 });
  const label = (row: number): RowLabel => (dates === null ? row : dates[row]!);
  const last = series.length - 1;
  return drawdownEpisodes(drawdownSeries(series, { compounding }))
    .slice()
    .sort((a, b) => b.depth - a.depth || a.peak - b.peak)
    .slice(0, top)
    .map(({ peak, trough, recovery, depth }) => ({
      depth,
      peak: peak === -1 ? null : label(peak),
      start: label(peak + 1),
      trough: label(trough),
      recovery: recovery === null ? null : label(recovery),
      length: (recovery ?? last) - peak,
      toTrough: trough - peak,
      toRecovery: recovery === null ? null : recovery - trough,
    }));
}
