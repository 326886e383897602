export {
  FundamentalFeatureSchema,
  fundamentalFeatures,
  type FundamentalOptions,
  fundamentalStream,
} from "./fundamental-features.ts";
export type { FundamentalRow } from "./fundamental-row.ts";
export { type FundamentalLag, type Fundamentals, fundamentalsAt, type Statement } from "./statement.ts";
export { fundamentalFamily, type FundamentalFeature, fundamentalTable } from "./table.ts";
