import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import type { Windowed } from "../parameters.ts";

/** Simple return over `window` rows: `"return-5"`. */
export const simpleReturn: Feature<MarketRow, "return", Windowed> = overWindow<"return", Windowed>({
  kind: "return",
  title: "Simple return over a window",
  source: "close_t / close_(t - window) - 1",
  parameters: { window: count(1, 1) },
  inputs: ["close"],
  size: ({ window }) => window + 1,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = close;
  },
  statistic: (window) => window.values[window.newest]! / window.values[window.at(window.size - 1)]! - 1,
});

/** Log return over `window` rows: `"log-return-5"`. */
export const logReturn: Feature<MarketRow, "log-return", Windowed> = overWindow<"log-return", Windowed>({
  kind: "log-return",
  title: "Log return over a window",
  source: "ln(close_t / close_(t - window))",
  parameters: { window: count(1, 1) },
  inputs: ["close"],
  size: ({ window }) => window + 1,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = close;
  },
  statistic: (window) => Math.log(window.values[window.newest]! / window.values[window.at(window.size - 1)]!),
});

/** Simple return over `window` rows beyond that of the market: `"excess-return-5"`. */
export const excessReturn: Feature<MarketRow, "excess-return", Windowed> = overWindow<"excess-return", Windowed>({
  kind: "excess-return",
  title: "Return beyond that of the market over a window",
  source: "market-adjusted return, Campbell, Lo & MacKinlay (1997), section 4.3",
  parameters: { window: count(1, 1) },
  inputs: ["close", "market"],
  size: ({ window }) => window + 1,
  width: 2,
  needsBefore: false,
  enter: ({ close, market }, _before, values, at) => {
    values[at] = close;
    values[at + 1] = market;
  },
  statistic: (window) => {
    const { values, newest } = window;
    const oldest = window.at(window.size - 1);
    return values[newest]! / values[oldest]! - values[newest + 1]! / values[oldest + 1]!;
  },
});
