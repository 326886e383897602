import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import type { Windowed } from "../parameters.ts";
import { meanOf } from "../sums.ts";

/** Mean log return from the close before to the open: `"overnight-return-21"`. */
export const overnightReturn: Feature<MarketRow, "overnight-return", Windowed> = overWindow<
  "overnight-return",
  Windowed
>({
  kind: "overnight-return",
  title: "Mean log return from close to open",
  source: "Lou, Polk & Skouras (2019)",
  parameters: { window: count(1, 1) },
  inputs: ["open", "close"],
  size: ({ window }) => window,
  needsBefore: true,
  enter: ({ open }, before, values, at) => {
    values[at] = Math.log(open / before.close);
  },
  statistic: (window) => meanOf(window),
});

/** Mean log return from open to close: `"intraday-return-21"`. */
export const intradayReturn: Feature<MarketRow, "intraday-return", Windowed> = overWindow<"intraday-return", Windowed>({
  kind: "intraday-return",
  title: "Mean log return from open to close",
  source: "Lou, Polk & Skouras (2019)",
  parameters: { window: count(1, 1) },
  inputs: ["open", "close"],
  size: ({ window }) => window,
  needsBefore: false,
  enter: ({ open, close }, _before, values, at) => {
    values[at] = Math.log(close / open);
  },
  statistic: (window) => meanOf(window),
});
