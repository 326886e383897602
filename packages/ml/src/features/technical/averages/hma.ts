import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Hull moving average: `"hma-20"`. */
export const hma: Feature<Bar, "hma", Windowed> = windowed({
  kind: "hma",
  title: "Hull moving average",
  source: "Hull (2005), TA-Lib HMA",
  window: count(20, 1),
  lookback: (window) => averageLookback("hma", window),
  memory: "window",
  series: (window) => makeAverage("hma", window),
});
