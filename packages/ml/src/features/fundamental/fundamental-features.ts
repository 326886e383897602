import type * as z from "zod";
import { invalidInput } from "@plimsoll/core";
import { computeFeatures, type FeatureOptions } from "../compute-features.ts";
import { FeatureStream } from "../feature-stream.ts";
import type { FeatureTable } from "../feature-table.ts";
import { readDays, readLag } from "../point-in-time/day.ts";
import type { FundamentalRow } from "./fundamental-row.ts";
import { type FundamentalLag, type Fundamentals, type Statement, StatementBook } from "./statement.ts";
import { fundamentalFamily, type FundamentalFeature, fundamentalTable } from "./table.ts";
import { requestsSchema } from "../point-in-time/requests-schema.ts";

/** Schema of {@link FundamentalFeature}: requests as JSON. */
export const FundamentalFeatureSchema: z.ZodType<FundamentalFeature> =
  requestsSchema<FundamentalFeature>(fundamentalTable);

/** Options of {@link fundamentalFeatures}. */
export interface FundamentalOptions extends FeatureOptions, FundamentalLag {
  /**
   * Names such as `"price-to-book"`, or objects such as `{ kind: "return-on-equity", base: "latest" }`.
   * @defaultValue every ratio
   */
  readonly include?: readonly (string | FundamentalFeature)[] | undefined;
}

/**
 * Fundamental ratios of a company day by day, from statements as they were known: dates x ratios.
 *
 * `prices` hold `dates` (ascending) and `close`, on the split basis of the shares. A figure counts from the day it was
 * `reported` (plus `lag`), a restatement from its own; before, and where a figure is missing, ratios are NaN.
 *
 * @throws `INVALID_INPUT` for unknown names, unreadable dates, figures reported before their period ended, a price that is
 * not above 0
 *
 * @example
 * ```ts
 * import { fundamentalFeatures } from "@plimsoll/ml";
 *
 * const prices = { dates: ["2024-02-19", "2024-02-20"], close: [20, 21] };
 * const statements = [
 *   { periodEnd: "2023-12-31", reported: "2024-02-20", period: "year", netIncome: 10, shares: 7 },
 * ] as const;
 * const ratios = fundamentalFeatures(prices, statements, { include: ["price-to-earnings"] });
 * console.log(ratios.column("price-to-earnings")); // Float64Array(2) [ NaN, 14.7 ]
 * ```
 */
export function fundamentalFeatures(
  prices: { readonly dates: readonly string[]; readonly close: ArrayLike<number> },
  statements: readonly Statement[],
  options: FundamentalOptions = {},
): FeatureTable {
  const { dates, close } = prices;
  if (close.length !== dates.length) {
    throw invalidInput("close", `close has ${close.length} values, dates has ${dates.length}: make them equally long`);
  }
  const days = readDays(dates);
  const book = new StatementBook(statements, readLag(options.lag, "lag"));
  const columns: Record<string, Float64Array> = { price: Float64Array.from(close) };
  for (const input of fundamentalFamily.inputs.slice(1)) columns[input] = new Float64Array(days.length);
  let count = -1;
  let known: Fundamentals | undefined;
  days.forEach((day, t) => {
    const now = book.count(day);
    if (now !== count) known = book.at(now);
    count = now;
    for (const [item, value] of Object.entries(known!) as [string, number][]) columns[item]![t] = value;
  });
  return computeFeatures(fundamentalFamily, { ...columns, dates }, options.include, options);
}

/**
 * Fundamental ratios day by day: `update({ price, ...fundamentalsAt(statements, date) })` gives the row of
 * {@link fundamentalFeatures}.
 */
export function fundamentalStream(options: Pick<FundamentalOptions, "include"> = {}): FeatureStream<FundamentalRow> {
  return FeatureStream.start(fundamentalFamily, options.include);
}
