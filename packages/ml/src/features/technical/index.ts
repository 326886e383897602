export type { Bar, PriceSource } from "./bar.ts";
export type { BarColumns, BarInput, BarRow } from "./read-bars.ts";
export { technicalFamily, technicalTable, type TechnicalFeature } from "./table.ts";
export {
  resumeTechnicalStream,
  TechnicalFeatureSchema,
  technicalFeatures,
  type TechnicalOptions,
  technicalStream,
} from "./technical-features.ts";
