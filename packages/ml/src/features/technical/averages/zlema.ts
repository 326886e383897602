import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Zero-lag exponential moving average: `"zlema-30"`. */
export const zlema: Feature<Bar, "zlema", Windowed> = windowed({
  kind: "zlema",
  title: "Zero-lag exponential moving average",
  source: "Ehlers and Way (2010), TA-Lib ZLEMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("zlema", window),
  memory: "fading",
  series: (window) => makeAverage("zlema", window),
});
