import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Weighted moving average: `"wma-30"`. */
export const wma: Feature<Bar, "wma", Windowed> = windowed({
  kind: "wma",
  title: "Weighted moving average",
  source: "TA-Lib WMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("wma", window),
  memory: "window",
  series: (window) => makeAverage("wma", window),
});
