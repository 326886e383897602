import { DiscreteHmm } from "./discrete-hmm.ts";
import { GaussianHmm } from "./gaussian-hmm.ts";
import type { HiddenMarkovModel, HmmData } from "./hidden-markov-model.ts";
import { MixtureHmm } from "./mixture-hmm.ts";
import { StudentTHmm } from "./student-t-hmm.ts";

/** A model of each emission law with two states and known parameters, and what tests need beside it. */
export interface LawCase {
  readonly name: string;
  readonly known: HiddenMarkovModel<HmmData>;
  /** ln p(row | state), written anew from the formula. */
  readonly density: (row: readonly number[], state: number) => number;
  readonly fit: (
    X: { readonly values: Float64Array; readonly columns: number },
    options: {
      readonly states: number;
      readonly seed: number;
      readonly restarts?: number;
      readonly maxIterations?: number;
      readonly tolerance?: number;
    },
  ) => HiddenMarkovModel<HmmData>;
  readonly fromJSON: (json: unknown) => HiddenMarkovModel<HmmData>;
}

const chain = {
  startProbabilities: [0.6, 0.4],
  transition: [
    [0.9, 0.1],
    [0.25, 0.75],
  ],
};

/** Density of a bivariate normal with covariance a, b, c = var 1, cov, var 2. */
function normal2(x: readonly number[], mean: readonly number[], [a, b, c]: readonly [number, number, number]): number {
  const u = x[0]! - mean[0]!;
  const v = x[1]! - mean[1]!;
  const determinant = a * c - b * b;
  const square = (c * u * u - 2 * b * u * v + a * v * v) / determinant;
  return Math.exp(-0.5 * square) / (2 * Math.PI * Math.sqrt(determinant));
}

/** A bivariate t: (1 + q / nu)^(-(nu + 2) / 2) / (2 pi sqrt|S|), as Gamma((nu + 2) / 2) / Gamma(nu / 2) = nu / 2. */
function studentT2(
  x: readonly number[],
  mean: readonly number[],
  [a, b, c]: readonly [number, number, number],
  nu: number,
): number {
  const u = x[0]! - mean[0]!;
  const v = x[1]! - mean[1]!;
  const determinant = a * c - b * b;
  const square = (c * u * u - 2 * b * u * v + a * v * v) / determinant;
  return (1 + square / nu) ** (-(nu + 2) / 2) / (2 * Math.PI * Math.sqrt(determinant));
}

const means = [
  [0.1, 0.2],
  [-0.5, 1],
] as const;
const entries = [
  [1, 0.3, 0.5],
  [4, -1, 3],
] as const;
const matrices = entries.map(([a, b, c]) => [
  [a, b],
  [b, c],
]);
const tails = [5, 3.5];
const weights = [
  [0.3, 0.7],
  [0.6, 0.4],
];
const otherMeans = [
  [2, -2],
  [-3, 4],
] as const;
const symbols = [
  [0.6, 0.3, 0.1],
  [0.1, 0.2, 0.7],
];

export const lawCases: readonly LawCase[] = [
  {
    name: "Gaussian",
    known: GaussianHmm.fromParameters({ ...chain, means, covariances: matrices }),
    density: (row, k) => Math.log(normal2(row, means[k]!, entries[k]!)),
    fit: (X, options) => GaussianHmm.fit(X, options),
    fromJSON: (json) => GaussianHmm.fromJSON(json),
  },
  {
    name: "mixture",
    known: MixtureHmm.fromParameters({
      ...chain,
      weights,
      means: means.map((mean, k) => [mean, otherMeans[k]!]),
      covariances: matrices.map((matrix, k) => [matrix, matrices[1 - k]!]),
    }),
    density: (row, k) =>
      Math.log(
        weights[k]![0]! * normal2(row, means[k]!, entries[k]!) +
          weights[k]![1]! * normal2(row, otherMeans[k]!, entries[1 - k]!),
      ),
    fit: (X, options) => MixtureHmm.fit(X, options),
    fromJSON: (json) => MixtureHmm.fromJSON(json),
  },
  {
    name: "Student-t",
    known: StudentTHmm.fromParameters({ ...chain, locations: means, scatters: matrices, degreesOfFreedom: tails }),
    density: (row, k) => Math.log(studentT2(row, means[k]!, entries[k]!, tails[k]!)),
    fit: (X, options) => StudentTHmm.fit(X, options),
    fromJSON: (json) => StudentTHmm.fromJSON(json),
  },
  {
    name: "discrete",
    known: DiscreteHmm.fromParameters({ ...chain, symbolProbabilities: symbols }),
    density: ([symbol], k) => Math.log(symbols[k]![symbol!]!),
    fit: (X, options) => DiscreteHmm.fit(X, options),
    fromJSON: (json) => DiscreteHmm.fromJSON(json),
  },
];
