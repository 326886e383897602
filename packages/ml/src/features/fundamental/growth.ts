import type { Feature } from "../feature.ts";
import { ofRow, overPositive } from "../point-in-time/of-row.ts";
import type { FundamentalRow } from "./fundamental-row.ts";

type Ratio<Kind extends string> = Feature<FundamentalRow, Kind>;

/** Revenue of twelve months over that of a year ago, less 1: `"revenue-growth"`. */
export const revenueGrowth: Ratio<"revenue-growth"> = ofRow<FundamentalRow, "revenue-growth">({
  kind: "revenue-growth",
  title: "Revenue of twelve months over that of a year ago, less 1",
  source: "Lakonishok, Shleifer & Vishny (1994)",
  inputs: ["revenue", "revenueYearAgo"],
  value: ({ revenue, revenueYearAgo }) => overPositive(revenue, revenueYearAgo) - 1,
});

/** Change of net income over a year, over its size a year ago; NaN where that was 0: `"earnings-growth"`. */
export const earningsGrowth: Ratio<"earnings-growth"> = ofRow<FundamentalRow, "earnings-growth">({
  kind: "earnings-growth",
  title: "Change of net income over a year, over its size a year ago; NaN where that was 0",
  source: "standard, signed by the change",
  inputs: ["netIncome", "netIncomeYearAgo"],
  value: ({ netIncome, netIncomeYearAgo }) => overPositive(netIncome - netIncomeYearAgo, Math.abs(netIncomeYearAgo)),
});

/** Total assets over those of a year ago, less 1: `"asset-growth"`. */
export const assetGrowth: Ratio<"asset-growth"> = ofRow<FundamentalRow, "asset-growth">({
  kind: "asset-growth",
  title: "Total assets over those of a year ago, less 1",
  source: "Cooper, Gulen & Schill (2008)",
  inputs: ["totalAssets", "totalAssetsYearAgo"],
  value: ({ totalAssets, totalAssetsYearAgo }) => overPositive(totalAssets, totalAssetsYearAgo) - 1,
});

/** Log of shares over those of a year ago: `"share-issuance"`. */
export const shareIssuance: Ratio<"share-issuance"> = ofRow<FundamentalRow, "share-issuance">({
  kind: "share-issuance",
  title: "Log of shares over those of a year ago",
  source: "Pontiff & Woodgate (2008)",
  inputs: ["shares", "sharesYearAgo"],
  value: ({ shares, sharesYearAgo }) => Math.log(overPositive(shares, sharesYearAgo)),
});
