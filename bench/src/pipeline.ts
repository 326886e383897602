import { backtest, equalWeight } from "@plimsoll/backtest";
import { analyzeBehavior } from "@plimsoll/behavioral";
import { checkQuality, cumulateReturns, PricePanel } from "@plimsoll/core";
import { estimateES, performance, valueAtRisk } from "@plimsoll/risk";
import type { Benchmark } from "./benchmark.ts";
import { factorReturns } from "./portfolios.ts";

const days = 5_000;
const returns = factorReturns(days, 20, 3);
const prices = cumulateReturns(returns, { initial: 100 });
const series = returns.column("A0");
const csv = ["date", ...prices.assets]
  .join(",")
  .concat("\n", prices.dates.map((date, row) => [date, ...prices.row(row)].join(",")).join("\n"));
const trades = Array.from({ length: 400 }, (_, index) => ({
  side: index % 2 === 0 ? ("buy" as const) : ("sell" as const),
  asset: `A${(index - (index % 2)) % 20}`,
  quantity: 10,
  price: prices.at(10 * index + 5, `A${(index - (index % 2)) % 20}`),
  at: prices.dates[10 * index + 5]!,
}));

export const benchmarks: readonly Benchmark[] = [
  { name: "PricePanel.fromCsv, 20 assets x 5000 days", run: () => PricePanel.fromCsv(csv) },
  { name: "checkQuality, 20 assets x 5000 days", run: () => checkQuality(prices) },
  {
    name: "historical VaR and ES with errors, 5000 days",
    run: () => [valueAtRisk(series, { confidence: 0.99 }), estimateES(series, { confidence: 0.99 })],
  },
  { name: "performance(), 5000 days", target: 3, run: () => performance(series, { periodsPerYear: 252 }) },
  {
    name: "backtest, equal weights monthly with costs, 20 assets x 5000 days",
    run: () =>
      backtest(
        { rebalance: "monthly", costs: [{ kind: "proportional", rate: 0.001 }], periodsPerYear: 252 },
        { prices, strategy: equalWeight() },
      ),
  },
  { name: "analyzeBehavior, 400 trades", run: () => analyzeBehavior({ trades, prices }) },
];
