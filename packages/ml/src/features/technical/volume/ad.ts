import type { Feature } from "../../feature.ts";
import type { Bar } from "../bar.ts";
import { ofBar } from "../of-bar.ts";
import { Accumulation } from "./accumulation.ts";

/** Accumulation and distribution line, the running sum of the money flow: `"ad"`. */
export const ad: Feature<Bar, "ad"> = ofBar({
  kind: "ad",
  title: "Accumulation and distribution line",
  source: "Chaikin, TA-Lib AD",
  parameters: {},
  inputs: ["high", "low", "close", "volume"],
  lookback: () => 0,
  memory: "cumulative",
  series: () => new Accumulation(),
});
