import { type FactorHessian, type QuadraticProgram, RandomStream, solveQuadratic } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

/** Ten-factor returns of n assets over `observations` periods, and their sample covariance. */
export function sampleCovariance(n: number, observations: number, seed: number): Float64Array {
  const random = RandomStream.of(seed);
  const factors = 10;
  const loadings = Float64Array.from({ length: n * factors }, (_, i) =>
    i % factors === 0 ? 0.8 + 0.4 * random.uniform() : 0.4 * random.normal(),
  );
  const specific = Float64Array.from({ length: n }, () => 0.01 * Math.exp(0.5 * random.normal()));
  const returns = new Float64Array(observations * n);
  const common = new Float64Array(factors);
  for (let t = 0; t < observations; t++) {
    for (let k = 0; k < factors; k++) common[k] = 0.01 * random.normal();
    for (let j = 0; j < n; j++) {
      let sum = specific[j]! * random.normal();
      for (let k = 0; k < factors; k++) sum += loadings[j * factors + k]! * common[k]!;
      returns[t * n + j] = sum;
    }
  }
  const covariance = new Float64Array(n * n);
  for (let t = 0; t < observations; t++) {
    for (let i = 0; i < n; i++) {
      const value = returns[t * n + i]! / observations;
      for (let j = 0; j <= i; j++) covariance[i * n + j] = covariance[i * n + j]! + value * returns[t * n + j]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) covariance[j * n + i] = covariance[i * n + j]!;
  return covariance;
}

function means(n: number, scale: number, seed: number): Float64Array {
  const random = RandomStream.of(seed);
  return Float64Array.from({ length: n }, () => -scale * random.normal());
}

function fullyInvested(
  hessian: Float64Array | FactorHessian,
  linear: Float64Array,
  lower: number,
  upper: number,
): QuadraticProgram {
  const n = linear.length;
  return {
    size: n,
    hessian,
    linear,
    lower: new Float64Array(n).fill(lower),
    upper: new Float64Array(n).fill(upper),
    rows: { count: 1, matrix: new Float64Array(n).fill(1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
  };
}

function factorModel(n: number, factors: number): FactorHessian {
  const random = RandomStream.of(n);
  const factor = new Float64Array(factors * factors);
  for (let k = 0; k < factors; k++) factor[k * factors + k] = 1e-4 * (1 + random.uniform());
  return {
    loadings: Float64Array.from({ length: n * factors }, (_, i) => (i % factors === 0 ? 1 : 0.3 * random.normal())),
    factor,
    diagonal: Float64Array.from({ length: n }, () => 1e-4 * Math.exp(random.normal())),
  };
}

function solve(program: QuadraticProgram): void {
  const { status } = solveQuadratic(program);
  if (status !== "optimal") throw new Error(`expected an optimal answer, was ${status}`);
}

const dense = new Map([50, 500, 1000].map((n) => [n, sampleCovariance(n, 2 * n, n)]));

function denseCase(name: string, n: number, lower: number, upper: number, target?: number, scale = 1e-5): Benchmark {
  const program = fullyInvested(dense.get(n)!, means(n, scale, n), lower, upper);
  return { name, run: () => solve(program), ...(target === undefined ? {} : { target }) };
}

function factorCase(name: string, n: number, factors: number, upper: number, target?: number): Benchmark {
  const program = fullyInvested(factorModel(n, factors), means(n, 1e-5, n), 0, upper);
  return { name, run: () => solve(program), ...(target === undefined ? {} : { target }) };
}

export const benchmarks: readonly Benchmark[] = [
  denseCase("long-only, n 50", 50, 0, Infinity, 0.3),
  denseCase("long-only, n 500", 500, 0, Infinity, 3),
  denseCase("long-only, n 1000", 1000, 0, Infinity, 15),
  denseCase("long-only, cap 3/n, n 500", 500, 0, 3 / 500),
  denseCase("long-only, cap 3/n, n 1000", 1000, 0, 3 / 1000),
  denseCase("long/short, all free, n 500", 500, -1, 1, 10, 1e-7),
  denseCase("long/short, all free, n 1000", 1000, -1, 1, 60, 1e-7),
  denseCase("long/short, some at a bound, n 500", 500, -1, 1),
  denseCase("long/short, some at a bound, n 1000", 1000, -1, 1),
  factorCase("factor form, 1000 x 20", 1000, 20, Infinity, 10),
  factorCase("factor form, 5000 x 50", 5000, 50, Infinity, 400),
  factorCase("factor form, cap 10/n, 5000 x 50", 5000, 50, 10 / 5000),
];
