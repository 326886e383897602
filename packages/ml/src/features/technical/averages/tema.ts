import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Triple exponential moving average: `"tema-30"`. */
export const tema: Feature<Bar, "tema", Windowed> = windowed({
  kind: "tema",
  title: "Triple exponential moving average",
  source: "Mulloy (1994), TA-Lib TEMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("tema", window),
  memory: "fading",
  series: (window) => makeAverage("tema", window),
});
