import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import { checkSkip, type Skipped, skipped, type Windowed } from "../parameters.ts";

/** Minus the return of the last `window` rows: `"short-term-reversal-21"`. */
export const shortTermReversal: Feature<MarketRow, "short-term-reversal", Windowed> = overWindow<
  "short-term-reversal",
  Windowed
>({
  kind: "short-term-reversal",
  title: "Minus the return of the last month",
  source: "Jegadeesh (1990)",
  parameters: { window: count(21, 1) },
  inputs: ["close"],
  size: ({ window }) => window + 1,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = close;
  },
  statistic: (window) => 1 - window.values[window.newest]! / window.values[window.at(window.size - 1)]!,
});

/** Minus the return over `window` rows without the last `skip`: `"long-term-reversal-1260-252"` is five years without the last. */
export const longTermReversal: Feature<MarketRow, "long-term-reversal", Skipped> = overWindow<
  "long-term-reversal",
  Skipped
>({
  kind: "long-term-reversal",
  title: "Minus the return of five years without the last",
  source: "De Bondt & Thaler (1985)",
  parameters: skipped(1260, 252),
  check: checkSkip,
  inputs: ["close"],
  size: ({ window }) => window + 1,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = close;
  },
  statistic: (window, { skip }) => 1 - window.values[window.at(skip)]! / window.values[window.at(window.size - 1)]!,
});

/** Largest simple return of one row among `window`: `"maximum-return-21"`. */
export const maximumReturn: Feature<MarketRow, "maximum-return", Windowed> = overWindow<"maximum-return", Windowed>({
  kind: "maximum-return",
  title: "Largest return of a row in a window (MAX)",
  source: "Bali, Cakici & Whitelaw (2011)",
  parameters: { window: count(21, 1) },
  inputs: ["close"],
  size: ({ window }) => window,
  needsBefore: true,
  enter: ({ close }, before, values, at) => {
    values[at] = close / before.close - 1;
  },
  statistic: ({ values }) => {
    let largest = -Infinity;
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]!);
    return largest;
  },
});
