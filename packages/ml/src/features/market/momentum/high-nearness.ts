import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import type { Windowed } from "../parameters.ts";

/** Close over the highest high of `window` rows: `"high-nearness-252"` is nearness to the 52-week high. */
export const highNearness: Feature<MarketRow, "high-nearness", Windowed> = overWindow<"high-nearness", Windowed>({
  kind: "high-nearness",
  title: "Close over the highest high of a window",
  source: "George & Hwang (2004)",
  parameters: { window: count(252, 1) },
  inputs: ["high", "close"],
  size: ({ window }) => window,
  width: 2,
  needsBefore: false,
  enter: ({ high, close }, _before, values, at) => {
    values[at] = high;
    values[at + 1] = close;
  },
  statistic: ({ values, newest }) => {
    let highest = 0;
    for (let i = 0; i < values.length; i += 2) highest = Math.max(highest, values[i]!);
    return values[newest + 1]! / highest;
  },
});
