import type { Feature } from "../feature.ts";
import { ofRow } from "../point-in-time/of-row.ts";
import type { MacroRow } from "./macro-row.ts";

type Macro<Kind extends string> = Feature<MacroRow, Kind>;

/** Ten-year yield less three-month rate: `"term-spread"`. */
export const termSpread: Macro<"term-spread"> = ofRow<MacroRow, "term-spread">({
  kind: "term-spread",
  title: "Ten-year yield less three-month rate",
  source: "Estrella & Hardouvelis (1991)",
  inputs: ["tenYearYield", "shortRate"],
  value: ({ tenYearYield, shortRate }) => tenYearYield - shortRate,
});

/** Ten-year less two-year yield: `"ten-two-spread"`. */
export const tenTwoSpread: Macro<"ten-two-spread"> = ofRow<MacroRow, "ten-two-spread">({
  kind: "ten-two-spread",
  title: "Ten-year less two-year yield",
  source: "slope of the curve",
  inputs: ["tenYearYield", "twoYearYield"],
  value: ({ tenYearYield, twoYearYield }) => tenYearYield - twoYearYield,
});

/** Twice the two-year yield less three months and ten years: `"curvature"`. */
export const curvature: Macro<"curvature"> = ofRow<MacroRow, "curvature">({
  kind: "curvature",
  title: "Twice the two-year yield less three months and ten years",
  source: "Diebold & Li (2006), empirical curvature",
  inputs: ["shortRate", "twoYearYield", "tenYearYield"],
  value: ({ shortRate, twoYearYield, tenYearYield }) => 2 * twoYearYield - shortRate - tenYearYield,
});

/** Low-grade less high-grade corporate yield: `"credit-spread"`. */
export const creditSpread: Macro<"credit-spread"> = ofRow<MacroRow, "credit-spread">({
  kind: "credit-spread",
  title: "Low-grade less high-grade corporate yield",
  source: "default spread, Fama & French (1989)",
  inputs: ["lowGradeYield", "highGradeYield"],
  value: ({ lowGradeYield, highGradeYield }) => lowGradeYield - highGradeYield,
});

/** Low-grade corporate less ten-year government yield: `"corporate-spread"`. */
export const corporateSpread: Macro<"corporate-spread"> = ofRow<MacroRow, "corporate-spread">({
  kind: "corporate-spread",
  title: "Low-grade corporate less ten-year government yield",
  source: "Gilchrist & Zakrajsek (2012), aggregate",
  inputs: ["lowGradeYield", "tenYearYield"],
  value: ({ lowGradeYield, tenYearYield }) => lowGradeYield - tenYearYield,
});

/** Ten-year yield less inflation-linked yield: `"breakeven-inflation"`. */
export const breakeven: Macro<"breakeven-inflation"> = ofRow<MacroRow, "breakeven-inflation">({
  kind: "breakeven-inflation",
  title: "Ten-year yield less inflation-linked yield",
  source: "Fisher (1930)",
  inputs: ["tenYearYield", "realYield"],
  value: ({ tenYearYield, realYield }) => tenYearYield - realYield,
});
