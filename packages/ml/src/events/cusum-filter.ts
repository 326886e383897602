import { invalidInput } from "@plimsoll/core";
import { readSeries, type SeriesInput } from "../read-series.ts";

/** Options of {@link cusumFilter}. */
export interface CusumFilterOptions {
  /** How far a sum must run to be an event: one number above 0, or one for each row (NaN: no event there). */
  readonly threshold: number | readonly number[] | Float64Array;
  /**
   * What is summed beyond: this much of each change in the direction of the sum is expected.
   * @defaultValue 0
   */
  readonly drift?: number | undefined;
}

/** An event of the filter. */
export interface CusumEvent {
  readonly row: number;
  /** 1: the sum of rises ran over, -1: that of falls. */
  readonly direction: 1 | -1;
}

/**
 * Symmetric CUSUM filter (Page 1954; Lopez de Prado 2018, section 2.5.2): rows at which a series has run away from where
 * the sums were last at 0 by more than a threshold.
 *
 * With the change y_t - y_(t-1): up = max(0, up + change - drift), down = min(0, down + change + drift); where up exceeds
 * the threshold, or down falls below minus it, the row is an event and that sum starts again at 0. Unlike a
 * crossing of a level it can't fire again and again while the series hovers. The event at t uses rows up to t only.
 * Usually taken of log prices.
 *
 * @throws `INVALID_INPUT` for a value that is not finite or a threshold that is not above 0
 *
 * @example
 * ```ts
 * import { cusumFilter } from "@plimsoll/ml";
 *
 * const events = cusumFilter([0, 1, 2, 3, 2.5, 1, -1], { threshold: 1.5 });
 * console.log(events.map(({ row, direction }) => `${row}:${direction}`).join(" ")); // 2:1 5:-1 6:-1
 * ```
 */
export function cusumFilter(series: SeriesInput, options: CusumFilterOptions): readonly CusumEvent[] {
  const values = readSeries(series, "series", 2);
  const threshold = readThreshold(options.threshold, values.length);
  const drift = options.drift ?? 0;
  if (!(drift >= 0 && drift < Infinity)) throw invalidInput("drift", `drift: expected a number >= 0, was ${drift}`);
  const events: CusumEvent[] = [];
  let up = 0;
  let down = 0;
  for (let row = 1; row < values.length; row++) {
    const change = values[row]! - values[row - 1]!;
    up = Math.max(0, up + change - drift);
    down = Math.min(0, down + change + drift);
    const limit = threshold(row);
    if (down < -limit) {
      down = 0;
      events.push({ row, direction: -1 });
    } else if (up > limit) {
      up = 0;
      events.push({ row, direction: 1 });
    }
  }
  return events;
}

function readThreshold(threshold: CusumFilterOptions["threshold"], rows: number): (row: number) => number {
  if (typeof threshold === "number") {
    if (threshold > 0 && threshold < Infinity) return () => threshold;
    throw invalidInput("threshold", `threshold: expected a number above 0, or one for each row, was ${threshold}`);
  }
  if (threshold.length !== rows) {
    throw invalidInput("threshold", `threshold: expected ${rows} values, one a row, was ${threshold.length}`);
  }
  const limits = Float64Array.from(threshold);
  const bad = limits.findIndex((limit) => limit <= 0 || limit === Infinity);
  if (bad < 0) return (row) => limits[row]!;
  throw invalidInput("threshold", `threshold: row ${bad} is ${limits[bad]!}: expected a number above 0, or NaN`);
}
