// Two regimes of the S&P 500, and the risk of one day in each.
import { ml, risk } from "plimsoll";
import { sp500 } from "./data.ts";

const returns = sp500().simpleReturns();
const series = returns.column("adjclose");

const model = ml.GaussianHmm.fit(series, { states: 2, seed: 1 });
const regimes = model.filter(series).mostLikely();
console.log("mean stay in days", [...model.expectedDurations].map(Math.round));

for (const regime of [0, 1]) {
  const days = series.filter((_, day) => regimes[day] === regime);
  const { value, interval } = risk.estimateES(days, { confidence: 0.99, method: "historical" });
  console.log(regime === 0 ? "calm" : "wild", days.length, "days, 99 % shortfall", value, "between", interval);
}
