import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import type { Windowed } from "../parameters.ts";
import { meanOf } from "../sums.ts";

/** Mean |simple return| / (close x volume) of the last `window` rows with volume: `"amihud-21"`; per unit of money, so it is small. */
export const amihud: Feature<MarketRow, "amihud", Windowed> = overWindow<"amihud", Windowed>({
  kind: "amihud",
  title: "Return moved by a unit of money traded",
  source: "Amihud (2002)",
  parameters: { window: count(21, 1) },
  inputs: ["close", "volume"],
  size: ({ window }) => window,
  needsBefore: true,
  counts: ({ volume }) => volume > 0,
  enter: ({ close, volume }, before, values, at) => {
    values[at] = Math.abs(close / before.close - 1) / (close * volume);
  },
  statistic: (window) => meanOf(window),
});

/** Mean of close x volume: `"dollar-volume-21"`, in money. */
export const dollarVolume: Feature<MarketRow, "dollar-volume", Windowed> = overWindow<"dollar-volume", Windowed>({
  kind: "dollar-volume",
  title: "Mean value traded",
  source: "Brennan, Chordia & Subrahmanyam (1998)",
  parameters: { window: count(21, 1) },
  inputs: ["close", "volume"],
  size: ({ window }) => window,
  needsBefore: false,
  enter: ({ close, volume }, _before, values, at) => {
    values[at] = close * volume;
  },
  statistic: (window) => meanOf(window),
});

/** Share of rows whose close is that of the row before: `"zero-return-share-21"`. */
export const zeroReturnShare: Feature<MarketRow, "zero-return-share", Windowed> = overWindow<
  "zero-return-share",
  Windowed
>({
  kind: "zero-return-share",
  title: "Share of rows without a price change",
  source: "Lesmond, Ogden & Trzcinka (1999)",
  parameters: { window: count(21, 1) },
  inputs: ["close"],
  size: ({ window }) => window,
  needsBefore: true,
  enter: ({ close }, before, values, at) => {
    values[at] = close === before.close ? 1 : 0;
  },
  statistic: (window) => meanOf(window),
});
