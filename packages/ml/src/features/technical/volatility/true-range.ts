import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar } from "../of-bar.ts";
import { TrueRange } from "../rolling/true-range.ts";

/** True range: `"true-range"`. */
export const trueRange: Feature<Bar, "true-range"> = ofBar({
  kind: "true-range",
  title: "True range",
  source: "Wilder (1978), TA-Lib TRANGE",
  parameters: {},
  inputs: ["high", "low", "close"],
  lookback: () => 1,
  memory: "window",
  series: () => new TrueRange(),
});
