import type { Feature } from "../feature.ts";
import { ofRow, overPositive } from "../point-in-time/of-row.ts";
import type { FundamentalRow } from "./fundamental-row.ts";

type Ratio<Kind extends string> = Feature<FundamentalRow, Kind>;

/** Debt over equity; NaN for equity that is not above 0: `"debt-to-equity"`. */
export const debtToEquity: Ratio<"debt-to-equity"> = ofRow<FundamentalRow, "debt-to-equity">({
  kind: "debt-to-equity",
  title: "Debt over equity; NaN for equity that is not above 0",
  source: "Bhandari (1988)",
  inputs: ["totalDebt", "equity"],
  value: ({ totalDebt, equity }) => overPositive(totalDebt, equity),
});

/** Debt over total assets: `"debt-to-assets"`. */
export const debtToAssets: Ratio<"debt-to-assets"> = ofRow<FundamentalRow, "debt-to-assets">({
  kind: "debt-to-assets",
  title: "Debt over total assets",
  source: "leverage",
  inputs: ["totalDebt", "totalAssets"],
  value: ({ totalDebt, totalAssets }) => overPositive(totalDebt, totalAssets),
});

/** Debt less cash over operating income before depreciation; NaN where that is not above 0: `"net-debt-to-ebitda"`. */
export const netDebtToEbitda: Ratio<"net-debt-to-ebitda"> = ofRow<FundamentalRow, "net-debt-to-ebitda">({
  kind: "net-debt-to-ebitda",
  title: "Debt less cash over operating income before depreciation; NaN where that is not above 0",
  source: "leverage",
  inputs: ["totalDebt", "cash", "operatingIncome", "depreciation"],
  value: ({ totalDebt, cash, operatingIncome, depreciation }) =>
    overPositive(totalDebt - cash, operatingIncome + depreciation),
});

/** Operating income over interest; NaN without interest: `"interest-coverage"`. */
export const interestCoverage: Ratio<"interest-coverage"> = ofRow<FundamentalRow, "interest-coverage">({
  kind: "interest-coverage",
  title: "Operating income over interest; NaN without interest",
  source: "Altman (1968)",
  inputs: ["operatingIncome", "interestExpense"],
  value: ({ operatingIncome, interestExpense }) => overPositive(operatingIncome, interestExpense),
});

/** Current assets over current liabilities: `"current-ratio"`. */
export const currentRatio: Ratio<"current-ratio"> = ofRow<FundamentalRow, "current-ratio">({
  kind: "current-ratio",
  title: "Current assets over current liabilities",
  source: "liquidity of a balance sheet",
  inputs: ["currentAssets", "currentLiabilities"],
  value: ({ currentAssets, currentLiabilities }) => overPositive(currentAssets, currentLiabilities),
});

/** Current assets less inventory over current liabilities: `"quick-ratio"`. */
export const quickRatio: Ratio<"quick-ratio"> = ofRow<FundamentalRow, "quick-ratio">({
  kind: "quick-ratio",
  title: "Current assets less inventory over current liabilities",
  source: "liquidity of a balance sheet",
  inputs: ["currentAssets", "inventory", "currentLiabilities"],
  value: ({ currentAssets, inventory, currentLiabilities }) =>
    overPositive(currentAssets - inventory, currentLiabilities),
});
