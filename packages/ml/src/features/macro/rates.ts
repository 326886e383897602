import type { Feature } from "../feature.ts";
import { ofRow, overPositive } from "../point-in-time/of-row.ts";
import type { MacroRow } from "./macro-row.ts";

type Macro<Kind extends string> = Feature<MacroRow, Kind>;

/** Policy rate: `"policy-rate"`. */
export const policyRate: Macro<"policy-rate"> = ofRow<MacroRow, "policy-rate">({
  kind: "policy-rate",
  title: "Policy rate",
  source: "central bank",
  inputs: ["policyRate"],
  value: ({ policyRate }) => policyRate,
});

/** Three-month rate: `"short-rate"`. */
export const shortRate: Macro<"short-rate"> = ofRow<MacroRow, "short-rate">({
  kind: "short-rate",
  title: "Three-month rate",
  source: "Ang & Bekaert (2007)",
  inputs: ["shortRate"],
  value: ({ shortRate }) => shortRate,
});

/** Ten-year yield: `"long-rate"`. */
export const longRate: Macro<"long-rate"> = ofRow<MacroRow, "long-rate">({
  kind: "long-rate",
  title: "Ten-year yield",
  source: "government bonds",
  inputs: ["tenYearYield"],
  value: ({ tenYearYield }) => tenYearYield,
});

/** Three-month rate less inflation over a year: `"real-rate"`. */
export const realRate: Macro<"real-rate"> = ofRow<MacroRow, "real-rate">({
  kind: "real-rate",
  title: "Three-month rate less inflation over a year",
  source: "Fisher (1930), ex post",
  inputs: ["shortRate", "priceIndex", "priceIndexYearAgo"],
  value: ({ shortRate, priceIndex, priceIndexYearAgo }) =>
    shortRate - (overPositive(priceIndex, priceIndexYearAgo) - 1),
});
