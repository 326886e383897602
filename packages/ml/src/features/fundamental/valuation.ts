import type { Feature } from "../feature.ts";
import { ofRow, overPositive } from "../point-in-time/of-row.ts";
import type { FundamentalRow } from "./fundamental-row.ts";

type Ratio<Kind extends string> = Feature<FundamentalRow, Kind>;

/** Price times shares, in money: `"market-capitalisation"`. */
export const marketCapitalisation: Ratio<"market-capitalisation"> = ofRow<FundamentalRow, "market-capitalisation">({
  kind: "market-capitalisation",
  title: "Price times shares, in money",
  source: "size, Banz (1981)",
  inputs: ["price", "shares"],
  value: ({ price, shares }) => price * shares,
});

/** Market capitalisation over earnings of twelve months; NaN for a loss: `"price-to-earnings"`. */
export const priceToEarnings: Ratio<"price-to-earnings"> = ofRow<FundamentalRow, "price-to-earnings">({
  kind: "price-to-earnings",
  title: "Market capitalisation over earnings of twelve months; NaN for a loss",
  source: "Basu (1977)",
  inputs: ["price", "shares", "netIncome"],
  value: ({ price, shares, netIncome }) => overPositive(price * shares, netIncome),
});

/** Earnings of twelve months over market capitalisation: `"earnings-yield"`. */
export const earningsYield: Ratio<"earnings-yield"> = ofRow<FundamentalRow, "earnings-yield">({
  kind: "earnings-yield",
  title: "Earnings of twelve months over market capitalisation",
  source: "Basu (1977)",
  inputs: ["price", "shares", "netIncome"],
  value: ({ price, shares, netIncome }) => netIncome / (price * shares),
});

/** Market capitalisation over equity; NaN for equity that is not above 0: `"price-to-book"`. */
export const priceToBook: Ratio<"price-to-book"> = ofRow<FundamentalRow, "price-to-book">({
  kind: "price-to-book",
  title: "Market capitalisation over equity; NaN for equity that is not above 0",
  source: "Rosenberg, Reid & Lanstein (1985)",
  inputs: ["price", "shares", "equity"],
  value: ({ price, shares, equity }) => overPositive(price * shares, equity),
});

/** Equity over market capitalisation: `"book-to-market"`. */
export const bookToMarket: Ratio<"book-to-market"> = ofRow<FundamentalRow, "book-to-market">({
  kind: "book-to-market",
  title: "Equity over market capitalisation",
  source: "Fama & French (1992)",
  inputs: ["price", "shares", "equity"],
  value: ({ price, shares, equity }) => equity / (price * shares),
});

/** Market capitalisation over revenue of twelve months: `"price-to-sales"`. */
export const priceToSales: Ratio<"price-to-sales"> = ofRow<FundamentalRow, "price-to-sales">({
  kind: "price-to-sales",
  title: "Market capitalisation over revenue of twelve months",
  source: "Barbee, Mukherji & Raines (1996)",
  inputs: ["price", "shares", "revenue"],
  value: ({ price, shares, revenue }) => overPositive(price * shares, revenue),
});

/** Market capitalisation over operating cash flow of twelve months; NaN where that is not above 0: `"price-to-cash-flow"`. */
export const priceToCashFlow: Ratio<"price-to-cash-flow"> = ofRow<FundamentalRow, "price-to-cash-flow">({
  kind: "price-to-cash-flow",
  title: "Market capitalisation over operating cash flow of twelve months; NaN where that is not above 0",
  source: "Lakonishok, Shleifer & Vishny (1994)",
  inputs: ["price", "shares", "operatingCashFlow"],
  value: ({ price, shares, operatingCashFlow }) => overPositive(price * shares, operatingCashFlow),
});

/** Operating cash flow less capital expenditure, over market capitalisation: `"free-cash-flow-yield"`. */
export const freeCashFlowYield: Ratio<"free-cash-flow-yield"> = ofRow<FundamentalRow, "free-cash-flow-yield">({
  kind: "free-cash-flow-yield",
  title: "Operating cash flow less capital expenditure, over market capitalisation",
  source: "Lakonishok, Shleifer & Vishny (1994)",
  inputs: ["price", "shares", "operatingCashFlow", "capitalExpenditure"],
  value: ({ price, shares, operatingCashFlow, capitalExpenditure }) =>
    (operatingCashFlow - capitalExpenditure) / (price * shares),
});

/** Dividends of twelve months over market capitalisation: `"dividend-yield"`. */
export const dividendYield: Ratio<"dividend-yield"> = ofRow<FundamentalRow, "dividend-yield">({
  kind: "dividend-yield",
  title: "Dividends of twelve months over market capitalisation",
  source: "Litzenberger & Ramaswamy (1979)",
  inputs: ["price", "shares", "dividends"],
  value: ({ price, shares, dividends }) => dividends / (price * shares),
});

/** Market capitalisation and net debt over operating income before depreciation; NaN where that is not above 0: `"enterprise-value-to-ebitda"`. */
export const enterpriseToEbitda: Ratio<"enterprise-value-to-ebitda"> = ofRow<
  FundamentalRow,
  "enterprise-value-to-ebitda"
>({
  kind: "enterprise-value-to-ebitda",
  title: "Market capitalisation and net debt over operating income before depreciation; NaN where that is not above 0",
  source: "Loughran & Wellman (2011)",
  inputs: ["price", "shares", "totalDebt", "cash", "operatingIncome", "depreciation"],
  value: ({ price, shares, totalDebt, cash, operatingIncome, depreciation }) =>
    overPositive(price * shares + totalDebt - cash, operatingIncome + depreciation),
});

/** Market capitalisation and net debt over revenue: `"enterprise-value-to-sales"`. */
export const enterpriseToSales: Ratio<"enterprise-value-to-sales"> = ofRow<FundamentalRow, "enterprise-value-to-sales">(
  {
    kind: "enterprise-value-to-sales",
    title: "Market capitalisation and net debt over revenue",
    source: "enterprise multiple",
    inputs: ["price", "shares", "totalDebt", "cash", "revenue"],
    value: ({ price, shares, totalDebt, cash, revenue }) => overPositive(price * shares + totalDebt - cash, revenue),
  },
);
