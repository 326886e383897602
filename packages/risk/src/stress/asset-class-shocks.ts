import type { SteppedScenario } from "./scenario.ts";

/** Returns of asset classes over a named window, for users without price history. */
export interface AssetClassTable {
  readonly description: string;
  readonly source: string;
  readonly convention: "calendar-year";
  /** Total return of each class in US dollars, with the fund it was measured on. */
  readonly returns: Readonly<Record<string, { readonly return: number; readonly fund: string }>>;
}

const source =
  "Total returns of the named exchange-traded funds over the calendar year, computed from prices " +
  "(golden table stress_windows_real_prices.json, cal2008 and cal2022); first to last trading day, dividends reinvested";

/** What asset classes did in two crises that were each other's opposite: in 2008 bonds protected, in 2022 they did not. */
export const assetClassShocks: {
  readonly "calendar-2008": AssetClassTable;
  readonly "calendar-2022": AssetClassTable;
} = Object.freeze({
  "calendar-2008": {
    description: "Recession and banking crisis: equities, property and commodities fall, government bonds rise",
    source,
    convention: "calendar-year",
    returns: {
      "us-equity": { return: -0.368, fund: "SPY" },
      "developed-equity": { return: -0.4103, fund: "EFA" },
      "emerging-equity": { return: -0.4888, fund: "EEM" },
      "us-bonds": { return: 0.079, fund: "AGG" },
      "long-treasuries": { return: 0.3395, fund: "TLT" },
      gold: { return: 0.0492, fund: "GLD" },
      commodities: { return: -0.318, fund: "DBC" },
      "real-estate": { return: -0.3698, fund: "VNQ" },
    },
  },
  "calendar-2022": {
    description: "Inflation and rising rates: equities and bonds fall together, commodities rise",
    source,
    convention: "calendar-year",
    returns: {
      "us-equity": { return: -0.1818, fund: "SPY" },
      "us-growth-equity": { return: -0.3258, fund: "QQQ" },
      "us-bonds": { return: -0.1302, fund: "AGG" },
      "intermediate-treasuries": { return: -0.1516, fund: "IEF" },
      "long-treasuries": { return: -0.3123, fund: "TLT" },
      "inflation-linked-bonds": { return: -0.1226, fund: "TIP" },
      "investment-grade-credit": { return: -0.1792, fund: "LQD" },
      "high-yield-credit": { return: -0.1098, fund: "HYG" },
      gold: { return: -0.0077, fund: "GLD" },
      commodities: { return: 0.1934, fund: "DBC" },
      "real-estate": { return: -0.2625, fund: "VNQ" },
    },
  },
});

/** The table as a scenario: one step an asset class. */
export function assetClassScenario(name: string, table: AssetClassTable): SteppedScenario {
  return {
    kind: "steps",
    name,
    description: `${table.description}. ${table.source}.`,
    steps: Object.entries(table.returns).map(([assetClass, { return: change }]) => ({
      filter: { kind: "attribute", attribute: "assetClass", values: [assetClass] },
      perturbation: { kind: "return", change },
    })),
  };
}
