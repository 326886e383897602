import type { Feature } from "../feature.ts";
import { ofRow, overPositive } from "../point-in-time/of-row.ts";
import type { FundamentalRow } from "./fundamental-row.ts";

type Ratio<Kind extends string> = Feature<FundamentalRow, Kind>;

/** Gross profit over total assets: `"gross-profitability"`. */
export const grossProfitability: Ratio<"gross-profitability"> = ofRow<FundamentalRow, "gross-profitability">({
  kind: "gross-profitability",
  title: "Gross profit over total assets",
  source: "Novy-Marx (2013)",
  inputs: ["grossProfit", "totalAssets"],
  value: ({ grossProfit, totalAssets }) => overPositive(grossProfit, totalAssets),
});

/** Gross profit over revenue: `"gross-margin"`. */
export const grossMargin: Ratio<"gross-margin"> = ofRow<FundamentalRow, "gross-margin">({
  kind: "gross-margin",
  title: "Gross profit over revenue",
  source: "DuPont analysis",
  inputs: ["grossProfit", "revenue"],
  value: ({ grossProfit, revenue }) => overPositive(grossProfit, revenue),
});

/** Operating income over revenue: `"operating-margin"`. */
export const operatingMargin: Ratio<"operating-margin"> = ofRow<FundamentalRow, "operating-margin">({
  kind: "operating-margin",
  title: "Operating income over revenue",
  source: "DuPont analysis",
  inputs: ["operatingIncome", "revenue"],
  value: ({ operatingIncome, revenue }) => overPositive(operatingIncome, revenue),
});

/** Net income over revenue: `"net-margin"`. */
export const netMargin: Ratio<"net-margin"> = ofRow<FundamentalRow, "net-margin">({
  kind: "net-margin",
  title: "Net income over revenue",
  source: "DuPont analysis",
  inputs: ["netIncome", "revenue"],
  value: ({ netIncome, revenue }) => overPositive(netIncome, revenue),
});

/** Revenue over total assets: `"asset-turnover"`. */
export const assetTurnover: Ratio<"asset-turnover"> = ofRow<FundamentalRow, "asset-turnover">({
  kind: "asset-turnover",
  title: "Revenue over total assets",
  source: "DuPont analysis",
  inputs: ["revenue", "totalAssets"],
  value: ({ revenue, totalAssets }) => overPositive(revenue, totalAssets),
});

/** Net income less operating cash flow, over total assets: `"accruals"`. */
export const accruals: Ratio<"accruals"> = ofRow<FundamentalRow, "accruals">({
  kind: "accruals",
  title: "Net income less operating cash flow, over total assets",
  source: "Sloan (1996), from the cash-flow statement",
  inputs: ["netIncome", "operatingCashFlow", "totalAssets"],
  value: ({ netIncome, operatingCashFlow, totalAssets }) => overPositive(netIncome - operatingCashFlow, totalAssets),
});

/** Dividends over net income; NaN for a loss: `"payout-ratio"`. */
export const payoutRatio: Ratio<"payout-ratio"> = ofRow<FundamentalRow, "payout-ratio">({
  kind: "payout-ratio",
  title: "Dividends over net income; NaN for a loss",
  source: "Lintner (1956)",
  inputs: ["dividends", "netIncome"],
  value: ({ dividends, netIncome }) => overPositive(dividends, netIncome),
});
