import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, PricePanel } from "@plimsoll/core";
import type { Command } from "./command.ts";
import { pathFrom } from "./files.ts";
import { mainJob } from "./main-job.ts";
import { Progress } from "./progress.ts";

/** Text of a data file of vega-datasets, which holds real prices and is installed for development only. */
async function dataFile(name: string): Promise<string> {
  try {
    const entry = import.meta.resolve("vega-datasets");
    return await readFile(new URL(`../data/${name}`, entry), "utf8");
  } catch (error) {
    throw new PlimsollError(
      "NOT_FOUND",
      `the demo reads ${name} of the npm package vega-datasets, which is not installed here: npm install vega-datasets, or use plimsoll report on a file of your own`,
      { kind: "package", id: "vega-datasets" },
      { cause: error },
    );
  }
}

const REMARK =
  "The file dates each price to the first of its month, but the prices are closes of month ends: only so do the stocks move with the index (correlations of monthly returns with the S&P 500 of 0.5 to 0.7, against 0.1 and less with prices taken at the first of the month). They are dated to the last trading day of their month here. The last of them, of March 2010, when the file was made, may be of an earlier day.";

/** Prices dated to the first of a month, dated to its last trading day instead. */
function atMonthEnds(prices: PricePanel, daily: PricePanel): PricePanel {
  const lastDay = new Map(daily.dates.map((date) => [date.slice(0, 7), date]));
  return PricePanel.of({
    dates: prices.dates.map((date) => lastDay.get(date.slice(0, 7)) ?? date),
    assets: prices.assets,
    values: prices.values,
  });
}

export const demo: Command = {
  name: "demo",
  summary: "the whole way on real prices: five US stocks 2000-2010 and the S&P 500 2000-2020",
  usage: "[options]",
  description: "Runs the main job on prices that come with the npm package vega-datasets and writes out/report.html.",
  options: {
    out: { type: "string", short: "o", value: "folder", help: 'where report.html goes (default "out")' },
  },

  async run({ options }, context) {
    const progress = new Progress(context);
    const folder = pathFrom(context.directory, String(options["out"] ?? "out"));
    context.stdout.write("plimsoll demo: real prices of five US stocks and the S&P 500\n");
    const { prices, index } = await progress.step(
      "read prices",
      async () => {
        const index = PricePanel.fromCsv(await dataFile("sp500-2000.csv"), {
          file: "sp500-2000.csv",
          assets: ["adjclose"],
        });
        return {
          index,
          prices: atMonthEnds(PricePanel.fromCsv(await dataFile("stocks.csv"), { file: "stocks.csv" }), index),
        };
      },
      ({ prices, index }) => `${prices.columns} stocks, ${prices.rows} months; S&P 500, ${index.rows} days`,
    );
    await mainJob(
      {
        prices,
        source: "stocks.csv",
        remark: REMARK,
        index: { name: "S&P 500", prices: index, source: "sp500-2000.csv" },
        settings: { title: "Five US stocks, 2000 to 2010", riskFreeRate: 0.02, maxAssets: 2, seed: 7 },
      },
      { folder, store: join(folder, "store") },
      progress,
      context,
    );
  },
};
