import { covarianceMatrix, columnMeans } from "@plimsoll/numeric";
import { efficientFrontier, optimize, type PortfolioProblem, type PortfolioSolution } from "@plimsoll/optimize";
import { parsePort } from "../../test/or-library.ts";
import { factorReturns } from "../src/portfolios.ts";

/** Weights of one portfolio, or of several. */
export type Answer = readonly number[] | readonly (readonly number[])[];

/** A problem that we and peers solve; `objective` is minimised, a number for each portfolio of an answer. */
export interface PeerClass {
  readonly script: string;
  readonly problem: object;
  readonly solve: () => Promise<Answer>;
  readonly objective: (answer: Answer) => readonly number[];
}

interface Data {
  readonly n: number;
  readonly rows: number;
  readonly assets: readonly string[];
  readonly values: Float64Array;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** Daily returns with one common factor and their sample moments, ddof 1. */
function sample(rows: number, n: number): Data {
  const { assets, values } = factorReturns(rows, n, 7);
  return {
    n,
    rows,
    assets,
    values,
    mean: columnMeans(values, rows, n),
    covariance: covarianceMatrix(values, rows, n),
  };
}

const table = (values: Float64Array, rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)));

const toJson = ({ values, rows, n, mean, covariance }: Data): object => ({
  returns: table(values, rows, n),
  mean: Array.from(mean),
  covariance: table(covariance, n, n),
});

const single = (answer: Answer): readonly number[] => answer as readonly number[];
const weightsOf = ({ weightArray }: PortfolioSolution): readonly number[] => Array.from(weightArray);

function variance({ covariance, n }: Data, w: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += w[i]! * w[j]! * covariance[i * n + j]!;
  return sum;
}

const earned = ({ mean }: Data, w: readonly number[]): number =>
  w.reduce((sum, weight, i) => sum + weight * mean[i]!, 0);

/** Losses of a portfolio, largest first. */
function losses({ values, rows, n }: Data, w: readonly number[]): number[] {
  return Array.from({ length: rows }, (_, t) => {
    let loss = 0;
    for (let j = 0; j < n; j++) loss -= values[t * n + j]! * w[j]!;
    return loss;
  }).sort((a, b) => b - a);
}

function expectedShortfall(sorted: readonly number[], share: number): number {
  const count = share * sorted.length;
  const whole = Math.floor(count);
  let sum = 0;
  for (let t = 0; t < whole; t++) sum += sorted[t]!;
  return (sum + (count - whole) * (sorted[whole] ?? 0)) / count;
}

/** min over z of z ln(mean exp(loss / z) / share), convex in z: golden section on ln z. */
function entropic(sorted: readonly number[], share: number): number {
  const at = (logarithm: number): number => {
    const z = Math.exp(logarithm);
    const top = sorted[0]!;
    const mean = sorted.reduce((sum, loss) => sum + Math.exp((loss - top) / z), 0) / sorted.length;
    return top + z * Math.log(mean / share);
  };
  let low = Math.log(1e-6);
  let high = Math.log(1);
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 100; i++) {
    const a = high - golden * (high - low);
    const b = low + golden * (high - low);
    if (at(a) < at(b)) high = b;
    else low = a;
  }
  return at((low + high) / 2);
}

function problemOf(
  data: Data,
  objective: PortfolioProblem["objective"],
  rest: Partial<PortfolioProblem> = {},
): PortfolioProblem {
  const { assets, mean, covariance } = data;
  return { assets, mean, covariance, periodsPerYear: 252, objective, ...rest };
}

function meanVariance(n: number): PeerClass {
  const data = sample(Math.max(500, 2 * n), n);
  const problem = problemOf(data, { kind: "min-risk" });
  return {
    script: "mean_variance.py",
    problem: toJson(data),
    solve: async () => weightsOf(await optimize(problem)),
    objective: (answer) => [variance(data, single(answer))],
  };
}

function maxRatio(n: number): PeerClass {
  const data = sample(Math.max(500, 2 * n), n);
  const problem = problemOf(data, { kind: "max-ratio", riskFreeRate: 0 });
  return {
    script: "max_ratio.py",
    problem: toJson(data),
    solve: async () => weightsOf(await optimize(problem)),
    objective: (answer) => [-earned(data, single(answer)) / Math.sqrt(variance(data, single(answer)))],
  };
}

function tail(kind: "cvar" | "evar", n: number, rows: number): PeerClass {
  const data = sample(rows, n);
  const { assets, values } = data;
  const problem: PortfolioProblem = {
    assets,
    scenarios: { assets, values, rows, columns: n },
    periodsPerYear: 252,
    objective: { kind: "min-risk", risk: { kind } },
  };
  const measureOf = kind === "cvar" ? expectedShortfall : entropic;
  return {
    script: `${kind}.py`,
    problem: { returns: table(values, rows, n) },
    solve: async () => weightsOf(await optimize(problem)),
    objective: (answer) => [measureOf(losses(data, single(answer)), 0.05)],
  };
}

