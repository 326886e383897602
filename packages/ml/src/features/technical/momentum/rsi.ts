import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { RelativeStrength } from "./relative-strength.ts";

/** Relative strength index, from 0 to 100; 0 without any move: `"rsi-14"`. */
export const rsi: Feature<Bar, "rsi", Windowed> = windowed({
  kind: "rsi",
  title: "Relative strength index",
  source: "Wilder (1978), TA-Lib RSI",
  window: count(14, 2),
  lookback: (window) => window,
  memory: "fading",
  series: (window) => new RelativeStrength(window),
});
