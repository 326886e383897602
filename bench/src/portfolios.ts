import { covariance, efficientFrontier, optimize, type PortfolioProblem } from "@plimsoll/optimize";
import { ReturnPanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

/** Daily returns of `assets` stocks with one common factor. */
export function factorReturns(days: number, assets: number, seed: number): ReturnPanel {
  const random = RandomStream.of(seed);
  const values = new Float64Array(days * assets);
  for (let day = 0; day < days; day++) {
    const market = 0.01 * random.normal();
    for (let j = 0; j < assets; j++) {
      values[day * assets + j] = 0.0004 + (0.5 + j / assets) * market + 0.015 * random.normal();
    }
  }
  return ReturnPanel.of({
    dates: { axis: "day", index: Float64Array.from({ length: days }, (_, day) => 15_000 + day) },
    assets: Array.from({ length: assets }, (_, j) => `A${j}`),
    values,
  });
}

function problem(assets: number, objective: PortfolioProblem["objective"]): PortfolioProblem {
  const returns = factorReturns(1_000, assets, 1);
  const random = RandomStream.of(2);
  const estimate = covariance(returns, { method: "ledoit-wolf", periodsPerYear: 252 });
  const mean = {
    assets: returns.assets,
    values: returns.assets.map(() => 0.04 + 0.1 * random.uniform()),
    periodsPerYear: 252,
    unit: "year",
    method: "mean",
  } as const;
  return { assets: returns.assets, mean, covariance: estimate, objective };
}

const variance = { kind: "variance" } as const;
const capped = { kind: "bounds", lower: 0, upper: 0.1 } as const;
const small = problem(50, { kind: "min-risk", risk: variance });
const ratio = problem(50, { kind: "max-ratio", risk: variance, riskFreeRate: 0.02 });
const parity = problem(50, { kind: "risk-budget", risk: variance });
const frontier = problem(225, { kind: "min-risk", risk: variance });

export const benchmarks: readonly Benchmark[] = [
  { name: "optimize(), minimum variance, 50 assets, whole call", target: 1, run: () => optimize(small) },
  {
    name: "optimize(), maximum Sharpe with caps, 50 assets, whole call",
    run: () => optimize({ ...ratio, constraints: [capped] }),
  },
  { name: "optimize(), risk parity, 50 assets, whole call", run: () => optimize(parity) },
  {
    name: "efficientFrontier(), 100 portfolios, 225 assets",
    target: 120,
    run: () => efficientFrontier(frontier, { points: 100 }),
  },
];