function behavioural(kind: "linear-loss-aversion" | "minimax-regret", n: number, rows: number): PeerClass {
  const data = sample(rows, n);
  const { assets, values } = data;
  const lossAversion = 2.25;
  const problem: PortfolioProblem = {
    assets,
    scenarios: { assets, values, rows, columns: n },
    periodsPerYear: 252,
    objective: kind === "minimax-regret" ? { kind } : { kind, lambda: lossAversion },
  };
  const best = Array.from({ length: rows }, (_, s) => Math.max(...values.subarray(s * n, (s + 1) * n)));
  return {
    script: "behavioural.py",
    problem: { kind, lossAversion, returns: table(values, rows, n) },
    solve: async () => weightsOf(await optimize(problem)),
    objective: (answer) => {
      const w = single(answer);
      const lost = best.map((_, s) => 0 - w.reduce((sum, weight, j) => sum + weight * values[s * n + j]!, 0));
      if (kind === "minimax-regret") return [Math.max(...lost.map((loss, s) => best[s]! + loss))];
      return [lost.reduce((sum, loss) => sum + (loss > 0 ? lossAversion * loss : loss), 0) / rows];
    },
  };
}

function riskParity(n: number): PeerClass {
  const data = sample(Math.max(500, 2 * n), n);
  const problem = problemOf(data, { kind: "risk-budget" });
  return {
    script: "risk_parity.py",
    problem: toJson(data),
    solve: async () => weightsOf(await optimize(problem)),
    // what equal contributions minimise: the logarithm of the volatility less the mean logarithm of the weights, shifted
    objective: (answer) => {
      const w = single(answer);
      return [10 + Math.log(Math.sqrt(variance(data, w))) - w.reduce((sum, weight) => sum + Math.log(weight), 0) / n];
    },
  };
}

async function frontier(n: number, points: number): Promise<PeerClass> {
  const data = sample(2 * n, n);
  const problem = problemOf(data, { kind: "min-risk" });
  const ours = await efficientFrontier(problem, { points });
  // the ends are left out: a target at the greatest return is a matter of the last digit
  const targets = ours.points.slice(0, -1).map(({ metrics }) => metrics.expectedReturn!);
  return {
    script: "frontier.py",
    problem: { ...toJson(data), targets },
    solve: async () => (await efficientFrontier(problem, { points })).points.slice(0, -1).map(weightsOf),
    objective: (answer) => (answer as readonly (readonly number[])[]).map((w) => variance(data, w)),
  };
}

function cardinality(file: string): PeerClass {
  const { n, mean, covariance } = parsePort(file);
  const data: Data = {
    n,
    rows: 0,
    assets: Array.from(mean, (_, j) => `A${j}`),
    values: new Float64Array(),
    mean,
    covariance,
  };
  const riskAversion = 18;
  const problem = problemOf(
    data,
    { kind: "max-utility", riskAversion },
    { constraints: [{ kind: "cardinality", exact: 10, minWeight: 0.01 }] },
  );
  return {
    script: "cardinality.py",
    problem: { mean: Array.from(mean), covariance: table(covariance, n, n), riskAversion },
    solve: async () => weightsOf(await optimize(problem)),
    objective: (answer) => [(riskAversion / 2) * variance(data, single(answer)) - earned(data, single(answer))],
  };
}

/** A class by the name it will have; its data are made when it is asked for. */
export interface NamedClass {
  readonly name: string;
  readonly make: () => Promise<PeerClass>;
}

const named = (name: string, make: () => PeerClass | Promise<PeerClass>): NamedClass => ({
  name,
  make: async () => make(),
});

/** Every class; cardinality needs the text of OR-Library's port1. */
export function peerClasses(port1: string | undefined): readonly NamedClass[] {
  return [
    ...[50, 225, 500].map((n) => named(`least variance, n ${n}`, () => meanVariance(n))),
    ...[50, 225, 500].map((n) => named(`greatest Sharpe ratio, n ${n}`, () => maxRatio(n))),
    ...[1_000, 5_000].map((rows) => named(`least CVaR 95 %, 100 x ${rows}`, () => tail("cvar", 100, rows))),
    named("least EVaR 95 %, 50 x 500", () => tail("evar", 50, 500)),
    named("linear loss aversion, 100 x 1000", () => behavioural("linear-loss-aversion", 100, 1_000)),
    named("minimax regret, 100 x 1000", () => behavioural("minimax-regret", 100, 1_000)),
    ...[50, 500].map((n) => named(`risk parity, n ${n}`, () => riskParity(n))),
    named("frontier of 100 portfolios, n 225", () => frontier(225, 100)),
    ...(port1 === undefined ? [] : [named("exactly 10 of OR-Library's port1, lambda .9", () => cardinality(port1))]),
  ];
}
