import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Double exponential moving average: `"dema-30"`. */
export const dema: Feature<Bar, "dema", Windowed> = windowed({
  kind: "dema",
  title: "Double exponential moving average",
  source: "Mulloy (1994), TA-Lib DEMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("dema", window),
  memory: "fading",
  series: (window) => makeAverage("dema", window),
});
