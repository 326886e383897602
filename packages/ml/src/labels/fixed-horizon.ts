import { type PriceSeries, readHorizon, readPrices, readRows, readScale } from "./label-input.ts";
import type { LabelSpan } from "./label-span.ts";

/** Options of {@link fixedHorizonLabels}. */
export interface FixedHorizonOptions {
  /** Rows from the start to the end of a label. */
  readonly horizon: number;
  /**
   * Returns no larger than this are labelled 0: one number, or one for each row, as known at that row (NaN: no label).
   * @defaultValue 0
   */
  readonly threshold?: number | PriceSeries | undefined;
  /**
   * Rows at which labels begin, ascending.
   * @defaultValue every row that has a price `horizon` rows later
   */
  readonly events?: ArrayLike<number> | undefined;
}

/** A label of fixed length. */
export interface FixedHorizonLabel extends LabelSpan {
  /** Simple return from `start` to `end`. */
  readonly return: number;
  /** Its sign, 0 within the threshold. */
  readonly label: 1 | 0 | -1;
}

/**
 * Labels rows by the sign of the return over the next `horizon` rows (which looks ahead, to `end` and not beyond).
 *
 * Rows without a price `horizon` rows later, or with an unknown threshold, get none.
 *
 * @throws `INVALID_INPUT` for prices that are not positive or bad events, `NOT_ENOUGH_DATA` for too few prices
 *
 * @example
 * ```ts
 * import { fixedHorizonLabels } from "@plimsoll/ml";
 *
 * const labels = fixedHorizonLabels([100, 102, 101, 101.1], { horizon: 1, threshold: 0.005 });
 * console.log(labels.map(({ label }) => label).join(" ")); // 1 -1 0
 * ```
 */
export function fixedHorizonLabels(prices: PriceSeries, options: FixedHorizonOptions): readonly FixedHorizonLabel[] {
  const horizon = readHorizon(options.horizon);
  const close = readPrices(prices, "prices", horizon + 1);
  const rows = close.length;
  const threshold = options.threshold === 0 ? () => 0 : readScale(options.threshold, "threshold", rows, 0);
  const labels: FixedHorizonLabel[] = [];
  for (const start of readRows(options.events, rows)) {
    const end = start + horizon;
    const limit = threshold(start);
    if (end >= rows || Number.isNaN(limit)) continue;
    const change = close[end]! / close[start]! - 1;
    labels.push({ start, end, return: change, label: Math.abs(change) <= limit ? 0 : change > 0 ? 1 : -1 });
  }
  return labels;
}
