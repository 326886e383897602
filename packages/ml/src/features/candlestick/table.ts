import type { Feature, FeatureFamily } from "../feature.ts";
import type { Bar } from "../technical/bar.ts";
import { technicalFamily } from "../technical/table.ts";
import { hikkakes } from "./hikkake.ts";
import { moreCandles } from "./more-candles.ts";
import { oneCandle } from "./one-candle.ts";
import { threeCandles } from "./three-candles.ts";
import { twoCandles } from "./two-candles.ts";

/** Every candlestick pattern. */
export const candlestickTable: readonly Feature<Bar>[] = Object.freeze([
  ...oneCandle,
  ...twoCandles,
  ...threeCandles,
  ...moreCandles,
  ...hikkakes,
]);

/** The family of candlestick patterns, which read open, high, low and close of bars. */
export const candlestickFamily: FeatureFamily<Bar> = {
  ...technicalFamily,
  name: "candlestick",
  features: candlestickTable,
};
