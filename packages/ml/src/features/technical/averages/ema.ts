import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Exponential moving average: `"ema-30"`. */
export const ema: Feature<Bar, "ema", Windowed> = windowed({
  kind: "ema",
  title: "Exponential moving average",
  source: "TA-Lib EMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("ema", window),
  memory: "fading",
  series: (window) => makeAverage("ema", window),
});
