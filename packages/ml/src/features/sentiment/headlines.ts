import { invalidInput } from "@plimsoll/core";
import { readDay } from "../point-in-time/day.ts";

/** A text with its score, by a lexicon or a model. */
export interface ScoredHeadline {
  /** When it was published: an ISO date, or an instant with zone. */
  readonly time: string;
  readonly score: number;
  /**
   * How much it counts, such as its relevance.
   * @defaultValue 1
   */
  readonly weight?: number | undefined;
}

/** The headlines of a day, added up. */
export interface SentimentRow {
  readonly count: number;
  /** Sum of weights. */
  readonly weight: number;
  /** Sum of weight x score. */
  readonly total: number;
  /** Sum of weight x score squared. */
  readonly squares: number;
  /** Headlines that score above and below 0. */
  readonly positive: number;
  readonly negative: number;
}

/** Options of {@link sentimentFeatures}. */
export interface HeadlineOptions {
  /**
   * The time of day (UTC) at which a row is complete: headlines after it count for the next one. Those with a date only
   * count for their day.
   * @defaultValue "23:59", the end of the day
   */
  readonly cutoff?: string | undefined;
}

/**
 * Headlines added up by row: each counts for the first row that is complete at or after its time, so that those of a weekend
 * fall on the next trading day. Those that belong to a day before the first row's, or come after the last row, are left out.
 */
export function sentimentRows(
  days: Int32Array,
  headlines: readonly ScoredHeadline[],
  options: HeadlineOptions = {},
): SentimentRow[] {
  const { cutoff = "23:59" } = options;
  const clock = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(cutoff);
  if (clock === null) throw invalidInput("cutoff", `cutoff: expected a time of day such as "20:00", was "${cutoff}"`);
  // the whole minute still counts
  const latest = (Number(clock[1]) * 60 + Number(clock[2]) + 1) * 60_000;
  const rows = Array.from(days, () => ({ count: 0, weight: 0, total: 0, squares: 0, positive: 0, negative: 0 }));
  headlines.forEach(({ time, score, weight = 1 }, i) => {
    if (!Number.isFinite(score) || !(weight >= 0 && weight < Infinity)) {
      throw invalidInput(
        `headlines[${i}]`,
        `headlines[${i}]: expected a finite score and a weight >= 0, was ${score} and ${weight}`,
      );
    }
    const day = readDay(time, `headlines[${i}].time`);
    const isLate = time.length > 10 && Date.parse(time) - day * 86_400_000 >= latest;
    const from = isLate ? day + 1 : day;
    const place = firstAtLeast(days, from);
    if (from < (days[0] ?? 0) || place === days.length) return;
    const row = rows[place]!;
    row.count++;
    row.weight += weight;
    row.total += weight * score;
    row.squares += weight * score * score;
    if (score > 0) row.positive++;
    if (score < 0) row.negative++;
  });
  return rows;
}

function firstAtLeast(days: Int32Array, day: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle]! < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
