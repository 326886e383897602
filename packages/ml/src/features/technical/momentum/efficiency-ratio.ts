import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import { EfficiencyRatio } from "../averages/kaufman-average.ts";

/** Kaufman's efficiency ratio: net way over way made, from 0 (noise) to 1 (straight, also without any move): `"efficiency-ratio-10"`. */
export const efficiencyRatio: Feature<Bar, "efficiency-ratio", Windowed> = windowed({
  kind: "efficiency-ratio",
  title: "Kaufman's efficiency ratio",
  source: "Kaufman (1995), TA-Lib ER",
  window: count(10, 1),
  lookback: (window) => window,
  memory: "window",
  series: (window) => new EfficiencyRatio(window),
});
