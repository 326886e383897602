import type { Feature, FeatureFamily, RequestOf } from "../feature.ts";
import type { FundamentalRow } from "./fundamental-row.ts";
import { flowItems, stockItems } from "./statement.ts";
import {
  marketCapitalisation,
  priceToEarnings,
  earningsYield,
  priceToBook,
  bookToMarket,
  priceToSales,
  priceToCashFlow,
  freeCashFlowYield,
  dividendYield,
  enterpriseToEbitda,
  enterpriseToSales,
} from "./valuation.ts";
import { returnOnEquity, returnOnAssets } from "./returns-on-capital.ts";
import {
  grossProfitability,
  grossMargin,
  operatingMargin,
  netMargin,
  assetTurnover,
  accruals,
  payoutRatio,
} from "./quality.ts";
import { debtToEquity, debtToAssets, netDebtToEbitda, interestCoverage, currentRatio, quickRatio } from "./solvency.ts";
import { revenueGrowth, earningsGrowth, assetGrowth, shareIssuance } from "./growth.ts";

/** A request for a fundamental ratio, as JSON. */
export type FundamentalFeature =
  | RequestOf<typeof marketCapitalisation>
  | RequestOf<typeof priceToEarnings>
  | RequestOf<typeof earningsYield>
  | RequestOf<typeof priceToBook>
  | RequestOf<typeof bookToMarket>
  | RequestOf<typeof priceToSales>
  | RequestOf<typeof priceToCashFlow>
  | RequestOf<typeof freeCashFlowYield>
  | RequestOf<typeof dividendYield>
  | RequestOf<typeof enterpriseToEbitda>
  | RequestOf<typeof enterpriseToSales>
  | RequestOf<typeof returnOnEquity>
  | RequestOf<typeof returnOnAssets>
  | RequestOf<typeof grossProfitability>
  | RequestOf<typeof grossMargin>
  | RequestOf<typeof operatingMargin>
  | RequestOf<typeof netMargin>
  | RequestOf<typeof assetTurnover>
  | RequestOf<typeof accruals>
  | RequestOf<typeof payoutRatio>
  | RequestOf<typeof debtToEquity>
  | RequestOf<typeof debtToAssets>
  | RequestOf<typeof netDebtToEbitda>
  | RequestOf<typeof interestCoverage>
  | RequestOf<typeof currentRatio>
  | RequestOf<typeof quickRatio>
  | RequestOf<typeof revenueGrowth>
  | RequestOf<typeof earningsGrowth>
  | RequestOf<typeof assetGrowth>
  | RequestOf<typeof shareIssuance>;

/** Every fundamental ratio: names, tests and docs are made from this table. */
export const fundamentalTable: readonly Feature<FundamentalRow>[] = Object.freeze([
  marketCapitalisation,
  priceToEarnings,
  earningsYield,
  priceToBook,
  bookToMarket,
  priceToSales,
  priceToCashFlow,
  freeCashFlowYield,
  dividendYield,
  enterpriseToEbitda,
  enterpriseToSales,
  returnOnEquity,
  returnOnAssets,
  grossProfitability,
  grossMargin,
  operatingMargin,
  netMargin,
  assetTurnover,
  accruals,
  payoutRatio,
  debtToEquity,
  debtToAssets,
  netDebtToEbitda,
  interestCoverage,
  currentRatio,
  quickRatio,
  revenueGrowth,
  earningsGrowth,
  assetGrowth,
  shareIssuance,
]);

/** The family of fundamental ratios, which read {@link FundamentalRow}s. */
export const fundamentalFamily: FeatureFamily<FundamentalRow> = {
  name: "fundamental",
  inputs: [
    "price",
    ...flowItems,
    ...stockItems,
    "revenueYearAgo",
    "netIncomeYearAgo",
    "equityYearAgo",
    "totalAssetsYearAgo",
    "sharesYearAgo",
  ],
  features: fundamentalTable,
  checkRow: ({ price, shares }) => {
    if (price <= 0) return `price ${price} is not above 0`;
    return shares <= 0 ? `shares ${shares} are not above 0` : undefined;
  },
};
