import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { averageLookback, makeAverage } from "./average-kind.ts";

/** Kaufman's adaptive moving average: `"kama-30"`. */
export const kama: Feature<Bar, "kama", Windowed> = windowed({
  kind: "kama",
  title: "Kaufman's adaptive moving average",
  source: "Kaufman (1995), TA-Lib KAMA",
  window: count(30, 1),
  lookback: (window) => averageLookback("kama", window),
  memory: "fading",
  series: (window) => makeAverage("kama", window),
});
