import type * as z from "zod";
import { computeFeatures, type FeatureOptions } from "../compute-features.ts";
import { FeatureStream } from "../feature-stream.ts";
import type { FeatureTable } from "../feature-table.ts";
import { readDay, readDays } from "../point-in-time/day.ts";
import { type HeadlineOptions, type ScoredHeadline, type SentimentRow, sentimentRows } from "./headlines.ts";
import { sentimentFamily, type SentimentFeature, sentimentTable } from "./table.ts";
import { requestsSchema } from "../point-in-time/requests-schema.ts";

/** Schema of {@link SentimentFeature}: requests as JSON. */
export const SentimentFeatureSchema: z.ZodType<SentimentFeature> = requestsSchema<SentimentFeature>(sentimentTable);

/** Options of {@link sentimentFeatures}. */
export interface SentimentOptions extends FeatureOptions, HeadlineOptions {
  /**
   * Names such as `"sentiment-1"` and `"sentiment-decay-5"`, or objects such as `{ kind: "news-count", window: 5 }`.
   * @defaultValue every feature
   */
  readonly include?: readonly (string | SentimentFeature)[] | undefined;
}

/**
 * Sentiment features of scored headlines: dates x features.
 *
 * A headline counts for the first date that is complete (`cutoff`) at or after its time: those after the close and of weekends
 * for the next trading day. Headlines after the last date are left out.
 *
 * @throws `INVALID_INPUT` for unknown names, unreadable times, a score that is not finite, dates that do not ascend
 *
 * @example
 * ```ts
 * import { lexiconScorer, sentimentFeatures } from "@plimsoll/ml";
 *
 * const score = lexiconScorer({ words: { record: 2, lawsuit: -2, profit: 1 } });
 * const headlines = [
 *   { time: "2024-03-01T14:00:00Z", text: "Record profit at Acme" },
 *   { time: "2024-03-02T09:00:00Z", text: "Lawsuit against Acme" },
 * ].map(({ time, text }) => ({ time, score: score(text).score }));
 * const features = sentimentFeatures(["2024-03-01", "2024-03-04"], headlines, { include: ["sentiment-1", "news-count-1"] });
 * console.log([...features.row(0)].join(" "), "|", [...features.row(1)].join(" ")); // 3 1 | -2 1
 * ```
 */
export function sentimentFeatures(
  dates: readonly string[],
  headlines: readonly ScoredHeadline[],
  options: SentimentOptions = {},
): FeatureTable {
  const rows = sentimentRows(readDays(dates), headlines, options);
  const columns = Object.fromEntries(
    sentimentFamily.inputs.map((input) => [input, Float64Array.from(rows, (row) => row[input])]),
  );
  return computeFeatures(sentimentFamily, { ...columns, dates }, options.include, options);
}

/**
 * The headlines of one row added up, for {@link sentimentStream}: those that came after the row before was complete and before
 * this one is.
 *
 * @example
 * ```ts
 * import { headlinesOf } from "@plimsoll/ml";
 *
 * console.log(headlinesOf([{ time: "2024-03-01", score: 2 }, { time: "2024-03-01", score: -1 }]).total); // 1
 * ```
 */
export function headlinesOf(headlines: readonly ScoredHeadline[]): SentimentRow {
  const day = headlines.reduce((most, { time }, i) => Math.max(most, readDay(time, `headlines[${i}].time`)), 0);
  // all of one row, whenever they came
  const today = new Date(day * 86_400_000).toISOString().slice(0, 10);
  return sentimentRows(
    Int32Array.of(day),
    headlines.map((headline) => ({ ...headline, time: today })),
  )[0]!;
}

/** Sentiment features row by row: `update(headlinesOf(those since the row before))` gives the row of {@link sentimentFeatures}. */
export function sentimentStream(options: Pick<SentimentOptions, "include"> = {}): FeatureStream<SentimentRow> {
  return FeatureStream.start(sentimentFamily, options.include);
}
