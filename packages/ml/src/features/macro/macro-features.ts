import type * as z from "zod";
import { computeFeatures, type FeatureOptions } from "../compute-features.ts";
import { FeatureStream } from "../feature-stream.ts";
import type { FeatureTable } from "../feature-table.ts";
import { readDays } from "../point-in-time/day.ts";
import { macroColumns, type MacroRow, type MacroSeries } from "./macro-row.ts";
import { macroFamily, type MacroFeature, macroTable } from "./table.ts";
import { requestsSchema } from "../point-in-time/requests-schema.ts";

/** Schema of {@link MacroFeature}: requests as JSON. */
export const MacroFeatureSchema: z.ZodType<MacroFeature> = requestsSchema<MacroFeature>(macroTable);

/** Options of {@link macroFeatures}. */
export interface MacroOptions extends FeatureOptions {
  /**
   * Names such as `"term-spread"` and `"rate-change-63-ten"`, or objects such as `{ kind: "rate-change", window: 21 }`.
   * @defaultValue every feature
   */
  readonly include?: readonly (string | MacroFeature)[] | undefined;
}

/**
 * Rates, inflation, growth, term and credit spreads day by day, as they were known: dates x features.
 *
 * A figure counts from the day of its publication (given, or the end of its period plus the lag of its series), a revision
 * from its own; growth over a year is taken within what was known on the day. Rates are fractions a year.
 *
 * @throws `INVALID_INPUT` for unknown names, dates that do not ascend, or a figure published before its period ended
 *
 * @example
 * ```ts
 * import { macroFeatures } from "@plimsoll/ml";
 *
 * const daily = (values: number[]) => ({ observations: values.map((value, i) => ({ period: `2024-03-0${i + 4}`, value })) });
 * const series = { tenYearYield: daily([0.041, 0.042]), shortRate: daily([0.053, 0.053]) };
 * const features = macroFeatures(["2024-03-04", "2024-03-05"], series, { include: ["term-spread"] });
 * console.log(features.column("term-spread").map((value) => Number(value.toFixed(6)))); // Float64Array(2) [ -0.012, -0.011 ]
 * ```
 */
export function macroFeatures(dates: readonly string[], series: MacroSeries, options: MacroOptions = {}): FeatureTable {
  const columns = macroColumns(series, readDays(dates));
  return computeFeatures(macroFamily, { ...columns, dates }, options.include, options);
}

/** Macro features day by day: `update(macroAt(series, date))` gives the row of {@link macroFeatures}. */
export function macroStream(options: Pick<MacroOptions, "include"> = {}): FeatureStream<MacroRow> {
  return FeatureStream.start(macroFamily, options.include);
}
