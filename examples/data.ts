import { readFileSync } from "node:fs";
import { core } from "plimsoll";

function text(name: string): string {
  return readFileSync(new URL(`../data/${name}`, import.meta.resolve("vega-datasets")), "utf8");
}

/** Five US stocks, month by month from 2000 to 2010; GOOG begins in 2004. */
export function stocks(): core.PricePanel {
  return core.PricePanel.fromCsv(text("stocks.csv"), { file: "stocks.csv" });
}

/** The S&P 500, day by day from 2000 to 2020. */
export function sp500(): core.PricePanel {
  return core.PricePanel.fromCsv(text("sp500-2000.csv"), {
    file: "sp500-2000.csv",
    assets: ["adjclose"],
  });
}
