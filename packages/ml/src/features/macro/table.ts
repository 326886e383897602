import type { Feature, FeatureFamily, RequestOf } from "../feature.ts";
import { type MacroRow, macroSeriesNames } from "./macro-row.ts";
import { policyRate, shortRate, longRate, realRate } from "./rates.ts";
import { termSpread, tenTwoSpread, curvature, creditSpread, corporateSpread, breakeven } from "./spreads.ts";
import { inflation, growth, unemploymentRate, unemploymentChange } from "./economy.ts";
import { rateChange } from "./rate-change.ts";

/** A request for a macro feature, as JSON. */
export type MacroFeature =
  | RequestOf<typeof policyRate>
  | RequestOf<typeof shortRate>
  | RequestOf<typeof longRate>
  | RequestOf<typeof realRate>
  | RequestOf<typeof termSpread>
  | RequestOf<typeof tenTwoSpread>
  | RequestOf<typeof curvature>
  | RequestOf<typeof creditSpread>
  | RequestOf<typeof corporateSpread>
  | RequestOf<typeof breakeven>
  | RequestOf<typeof inflation>
  | RequestOf<typeof growth>
  | RequestOf<typeof unemploymentRate>
  | RequestOf<typeof unemploymentChange>
  | RequestOf<typeof rateChange>;

/** Every macro feature: names, tests and docs are made from this table. */
export const macroTable: readonly Feature<MacroRow>[] = Object.freeze([
  policyRate,
  shortRate,
  longRate,
  realRate,
  termSpread,
  tenTwoSpread,
  curvature,
  creditSpread,
  corporateSpread,
  breakeven,
  inflation,
  growth,
  unemploymentRate,
  unemploymentChange,
  rateChange,
]);

/** The family of macro features, which read {@link MacroRow}s. */
export const macroFamily: FeatureFamily<MacroRow> = {
  name: "macro",
  inputs: [...macroSeriesNames, "unemploymentYearAgo", "priceIndexYearAgo", "outputYearAgo"],
  features: macroTable,
};
