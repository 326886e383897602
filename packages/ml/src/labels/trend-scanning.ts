import { invalidInput } from "@plimsoll/core";
import { type PriceSeries, readHorizon, readPrices, readRows } from "./label-input.ts";
import type { LabelSpan } from "./label-span.ts";

/** Options of {@link trendScanningLabels}. */
export interface TrendScanningOptions {
  /** Shortest and longest trend, in rows from start to end; the shortest is at least 2. */
  readonly horizon: readonly [number, number];
  /**
   * Rows at which labels begin, ascending.
   * @defaultValue every row that has the longest trend after it
   */
  readonly events?: ArrayLike<number> | undefined;
}

/** A label with the trend that decided it. */
export interface TrendScanningLabel extends LabelSpan {
  /** Direction of the trend: 1, -1, or 0 for a price that does not move. */
  readonly label: 1 | 0 | -1;
  /** Slope of ln price a row over the trend. */
  readonly slope: number;
  /** t statistic of the slope, the largest in size over all lengths; infinite where the prices lie on the line. A weight of the label. */
  readonly tStatistic: number;
}

/**
 * Labels rows by the trend that follows (Lopez de Prado 2020, chapter 5): of the regressions of ln price on time from the
 * row over each length in `horizon`, the one with the largest |t|; of equal ones the shortest.
 *
 * It looks ahead to the longest length, for it chooses among all of them: `end` is where the chosen trend ends, and
 * purging must count `start + horizon[1]` (the spans of {@link trendScanningSpans}).
 *
 * @throws `INVALID_INPUT` for prices that are not positive or bad lengths, `NOT_ENOUGH_DATA` for too few prices
 *
 * @example
 * ```ts
 * import { trendScanningLabels } from "@plimsoll/ml";
 *
 * const prices = [100, 102, 104.2, 106, 108.1, 104, 100, 96, 92, 88];
 * const labels = trendScanningLabels(prices, { horizon: [3, 5], events: [0, 4] });
 * console.log(labels.map(({ label, end }) => `${label} until ${end}`).join(", ")); // 1 until 4, -1 until 7
 * ```
 */
export function trendScanningLabels(prices: PriceSeries, options: TrendScanningOptions): readonly TrendScanningLabel[] {
  const [shortest, longest] = readLengths(options.horizon);
  const close = readPrices(prices, "prices", longest + 1);
  const labels: TrendScanningLabel[] = [];
  for (const start of readRows(options.events, close.length)) {
    if (start + longest < close.length) labels.push(strongestTrend(close, start, shortest, longest));
  }
  return labels;
}

/** The spans that purging must count for {@link trendScanningLabels}: each label depends on `horizon[1]` rows after its start. */
export function trendScanningSpans(
  labels: readonly TrendScanningLabel[],
  options: TrendScanningOptions,
): readonly LabelSpan[] {
  const [, longest] = readLengths(options.horizon);
  return labels.map(({ start }) => ({ start, end: start + longest }));
}

function readLengths(horizon: readonly [number, number]): readonly [number, number] {
  const shortest = readHorizon(horizon[0], "horizon[0]");
  const longest = readHorizon(horizon[1], "horizon[1]");
  // a line through two points leaves no error to test against
  if (shortest >= 2 && longest >= shortest) return [shortest, longest];
  throw invalidInput("horizon", `horizon: expected 2 <= shortest <= longest, was [${shortest}, ${longest}]`);
}

function strongestTrend(close: Float64Array, start: number, shortest: number, longest: number): TrendScanningLabel {
  const entry = close[start]!;
  let best: TrendScanningLabel | undefined;
  // moments of time and of ln price from the start, updated length by length (Welford 1962)
  let meanY = 0;
  let yy = 0;
  let xy = 0;
  for (let length = 1; length <= longest; length++) {
    const n = length + 1;
    const y = Math.log(close[start + length]! / entry);
    const dy = y - meanY;
    // time runs 0, 1, ..., so its mean before this row is (length - 1) / 2
    const dx = length - (length - 1) / 2;
    meanY += dy / n;
    yy += (dy * dy * (n - 1)) / n;
    xy += (dx * dy * (n - 1)) / n;
    if (length < shortest) continue;
    const xx = (n * (n * n - 1)) / 12;
    const slope = xy / xx;
    const rest = yy - slope * xy;
    // what rounding leaves of a perfect line is none
    const error = rest > 1e-12 * yy ? Math.sqrt(rest / (n - 2) / xx) : 0;
    const tStatistic = slope === 0 ? 0 : slope / error;
    if (best === undefined || Math.abs(tStatistic) > Math.abs(best.tStatistic)) {
      best = { start, end: start + length, label: Math.sign(slope) as 1 | 0 | -1, slope, tStatistic };
    }
  }
  return best!;
}
