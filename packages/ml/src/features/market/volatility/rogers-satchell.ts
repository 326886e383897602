import type { Feature } from "../../feature.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import { type Annualised, annualised } from "../parameters.ts";
import { meanOf } from "../sums.ts";

/** Volatility a year, mean(u (u - c) + d (d - c)) with u, d, c the logs of high, low, close over open: `"rogers-satchell-21"`. Drift leaves it unbiased. */
export const rogersSatchell: Feature<MarketRow, "rogers-satchell", Annualised> = overWindow<
  "rogers-satchell",
  Annualised
>({
  kind: "rogers-satchell",
  title: "Volatility a year that drift does not bias",
  source: "Rogers & Satchell (1991)",
  parameters: annualised(21, 1),
  inputs: ["open", "high", "low", "close"],
  size: ({ window }) => window,
  needsBefore: false,
  enter: (row, _before, values, at) => {
    const u = Math.log(row.high / row.open);
    const d = Math.log(row.low / row.open);
    const c = Math.log(row.close / row.open);
    values[at] = u * (u - c) + d * (d - c);
  },
  // rounding may leave a hair below 0
  statistic: (window, { periodsPerYear }) => Math.sqrt(Math.max(0, meanOf(window)) * periodsPerYear),
});
