import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import type { Windowed } from "../parameters.ts";
import { meanOf } from "../sums.ts";

const three = 3 - 2 * Math.SQRT2;

/**
 * Bid-ask spread, a share of the price, from highs and lows of two rows: `"corwin-schultz-21"`. Ranges are moved over the
 * gap where the close before lies outside; negative estimates of a pair count as 0; the mean of `window` pairs.
 */
export const corwinSchultz: Feature<MarketRow, "corwin-schultz", Windowed> = overWindow<"corwin-schultz", Windowed>({
  kind: "corwin-schultz",
  title: "Bid-ask spread from highs and lows",
  source: "Corwin & Schultz (2012)",
  parameters: { window: count(21, 1) },
  inputs: ["high", "low", "close"],
  size: ({ window }) => window,
  needsBefore: true,
  enter: (row, before, values, at) => {
    const gap = Math.max(0, row.low - before.close) + Math.min(0, row.high - before.close);
    const [high, low] = [row.high - gap, row.low - gap];
    const sum = Math.log(row.high / row.low) ** 2 + Math.log(before.high / before.low) ** 2;
    const both = Math.log(Math.max(high, before.high) / Math.min(low, before.low)) ** 2;
    const alpha = (Math.sqrt(2 * sum) - Math.sqrt(sum)) / three - Math.sqrt(both / three);
    values[at] = Math.max(0, (2 * Math.expm1(alpha)) / (1 + Math.exp(alpha)));
  },
  statistic: (window) => meanOf(window),
});

/** Bid-ask spread, a share of the price, from closes and mid-ranges, 2 sqrt(max(0, mean((c - m)(c - m next)))): `"abdi-ranaldo-21"`. */
export const abdiRanaldo: Feature<MarketRow, "abdi-ranaldo", Windowed> = overWindow<"abdi-ranaldo", Windowed>({
  kind: "abdi-ranaldo",
  title: "Bid-ask spread from closes, highs and lows",
  source: "Abdi & Ranaldo (2017)",
  parameters: { window: count(21, 1) },
  inputs: ["high", "low", "close"],
  size: ({ window }) => window,
  needsBefore: true,
  enter: (row, before, values, at) => {
    const close = Math.log(before.close);
    const middle = Math.log(before.high * before.low) / 2;
    values[at] = (close - middle) * (close - Math.log(row.high * row.low) / 2);
  },
  statistic: (window) => 2 * Math.sqrt(Math.max(0, meanOf(window))),
});
