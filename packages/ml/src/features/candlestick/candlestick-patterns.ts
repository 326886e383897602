import { computeFeatures, type FeatureOptions } from "../compute-features.ts";
import { FeatureStream } from "../feature-stream.ts";
import type { FeatureTable } from "../feature-table.ts";
import type { Bar } from "../technical/bar.ts";
import { readBars, type BarInput } from "../technical/read-bars.ts";
import { candlestickFamily } from "./table.ts";

/** A candlestick pattern as plain JSON. */
export interface CandlestickPattern {
  readonly kind: string;
  /** Share of the earlier body that the last close goes into, where the pattern has one. */
  readonly penetration?: number | undefined;
}

/** Which patterns, and what to do where there are too few bars. */
export interface CandlestickOptions extends FeatureOptions {
  /** Names such as `"engulfing"`, `"morning-star-0.5"`, or objects. @defaultValue every pattern */
  readonly include?: readonly (string | CandlestickPattern)[] | undefined;
}

/**
 * Candlestick patterns of one asset as a named table: the 61 of TA-Lib, with its defaults of what is long, short, near and equal.
 *
 * 100 says that the pattern, complete at this bar, is read as a rise to come, -100 a fall, 80 and -80 that bodies only touch, 200 and -200
 * that a hikkake is confirmed, 0 that it is not there. NaN, errors and `bars` as in {@link technicalFeatures}.
 *
 * @example
 * ```ts
 * import { candlestickPatterns } from "@plimsoll/ml";
 *
 * const bars = [
 *   { open: 10, high: 10.2, low: 9.4, close: 9.5 },
 *   { open: 9.6, high: 9.8, low: 9.1, close: 9.2 },
 *   { open: 9.0, high: 9.9, low: 8.9, close: 9.8 },
 * ];
 * console.log(candlestickPatterns(bars, { include: ["engulfing"] }).column("engulfing")[2]); // 100
 * ```
 */
export function candlestickPatterns(bars: BarInput, options: CandlestickOptions = {}): FeatureTable {
  return computeFeatures(candlestickFamily, readBars(bars), options.include, options);
}

/** Candlestick patterns bar by bar, identical to {@link candlestickPatterns}; saved and resumed as JSON. */
export function candlestickStream(options: Pick<CandlestickOptions, "include"> = {}): FeatureStream<Bar> {
  return FeatureStream.start(candlestickFamily, options.include);
}

/** Goes on from a saved stream, identically. Throws `INVALID_INPUT` for what is none. */
export function resumeCandlestickStream(json: unknown): FeatureStream<Bar> {
  return FeatureStream.resume(candlestickFamily, json);
}
