// Minimum variance refitted every month on the three years before, against equal parts, after costs.
import { backtest, optimize } from "plimsoll";
import { stocks } from "./data.ts";

const prices = stocks().select(["MSFT", "AMZN", "IBM", "AAPL"]);
const minimumVariance: backtest.Fit = {
  name: "minimum variance",
  async fit(past) {
    const covariance = optimize.covariance(past.simpleReturns(), { method: "ledoit-wolf", periodsPerYear: 12 });
    const objective = { kind: "min-risk", risk: { kind: "variance" } } as const;
    const { weights } = await optimize.optimize({ assets: past.assets, covariance, objective });
    return backtest.fixedWeight(weights);
  },
};
const equalParts: backtest.Fit = { name: "equal parts", fit: () => backtest.equalWeight() };

const costs = [{ kind: "proportional", rate: 0.001 }] as const;
for (const fit of [minimumVariance, equalParts]) {
  const result = await backtest.walkForward(
    { train: 36, test: 1, backtest: { rebalance: { every: 1 }, periodsPerYear: 12, costs } },
    { prices, fit },
  );
  const { performance, trading } = result;
  console.log(fit.name, performance?.sharpe, "turnover a year", trading.annualTurnover);
}
