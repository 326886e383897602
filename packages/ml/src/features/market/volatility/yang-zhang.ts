import type { Feature } from "../../feature.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import { type Annualised, annualised } from "../parameters.ts";
import { meanOf, varianceOf } from "../sums.ts";

/**
 * Volatility a year that neither drift nor gaps bias: `"yang-zhang-21"`.
 *
 * var(o) + k var(c) + (1 - k) RS, o the log of open over the close before, c of close over open, RS Rogers-Satchell,
 * ddof 1, k = .34 / (1.34 + (n + 1) / (n - 1)).
 */
export const yangZhang: Feature<MarketRow, "yang-zhang", Annualised> = overWindow<"yang-zhang", Annualised>({
  kind: "yang-zhang",
  title: "Volatility a year that neither drift nor gaps bias",
  source: "Yang & Zhang (2000)",
  parameters: annualised(21, 2),
  inputs: ["open", "high", "low", "close"],
  size: ({ window }) => window,
  width: 3,
  needsBefore: true,
  enter: (row, before, values, at) => {
    const u = Math.log(row.high / row.open);
    const d = Math.log(row.low / row.open);
    const c = Math.log(row.close / row.open);
    values[at] = Math.log(row.open / before.close);
    values[at + 1] = c;
    values[at + 2] = u * (u - c) + d * (d - c);
  },
  statistic: (window, { periodsPerYear }) => {
    const n = window.size;
    const k = 0.34 / (1.34 + (n + 1) / (n - 1));
    const variance = varianceOf(window, 0) + k * varianceOf(window, 1) + (1 - k) * meanOf(window, 2);
    return Math.sqrt(Math.max(0, variance) * periodsPerYear);
  },
});
