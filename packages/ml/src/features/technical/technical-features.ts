import * as z from "zod";
import { computeFeatures, type FeatureOptions } from "../compute-features.ts";
import { FeatureStream } from "../feature-stream.ts";
import type { FeatureTable } from "../feature-table.ts";
import { requestSchema } from "../read-feature.ts";
import type { Bar } from "./bar.ts";
import { readBars, type BarInput } from "./read-bars.ts";
import { technicalFamily, technicalTable, type TechnicalFeature } from "./table.ts";

/** Schema of {@link TechnicalFeature}: requests as JSON. */
export const TechnicalFeatureSchema: z.ZodType<TechnicalFeature> = z.discriminatedUnion(
  "kind",
  technicalTable.map((feature) => requestSchema(feature)) as unknown as [z.core.$ZodTypeDiscriminable & z.ZodType],
) as unknown as z.ZodType<TechnicalFeature>;

/** Which indicators, and what to do where there are too few bars. */
export interface TechnicalOptions extends FeatureOptions {
  /**
   * Names `<kind>-<parameters>`, such as `"rsi-14"`, `"macd"`, `"bollinger-20-2-2"`, `"sma-20-volume"`, or objects such as
   * `{ kind: "rsi", window: 14 }`. A name is the name of its column. @defaultValue every indicator with its default parameters
   */
  readonly include?: readonly (string | TechnicalFeature)[] | undefined;
}

/**
 * Technical indicators of one asset as a named table: bars x indicators, equal to TA-Lib with its seeds and its NaN lead-in.
 *
 * `bars`, oldest first: columns `{ open, high, low, close, volume }` with `dates` if there are any, core's `BarSeries`, or records. Prices in
 * any one currency, volume in units; an indicator that reads no volume needs none, and a column of NaN alone counts as not there. Row t uses bars up to t only.
 *
 * NaN: an indicator is NaN until its lookback is over. A bar that lacks an input of an indicator gives NaN there, and that indicator
 * passes over it. Sizes that would divide by zero give 0, as in TA-Lib; each indicator says so.
 *
 * @throws `INVALID_INPUT` for unknown names (listing the nearest), bad parameters, columns of different lengths, infinite prices, a high
 * below its low, a negative volume; `NOT_ENOUGH_DATA` where an included indicator would have no value
 *
 * @example
 * ```ts
 * import { technicalFeatures } from "@plimsoll/ml";
 *
 * const close = Array.from({ length: 60 }, (_, day) => 100 + 5 * Math.sin(day / 4));
 * const bars = { high: close.map((price) => price + 1), low: close.map((price) => price - 1), close };
 * const features = technicalFeatures(bars, { include: ["rsi-14", "macd", { kind: "atr", window: 10 }] });
 *
 * console.log(features.names); // [ 'rsi-14', 'macd', 'macd-signal', 'macd-histogram', 'atr-10' ]
 * console.log(features.column("rsi-14")[13], features.column("rsi-14")[14]!.toFixed(2)); // NaN 42.52
 * console.log(features.complete().rows); // 27, ready for a model
 * ```
 */
export function technicalFeatures(bars: BarInput, options: TechnicalOptions = {}): FeatureTable {
  return computeFeatures(technicalFamily, readBars(bars), options.include, options);
}

/**
 * Technical indicators bar by bar: `update(bar)` gives, to the last bit, the row that {@link technicalFeatures} gives.
 *
 * @example
 * ```ts
 * import { resumeTechnicalStream, technicalStream } from "@plimsoll/ml";
 *
 * const stream = technicalStream({ include: ["sma-3", "roc-1"] });
 * for (const close of [10, 11, 12]) stream.update({ close });
 * const saved = JSON.stringify(stream);
 *
 * const resumed = resumeTechnicalStream(JSON.parse(saved));
 * console.log(resumed.names, resumed.update({ close: 15 })); // [ 'sma-3', 'roc-1' ] Float64Array(2) [ 12.666666666666666, 25 ]
 * ```
 */
export function technicalStream(options: Pick<TechnicalOptions, "include"> = {}): FeatureStream<Bar> {
  return FeatureStream.start(technicalFamily, options.include);
}

/** Goes on from a saved stream, identically. Throws `INVALID_INPUT` for what is none. */
export function resumeTechnicalStream(json: unknown): FeatureStream<Bar> {
  return FeatureStream.resume(technicalFamily, json);
}
