import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Wilder's smoothed moving average: `"rma-30"`. */
export const rma: Feature<Bar, "rma", Windowed> = windowed({
  kind: "rma",
  title: "Wilder's smoothed moving average",
  source: "Wilder (1978), TA-Lib RMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("rma", window),
  memory: "fading",
  series: (window) => makeAverage("rma", window),
});
