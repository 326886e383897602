import { type QuadraticProgram, RandomStream, traceCriticalLine } from "@plimsoll/numeric";
import { criticalLine, efficientFrontier, type PortfolioProblem } from "@plimsoll/optimize";
import type { Benchmark } from "./benchmark.ts";
import { sampleCovariance } from "./quadratic.ts";

function means(assets: number): Float64Array {
  const random = RandomStream.of(assets);
  return Float64Array.from({ length: assets }, () => 1e-3 * random.normal());
}

/** Fully invested, long only; with ten groups each between 5 and 15 %. */
function program(assets: number, groups: number): QuadraticProgram {
  const rows = 1 + groups;
  const matrix = new Float64Array(rows * assets).fill(1, 0, assets);
  for (let j = 0; j < assets; j++) if (groups > 0) matrix[(1 + (j % groups)) * assets + j] = 1;
  return {
    size: assets,
    hessian: sampleCovariance(assets, 2 * assets, assets),
    linear: new Float64Array(assets),
    lower: new Float64Array(assets),
    upper: new Float64Array(assets).fill(groups > 0 ? 9 / assets : Infinity),
    rows: {
      count: rows,
      matrix,
      lower: Float64Array.from({ length: rows }, (_, i) => (i === 0 ? 1 : 0.05)),
      upper: Float64Array.from({ length: rows }, (_, i) => (i === 0 ? 1 : 0.15)),
    },
  };
}

function line(assets: number, groups: number, target: number): Benchmark {
  const traced = program(assets, groups);
  const reward = means(assets);
  const { corners } = traceCriticalLine(traced, reward);
  const rows = groups > 0 ? `, ${groups} group rows` : "";
  return {
    name: `critical line, n ${assets}${rows}, ${corners.length} corners`,
    target,
    run() {
      const { status } = traceCriticalLine(traced, reward);
      if (status !== "complete") throw new Error(`expected a complete line, was ${status}`);
    },
  };
}

const problem: PortfolioProblem = {
  assets: Array.from({ length: 225 }, (_, j) => `A${j}`),
  mean: means(225),
  covariance: sampleCovariance(225, 450, 225),
  periodsPerYear: 252,
  objective: { kind: "min-risk", risk: { kind: "variance" } },
};

export const benchmarks: readonly Benchmark[] = [
  line(225, 0, 15),
  line(225, 10, 15),
  line(500, 0, 110),
  line(500, 10, 110),
  { name: "criticalLine(), whole call, 225 assets", run: () => criticalLine(problem) },
  {
    name: "efficientFrontier(), 100 portfolios, 225 assets",
    target: 120,
    run: () => efficientFrontier(problem, { points: 100 }),
  },
];
