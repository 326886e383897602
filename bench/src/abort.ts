import { PlimsollError, type ReturnPanel } from "@plimsoll/core";
import { optimize, type PortfolioProblem } from "@plimsoll/optimize";
import type { Benchmark } from "./benchmark.ts";
import { factorReturns } from "./portfolios.ts";
import { sampleCovariance } from "./quadratic.ts";

/** A covariance that the search for ten holdings takes seconds with. */
function counted(n: number, groups: number): PortfolioProblem {
  const assets = Array.from({ length: n }, (_, j) => `A${j}`);
  const members = (k: number): string[] => assets.filter((_, j) => j % groups === k);
  return {
    assets,
    mean: Float64Array.from({ length: n }, (_, j) => 2e-4 * Math.sin(1.7 * j + 1)),
    covariance: sampleCovariance(n, 2 * n, 1),
    periodsPerYear: 252,
    objective: { kind: "max-utility", riskAversion: 4 },
    constraints: [
      { kind: "cardinality", exact: 10, minWeight: 0.01 },
      ...Array.from(
        { length: groups },
        (_, k) => ({ kind: "group", name: `g${k}`, assets: members(k), max: 0.2 }) as const,
      ),
    ],
  };
}

function overScenarios(
  periods: number,
  n: number,
  risk: NonNullable<PortfolioProblem["objective"] & { kind: "min-risk" }>["risk"],
): PortfolioProblem {
  const returns: ReturnPanel = factorReturns(periods, n, 1);
  return {
    assets: returns.assets,
    scenarios: returns,
    periodsPerYear: 252,
    objective: { kind: "min-risk", risk: risk! },
  };
}

/**
 * The longest stretch without a turn for the event loop, in milliseconds of processor time, so that other programs don't
 * count: an abort that falls into it is seen at its end. The problem is aborted after `after` milliseconds.
 */
async function longestStretch(problem: PortfolioProblem, after: number): Promise<number> {
  const controller = new AbortController();
  const abort = setTimeout(() => controller.abort(), after);
  let longest = 0;
  let last = process.cpuUsage();
  const look = (): void => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.cpuUsage();
  };
  const timer = setInterval(look, 1);
  try {
    await optimize(problem, { signal: controller.signal });
  } catch (error) {
    if (!PlimsollError.is(error, "ABORTED")) throw error;
  } finally {
    look();
    clearInterval(timer);
    clearTimeout(abort);
  }
  return longest;
}

function stretch(name: string, problem: PortfolioProblem): Benchmark {
  return {
    name: `abort is seen within: ${name}`,
    target: 50,
    run: () => longestStretch(problem, 1_000),
    measured: (result) => result as number,
  };
}

export const benchmarks: readonly Benchmark[] = [
  stretch("K 10, 10 group rows, n 100", counted(100, 10)),
  stretch("K 10, 10 group rows, n 225", counted(225, 10)),
  stretch("K 10, n 500", counted(500, 0)),
  stretch("CVaR 95 %, 100 x 10000", overScenarios(10_000, 100, { kind: "cvar" })),
  stretch("CVaR 95 %, 500 x 5000", overScenarios(5_000, 500, { kind: "cvar" })),
  stretch("EVaR, 100 x 20000", overScenarios(20_000, 100, { kind: "evar" })),
  stretch("CDaR, 50 x 1000", overScenarios(1_000, 50, { kind: "cdar" })),
  stretch("Gini, 50 x 1000", overScenarios(1_000, 50, { kind: "gini" })),
  stretch("minimum variance, n 1000", {
    assets: Array.from({ length: 1000 }, (_, j) => `A${j}`),
    covariance: sampleCovariance(1000, 2000, 1),
    objective: { kind: "min-risk" },
  }),
];
