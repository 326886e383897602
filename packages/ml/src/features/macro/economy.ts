import type { Feature } from "../feature.ts";
import { ofRow, overPositive } from "../point-in-time/of-row.ts";
import type { MacroRow } from "./macro-row.ts";

type Macro<Kind extends string> = Feature<MacroRow, Kind>;

/** Consumer prices over those of a year ago, less 1: `"inflation"`. */
export const inflation: Macro<"inflation"> = ofRow<MacroRow, "inflation">({
  kind: "inflation",
  title: "Consumer prices over those of a year ago, less 1",
  source: "price index",
  inputs: ["priceIndex", "priceIndexYearAgo"],
  value: ({ priceIndex, priceIndexYearAgo }) => overPositive(priceIndex, priceIndexYearAgo) - 1,
});

/** Real output over that of a year ago, less 1: `"growth"`. */
export const growth: Macro<"growth"> = ofRow<MacroRow, "growth">({
  kind: "growth",
  title: "Real output over that of a year ago, less 1",
  source: "national accounts",
  inputs: ["output", "outputYearAgo"],
  value: ({ output, outputYearAgo }) => overPositive(output, outputYearAgo) - 1,
});

/** Unemployed share of the labour force: `"unemployment-rate"`. */
export const unemploymentRate: Macro<"unemployment-rate"> = ofRow<MacroRow, "unemployment-rate">({
  kind: "unemployment-rate",
  title: "Unemployed share of the labour force",
  source: "labour statistics",
  inputs: ["unemployment"],
  value: ({ unemployment }) => unemployment,
});

/** Unemployment less that of a year ago: `"unemployment-change"`. */
export const unemploymentChange: Macro<"unemployment-change"> = ofRow<MacroRow, "unemployment-change">({
  kind: "unemployment-change",
  title: "Unemployment less that of a year ago",
  source: "labour statistics",
  inputs: ["unemployment", "unemploymentYearAgo"],
  value: ({ unemployment, unemploymentYearAgo }) => unemployment - unemploymentYearAgo,
});
