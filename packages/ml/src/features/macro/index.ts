export { MacroFeatureSchema, macroFeatures, type MacroOptions, macroStream } from "./macro-features.ts";
export { macroAt, type MacroRow, type MacroSeries } from "./macro-row.ts";
export type { Publication, PublishedSeries } from "./publication.ts";
export { macroFamily, type MacroFeature, macroTable } from "./table.ts";
