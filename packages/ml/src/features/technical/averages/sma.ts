import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Simple moving average: `"sma-30"`. */
export const sma: Feature<Bar, "sma", Windowed> = windowed({
  kind: "sma",
  title: "Simple moving average",
  source: "TA-Lib SMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("sma", window),
  memory: "window",
  series: (window) => makeAverage("sma", window),
});
