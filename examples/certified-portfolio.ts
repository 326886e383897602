// The least volatile portfolio under limits, its proof, and what an impossible wish looks like.
import { optimize } from "plimsoll";
import { stocks } from "./data.ts";

const returns = stocks().dropMissing({ rows: "any" }).simpleReturns();
const covariance = optimize.covariance(returns, { method: "ledoit-wolf", periodsPerYear: 12 });
const objective = { kind: "min-risk", risk: { kind: "standard-deviation" } } as const;

const solution = await optimize.optimize({
  assets: returns.assets,
  covariance,
  objective,
  constraints: [
    { kind: "bounds", lower: 0, upper: 0.4 },
    { kind: "group", name: "hardware", assets: ["AAPL", "IBM"], max: 0.5 },
  ],
});
console.log(solution.weights);
console.log("volatility", solution.metrics.risk, solution.status, solution.certificate);
console.log("a looser limit on hardware would change the volatility by", solution.duals["hardware"], "a unit");

const impossible = await optimize.safeOptimize({
  assets: returns.assets,
  covariance,
  objective,
  constraints: [{ kind: "group", name: "hardware", assets: ["AAPL", "IBM"], max: 0.3 }, "AAPL + IBM >= 0.5"],
});
console.log(impossible.success ? "solved" : impossible.error.message);
