import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CardinalityProgram } from "../../packages/optimize/src/program/cardinality-program.ts";
import { searchCardinality } from "../../packages/optimize/src/solve/branch-and-bound/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { type OrLibraryPort, parsePort } from "../../test/or-library.ts";
import { sampleCovariance } from "./quadratic.ts";

// OR-Library's files are looked for under PLIMSOLL_REFERENCE_DATA and left out where that is unset
const root = process.env["PLIMSOLL_REFERENCE_DATA"];

function orLibrary(port: number): OrLibraryPort {
  return parsePort(readFileSync(join(root!, "data", `optimize/orlib/port${port}.txt`), "utf8"));
}

function tenAssets(
  covariance: Float64Array,
  linear: Float64Array,
  upper: number,
  groups: number,
  count = 10,
): CardinalityProgram {
  const n = linear.length;
  const rows = 1 + groups;
  const matrix = new Float64Array(rows * n);
  for (let j = 0; j < n; j++) {
    matrix[j] = 1;
    if (groups > 0) matrix[(1 + (j % groups)) * n + j] = 1;
  }
  const lower = Float64Array.from({ length: rows }, (_, i) => (i === 0 ? 1 : i % 2 === 1 ? 0.05 : 0));
  const upperRows = Float64Array.from({ length: rows }, (_, i) => (i === 0 ? 1 : 0.2));
  return {
    size: n,
    hessian: covariance,
    linear,
    lower: new Float64Array(n).fill(0.01),
    upper: new Float64Array(n).fill(upper),
    minCount: count,
    maxCount: count,
    rows: { count: rows, matrix, lower, upper: upperRows },
  };
}

// proven to 1e-4, or stopped after `limit` milliseconds
function prove(program: CardinalityProgram, limit = 15_000): { readonly proven: boolean; readonly gap: number } {
  const start = performance.now();
  const search = searchCardinality(program, { relativeGap: 1e-4 });
  let step = search.next();
  while (step.done !== true) step = performance.now() - start > limit ? search.next("stop") : search.next();
  return { proven: step.value.status === "optimal", gap: step.value.gap };
}

function proved(name: string, program: CardinalityProgram, target: number): Benchmark {
  return {
    name,
    target,
    run() {
      const { proven, gap } = prove(program);
      if (!proven) console.log(`${name}: not proven, gap ${gap.toExponential(1)}`);
    },
  };
}

// which of the 50 lambdas k/49 took longest when all 250 were run
const slowestLambda: readonly (readonly [number, number])[] = [
  [1, 0],
  [2, 0],
  [3, 46],
  [4, 48],
  [5, 47],
];

function frontierPoint(port: number, k: number): Benchmark {
  const { mean, covariance } = orLibrary(port);
  const lambda = k / 49;
  const program = tenAssets(
    covariance.map((value) => 2 * lambda * value),
    mean.map((value) => -(1 - lambda) * value),
    1,
    0,
  );
  return proved(`port${port}, K 10, minimum 1 %, the slowest of 50 lambdas (${k}/49)`, program, 1000);
}

/** Smallest holdings without a count, and a target return: Frangioni & Gentile (2006). */
function buyIn(name: string): Benchmark {
  const numbers = (end: string): readonly number[] =>
    readFileSync(join(root!, "data", "optimize", "frangioni-gentile", `${name}.${end}`), "utf8")
      .trim()
      .split(/\s+/)
      .map(Number);
  const [n, ...table] = numbers("txt") as [number, ...number[]];
  const [, ...covariance] = numbers("mat");
  const limits = numbers("bds");
  const matrix = new Float64Array(2 * n).fill(1, 0, n);
  for (let j = 0; j < n; j++) matrix[n + j] = table[2 * j]!;
  const program: CardinalityProgram = {
    size: n,
    hessian: Float64Array.from(covariance, (value) => 2 * value),
    linear: new Float64Array(n),
    lower: Float64Array.from({ length: n }, (_, j) => limits[2 * j]!),
    upper: Float64Array.from({ length: n }, (_, j) => limits[2 * j + 1]!),
    rows: { count: 2, matrix, lower: Float64Array.of(1, numbers("rho")[0]!), upper: Float64Array.of(1, Infinity) },
  };
  return proved(`${name}, smallest holdings and a target return, n ${n}`, program, 3000);
}

function synthetic(
  n: number,
  observations: number,
  risk: number,
  upper: number,
  groups: number,
  seed: number,
): CardinalityProgram {
  const covariance = sampleCovariance(n, observations, seed);
  const linear = Float64Array.from({ length: n }, (_, j) => -risk * Math.sin(1.7 * j + seed));
  return tenAssets(covariance, linear, upper, groups);
}

export const benchmarks: readonly Benchmark[] = [
  ...(root !== undefined && existsSync(root) ? slowestLambda.map(([port, k]) => frontierPoint(port, k)) : []),
  ...(root !== undefined && existsSync(root) ? ["pard200_a", "pard200_b", "pard200_c"].map(buyIn) : []),
  proved("n 500, K 10, minimum variance", synthetic(500, 1000, 0, 1, 0, 1), 3000),
  proved("n 500, K 10, minimum variance, other data", synthetic(500, 1000, 0, 1, 0, 2), 3000),
  ...[1e-5, 1e-4, 1e-3].map((risk) =>
    proved(`n 500, K 10, with a return term of ${risk}`, synthetic(500, 1000, risk, 1, 0, 1), 3000),
  ),
  proved("n 100, 10 group rows, minimum variance", synthetic(100, 300, 0, 1, 10, 1), 3000),
  proved("n 100, 10 group rows, cap 15 %, minimum variance", synthetic(100, 300, 0, 0.15, 10, 2), 3000),
  proved("n 100, 10 group rows, with a return term", synthetic(100, 300, 1e-4, 1, 10, 3), 3000),
];
