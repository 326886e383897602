import { RandomStream } from "@plimsoll/numeric";
import { optimize, type PortfolioProblem, type PortfolioSolution } from "@plimsoll/optimize";
import type { Benchmark } from "./benchmark.ts";
import { sampleCovariance } from "./quadratic.ts";

type Constraints = NonNullable<PortfolioProblem["constraints"]>;

function problem(
  assets: number,
  objective: PortfolioProblem["objective"],
  constraints: Constraints = [],
  benchmark?: Float64Array,
): PortfolioProblem {
  const random = RandomStream.of(assets);
  return {
    assets: Array.from({ length: assets }, (_, j) => `A${j}`),
    mean: Float64Array.from({ length: assets }, () => 4e-4 + 1e-3 * random.normal()),
    covariance: covariances.get(assets)!,
    periodsPerYear: 252,
    objective,
    constraints,
    ...(benchmark === undefined ? {} : { benchmark }),
  };
}

const covariances = new Map([50, 300, 500, 1000].map((n) => [n, sampleCovariance(n, 2 * n, n)]));

/** A cap of 3/n on each asset and ten groups between 5 and 15 %. */
function cappedGroups(assets: number): Constraints {
  const groups = Array.from({ length: 10 }, (_, k) => ({
    kind: "group" as const,
    name: `group ${k}`,
    assets: Array.from({ length: assets }, (__, j) => j)
      .filter((j) => j % 10 === k)
      .map((j) => `A${j}`),
    min: 0.05,
    max: 0.15,
  }));
  return [{ kind: "bounds", lower: 0, upper: 3 / assets }, ...groups];
}

const variance = { kind: "variance" } as const;

/** The solver's own time, without reading and checking the problem. */
function solver(name: string, target: number, given: PortfolioProblem): Benchmark {
  return {
    name: `${name} (solver)`,
    target,
    run: () => optimize(given),
    measured: (solution) => (solution as PortfolioSolution).stats.milliseconds,
  };
}

function whole(name: string, target: number | undefined, given: PortfolioProblem): Benchmark {
  return { name: `optimize(), ${name}`, ...(target === undefined ? {} : { target }), run: () => optimize(given) };
}

const maxRatio = { kind: "max-ratio", risk: variance } as const;
const maxReturn = { kind: "max-return" } as const;
const riskBudget = { kind: "risk-budget", risk: variance } as const;
const minRisk = { kind: "min-risk", risk: variance } as const;
const equal = new Float64Array(500).fill(1 / 500);

export const benchmarks: readonly Benchmark[] = [
  ...(
    [
      [50, 0.5],
      [500, 12],
      [1000, 45],
    ] as const
  ).map(([n, target]) =>
    solver(`max-ratio, cap 3/n, 10 group rows, n ${n}`, target, problem(n, maxRatio, cappedGroups(n))),
  ),
  ...(
    [
      [50, 0.2],
      [500, 12],
      [1000, 45],
    ] as const
  ).map(([n, target]) => solver(`risk parity, n ${n}`, target, problem(n, riskBudget))),
  solver(
    "max-return, tracking error at most 4 % a year, n 500",
    35,
    problem(500, maxReturn, [{ kind: "tracking-error", max: 0.0025 }], equal),
  ),
  solver(
    "max-return, variance cap, n 500",
    35,
    problem(500, maxReturn, [{ kind: "risk-limit", risk: variance, max: 1.2e-4 }]),
  ),
  whole("minimum variance, n 50", 1, problem(50, minRisk)),
  whole("minimum variance, n 300", undefined, problem(300, minRisk)),
  whole("minimum variance, n 1000", undefined, problem(1000, minRisk)),
];
