import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Triangular moving average: `"trima-30"`. */
export const trima: Feature<Bar, "trima", Windowed> = windowed({
  kind: "trima",
  title: "Triangular moving average",
  source: "TA-Lib TRIMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("trima", window),
  memory: "window",
  series: (window) => makeAverage("trima", window),
});
