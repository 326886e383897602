export {
  MarketFeatureSchema,
  marketFeatures,
  type MarketFeatureOptions,
  marketStream,
  resumeMarketStream,
} from "./market-features.ts";
export type { MarketRow } from "./market-row.ts";
export { marketFamily, type MarketFeature, marketTable } from "./table.ts";
