import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type WindowOnly } from "../of-bar.ts";
import { AverageTrueRange } from "./average-true-range.ts";

/** Average true range: `"atr-14"`. */
export const atr: Feature<Bar, "atr", WindowOnly> = ofBars({
  kind: "atr",
  title: "Average true range",
  source: "Wilder (1978), TA-Lib ATR",
  window: count(14, 1),
  inputs: ["high", "low", "close"],
  lookback: (window) => window,
  memory: "fading",
  series: (window) => new AverageTrueRange(window),
});
