import type * as z from "zod";
import { computeFeatures, type FeatureOptions } from "../compute-features.ts";
import { FeatureStream } from "../feature-stream.ts";
import type { FeatureTable } from "../feature-table.ts";
import { type BarInput, readBars } from "../technical/read-bars.ts";
import type { MarketRow } from "./market-row.ts";
import { marketFamily, type MarketFeature, marketTable } from "./table.ts";
import { requestsSchema } from "../point-in-time/requests-schema.ts";

/** Schema of {@link MarketFeature}: requests as JSON. */
export const MarketFeatureSchema: z.ZodType<MarketFeature> = requestsSchema<MarketFeature>(marketTable);

/** Options of {@link marketFeatures}. */
export interface MarketFeatureOptions extends FeatureOptions {
  /**
   * Names `<kind>-<parameters>`, such as `"price-momentum-252-21"`, `"yang-zhang-21"`, `"beta-252"`, or objects such as
   * `{ kind: "amihud", window: 21 }`. A name is the name of its column.
   * @defaultValue every feature with its default parameters
   */
  readonly include?: readonly (string | MarketFeature)[] | undefined;
  /** The level of the market at each bar, for beta, correlation and excess returns. */
  readonly market?: ArrayLike<number> | undefined;
}

/**
 * Returns, momentum, reversal, volatility from closes and ranges, beta, correlation and liquidity of one asset: bars x
 * features. Row t uses bars up to t only.
 *
 * `bars`, oldest first, as `technicalFeatures` reads them: prices above 0, adjusted for splits and dividends. A bar that lacks an input
 * of a feature gives NaN there, and that feature passes over it: its returns then span the gap.
 *
 * @throws `INVALID_INPUT` for unknown names (listing the nearest), bad parameters, prices that are not above 0, columns of
 * different lengths; `NOT_ENOUGH_DATA` where an included feature would have no value
 *
 * @example
 * ```ts
 * import { marketFeatures } from "@plimsoll/ml";
 *
 * const close = [100, 102, 101, 103, 105, 104];
 * const market = [50, 50.5, 50.25, 51, 51.5, 51];
 * const features = marketFeatures({ close }, { market, include: ["return-1", "beta-4", "price-momentum-4-1"] });
 * console.log(features.names.join(" ")); // return-1 beta-4 price-momentum-4-1
 * console.log([...features.row(5)].map((value) => value.toFixed(3)).join(" ")); // -0.010 1.396 0.029
 * ```
 */
export function marketFeatures(bars: BarInput, options: MarketFeatureOptions = {}): FeatureTable {
  const { market } = options;
  return computeFeatures(
    marketFamily,
    { ...readBars(bars), ...(market === undefined ? {} : { market }) },
    options.include,
    options,
  );
}

/**
 * Market features bar by bar: `update` gives, to the last bit, the row that {@link marketFeatures} gives.
 *
 * @example
 * ```ts
 * import { marketStream } from "@plimsoll/ml";
 *
 * const stream = marketStream({ include: ["return-1"] });
 * stream.update({ close: 100 });
 * console.log(stream.update({ close: 102 })[0].toFixed(2)); // 0.02
 * ```
 */
export function marketStream(options: Pick<MarketFeatureOptions, "include"> = {}): FeatureStream<MarketRow> {
  return FeatureStream.start(marketFamily, options.include);
}

/** Goes on from a saved stream, identically. Throws `INVALID_INPUT` for what is none. */
export function resumeMarketStream(json: unknown): FeatureStream<MarketRow> {
  return FeatureStream.resume(marketFamily, json);
}
