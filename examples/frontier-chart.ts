// The efficient frontier as a chart; with a file name as argument it is written there.
import { writeFileSync } from "node:fs";
import { optimize, plot } from "plimsoll";
import { stocks } from "./data.ts";

const returns = stocks().dropMissing({ rows: "any" }).simpleReturns();
const assets = returns.assets;
const mean = optimize.expectedReturns(returns, { method: "mean", periodsPerYear: 12 });
const covariance = optimize.covariance(returns, { method: "ledoit-wolf", periodsPerYear: 12 });
const risk = { kind: "standard-deviation" } as const;
const market = { assets, mean, covariance };

const frontier = await optimize.efficientFrontier({ ...market, objective: { kind: "min-risk", risk } }, { points: 40 });
const portfolios = await Promise.all([
  optimize.optimize({ ...market, objective: { kind: "min-risk", risk } }),
  optimize.optimize({ ...market, objective: { kind: "max-ratio", risk, riskFreeRate: 0.02 } }),
  optimize.optimize({ ...market, objective: { kind: "risk-budget", risk } }),
  optimize.optimize({
    ...market,
    objective: { kind: "min-risk", risk: { kind: "variance" } },
    constraints: [{ kind: "cardinality", max: 2, minWeight: 0.05 }],
  }),
]);
const names = ["Minimum variance", "Maximum Sharpe", "Risk parity", "At most 2 assets"];

/** Mean and volatility of any weights under the estimates. */
function place(weights: Readonly<Record<string, number>>): { risk: number; expectedReturn: number } {
  const values = assets.map((asset) => weights[asset] ?? 0);
  const variance = values.reduce(
    (sum, a, i) => sum + values.reduce((inner, b, j) => inner + a * b * covariance.values[i]![j]!, 0),
    0,
  );
  return {
    risk: Math.sqrt(variance),
    expectedReturn: values.reduce((sum, weight, i) => sum + weight * mean.values[i]!, 0),
  };
}

const svg = plot.renderChart({
  kind: "frontier",
  title: "Expected return and volatility a year",
  riskName: "Volatility a year",
  curve: frontier.points.map(({ weights }) => place(weights)),
  points: [
    ...assets.map((asset) => ({ name: asset, role: "asset" as const, ...place({ [asset]: 1 }) })),
    ...portfolios.map(({ weights }, i) => ({ name: names[i]!, role: "portfolio" as const, ...place(weights) })),
  ],
});
const file = process.argv[2];
if (file === undefined) console.log(svg.length, "characters of SVG");
else writeFileSync(file, svg);
