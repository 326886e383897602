import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PlimsollError } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import type { GaussianHmmData } from "./gaussian-hmm-data.ts";
import { GaussianHmm } from "./gaussian-hmm.ts";

/** Rows drawn from a known two-state model of the given width. */
function sample(rows: number, columns: number, seed: number): { X: number[][]; states: number[] } {
  const random = RandomStream.of(seed);
  const X: number[][] = [];
  const states: number[] = [];
  let state = 0;
  for (let t = 0; t < rows; t++) {
    if (random.uniform() < (state === 0 ? 0.03 : 0.08)) state = 1 - state;
    states.push(state);
    X.push(
      Array.from({ length: columns }, () => (state === 0 ? 0.05 + 0.6 * random.normal() : -0.1 + 2 * random.normal())),
    );
  }
  return { X, states };
}

const known: GaussianHmmData = {
  kind: "gaussian-hmm",
  parameters: {
    covariance: "full",
    startProbabilities: [0.6, 0.4],
    transition: [
      [0.7, 0.3],
      [0.4, 0.6],
    ],
    means: [[0], [1]],
    covariances: [[[1]], [[4]]],
  },
  covarianceFloor: [1e-6],
  logLikelihood: 0,
  aic: 0,
  bic: 0,
  icl: 0,
  parameterCount: 7,
  observations: 3,
  converged: true,
  iterations: 0,
};

const normal = (x: number, mean: number, deviation: number): number =>
  Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));

/** Every path of states with its joint probability: the definition, without recursion. */
function enumerate(X: readonly number[]): { path: number[]; probability: number }[] {
  const { startProbabilities, transition, means, covariances } = known.parameters;
  const paths: { path: number[]; probability: number }[] = [];
  for (let code = 0; code < 2 ** X.length; code++) {
    const path = X.map((_, t) => (code >> t) & 1);
    let probability = startProbabilities[path[0]!]!;
    path.forEach((state, t) => {
      if (t > 0) probability *= transition[path[t - 1]!]![state]!;
      if (!Number.isNaN(X[t]!)) probability *= normal(X[t]!, means[state]![0]!, Math.sqrt(covariances[state]![0]![0]!));
    });
    paths.push({ path, probability });
  }
  return paths;
}

describe("GaussianHmm with known parameters equals the sum over all paths", () => {
  const model = GaussianHmm.fromJSON(known);
  for (const X of [
    [0.3, -1.2, 2.5, 0.1, 4],
    [0.3, NaN, 2.5, NaN, 4],
  ]) {
    const name = X.some(Number.isNaN) ? "with missing rows" : "with complete rows";
    const paths = enumerate(X);
    const total = paths.reduce((sum, { probability }) => sum + probability, 0);

    test(`likelihood and smoothed probabilities ${name}`, () => {
      expect(model.score(X)).toBeCloseTo(Math.log(total), 12);
      const smoothed = model.smooth(X);
      X.forEach((_, t) => {
        const expected = paths
          .filter(({ path }) => path[t] === 1)
          .reduce((sum, { probability }) => sum + probability, 0);
        expect(smoothed.row(t)[1]).toBeCloseTo(expected / total, 12);
      });
    });

    test(`filtered probabilities ${name}`, () => {
      const filtered = model.filter(X);
      X.forEach((_, t) => {
        const past = enumerate(X.slice(0, t + 1));
        const joint = past.filter(({ path }) => path[t] === 1).reduce((sum, { probability }) => sum + probability, 0);
        expect(filtered.row(t)[1]).toBeCloseTo(joint / past.reduce((sum, { probability }) => sum + probability, 0), 12);
      });
    });

    test(`decoded path ${name}`, () => {
      const best = paths.reduce((a, b) => (b.probability > a.probability ? b : a));
      const { path, logProbability } = model.decode(X);
      expect([...path]).toEqual(best.path);
      expect(logProbability).toBeCloseTo(Math.log(best.probability), 12);
    });
  }

  test("forecast multiplies the last filtered law by the transition matrix", () => {
    const X = [0.3, -1.2];
    const [calm, wild] = model.filter(X).row(1) as unknown as [number, number];
    const forecast = model.forecast(X, { horizon: 2 });
    expect(forecast.row(0)[0]).toBeCloseTo(calm * 0.7 + wild * 0.4, 14);
    expect(forecast.row(1)[0]).toBeCloseTo(forecast.row(0)[0]! * 0.7 + forecast.row(0)[1]! * 0.4, 14);
  });

  test("stationary law and expected durations", () => {
    expect(model.stationary[0]).toBeCloseTo(4 / 7, 14);
    expect([...model.expectedDurations]).toEqual([1 / (1 - 0.7), 1 / (1 - 0.6)]);
  });

  test("an impossible path does not underflow the others", () => {
    const rigid = GaussianHmm.fromJSON({
      ...known,
      parameters: {
        ...known.parameters,
        startProbabilities: [1, 0],
        transition: [
          [1, 0],
          [0, 1],
        ],
        means: [[0], [100]],
      },
    });
    expect(rigid.score([100, 100])).toBeCloseTo(2 * Math.log(normal(0, 0, 1)) - 100 ** 2, 8);
  });
});

describe("GaussianHmm.fit", () => {
  const { X, states } = sample(1500, 2, 11);

  test("recovers a planted model", () => {
    const model = GaussianHmm.fit(X, { states: 2, seed: 3 });
    const { transition, covariances } = model.parameters;
    expect(model.converged).toBe(true);
    expect(Math.sqrt(covariances[0]![0]![0]!)).toBeCloseTo(0.6, 1);
    expect(Math.abs(Math.sqrt(covariances[1]![0]![0]!) - 2)).toBeLessThan(0.2);
    expect(Math.abs(transition[0]![0]! - 0.97)).toBeLessThan(0.02);
    const decoded = model.decode(X).path;
    const agreement = states.filter((state, t) => state === decoded[t]).length / states.length;
    expect(agreement).toBeGreaterThan(0.95);
  });

  test("each covariance form restricts the one above it", () => {
    const logLikelihood = (covariance: "spherical" | "diagonal" | "tied" | "full"): number =>
      GaussianHmm.fit(X, { states: 2, seed: 3, covariance }).logLikelihood;
    const full = logLikelihood("full");
    const diagonal = logLikelihood("diagonal");
    expect(full).toBeGreaterThan(diagonal);
    expect(diagonal).toBeGreaterThan(logLikelihood("spherical"));
    expect(full).toBeGreaterThan(logLikelihood("tied"));
  });

  test("the same seed gives the same model, and JSON restores it without loss", () => {
    const first = GaussianHmm.fit(X, { states: 2, seed: 5, restarts: 3 });
    const second = GaussianHmm.fit(X, { states: 2, seed: 5, restarts: 3 });
    expect(second.toJSON()).toEqual(first.toJSON());
    const restored = GaussianHmm.fromJSON(JSON.parse(JSON.stringify(first)));
    expect(restored.score(X)).toBe(first.score(X));
    expect(restored.toJSON()).toEqual(first.toJSON());
  });

  test("information criteria count the parameters of definition 36", () => {
    const model = GaussianHmm.fit(X, { states: 2, seed: 3 });
    const parameters = 1 + 2 + 2 * 2 + 2 * 3;
    expect(model.aic).toBeCloseTo(-2 * model.logLikelihood + 2 * parameters, 9);
    expect(model.bic).toBeCloseTo(-2 * model.logLikelihood + parameters * Math.log(1500), 9);
    expect(model.icl).toBeGreaterThan(model.bic);
  });

  test("a sticky prior lengthens the stay in each state", () => {
    const plain = GaussianHmm.fit(X, { states: 2, seed: 3 });
    const sticky = GaussianHmm.fit(X, { states: 2, seed: 3, sticky: { selfTransition: 200 } });
    expect(sticky.expectedDurations[0]).toBeGreaterThan(plain.expectedDurations[0]!);
    expect(sticky.expectedDurations[1]).toBeGreaterThan(plain.expectedDurations[1]!);
  });

  test("missing rows carry no information: a run of them at the end changes no parameter", () => {
    const longer = [...X, [NaN, 1], [NaN, NaN], [2, NaN]];
    const plain = GaussianHmm.fit(X, { states: 2, seed: 3 });
    const padded = GaussianHmm.fit(longer, { states: 2, seed: 3 });
    expect(Math.abs(padded.logLikelihood - plain.logLikelihood)).toBeLessThan(1e-5);
  });

  test("one state is the sample mean and the maximum-likelihood covariance", () => {
    const model = GaussianHmm.fit([1, 2, 4, 9], { states: 1, seed: 1 });
    expect(model.parameters.means[0]![0]).toBeCloseTo(4, 12);
    expect(model.parameters.covariances[0]![0]![0]).toBeCloseTo(9.5, 12);
  });

  test("no prior moves the covariance, its off-diagonal entries least of all", () => {
    const model = GaussianHmm.fit(X, { states: 1, seed: 1 });
    const n = X.length;
    const mean = [0, 1].map((i) => X.reduce((sum, row) => sum + row[i]!, 0) / n);
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 0],
    ] as const) {
      const moment = X.reduce((sum, row) => sum + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0) / n;
      expect(model.parameters.covariances[0]![i]![j]).toBeCloseTo(moment, 12);
    }
  });

  test("two copies of a sequence, told apart by their lengths, give the model of one", () => {
    const options = { states: 2, seed: 3, restarts: 2, maxIterations: 200 };
    const one = GaussianHmm.fit(X, options);
    const two = GaussianHmm.fit([...X, ...X], { ...options, lengths: [X.length, X.length] });
    expect(Math.abs(two.logLikelihood - 2 * one.logLikelihood)).toBeLessThan(1e-4);
    expect(two.parameters.transition[0]![1]).toBeCloseTo(one.parameters.transition[0]![1]!, 4);
  });

  test("a state on a single point is held at the variance floor", () => {
    const model = GaussianHmm.fit([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0.1], {
      states: 3,
      seed: 2,
      covarianceFloor: 1e-3,
    });
    expect(Number.isFinite(model.logLikelihood)).toBe(true);
    for (const covariance of model.parameters.covariances) {
      expect(covariance[0]![0]).toBeGreaterThanOrEqual(model.toJSON().covarianceFloor[0]!);
    }
  });

  test("reports progress and stops at an abort", () => {
    const phases: string[] = [];
    GaussianHmm.fit(X, { states: 2, seed: 3, restarts: 4, onProgress: ({ phase }) => phases.push(phase) });
    expect(phases).toEqual(["starts", "starts", "starts", "starts", "finish", "finish", "finish"]);
    expect(() => GaussianHmm.fit(X, { states: 2, seed: 3, signal: AbortSignal.abort() })).toThrow(/aborted/);
  });

  test.each([
    [
      "a constant column",
      () =>
        GaussianHmm.fit(
          [
            [1, 2],
            [2, 2],
            [3, 2],
            [4, 2],
            [5, 2],
            [6, 2],
          ],
          { states: 2, seed: 1 },
        ),
      /column 1 is constant/,
    ],
    ["too few rows", () => GaussianHmm.fit([1, 2, NaN], { states: 2, seed: 1 }), /2 complete rows, at least 5/],
    [
      "an infinite value",
      () => GaussianHmm.fit([1, 2, Infinity], { states: 2, seed: 1 }),
      /row 2, column 0 is Infinity/,
    ],
    ["ragged rows", () => GaussianHmm.fit([[1, 2], [3]], { states: 2, seed: 1 }), /row 1 has 1 values/],
    ["no states", () => GaussianHmm.fit([1, 2, 3], { states: 0, seed: 1 }), /from 1 to 20/],
    ["no restarts", () => GaussianHmm.fit([1, 2, 3, 4, 5, 6], { states: 2, seed: 1, restarts: 0 }), /restarts|>= 1/],
    [
      "a negative prior",
      () => GaussianHmm.fit([1, 2, 3, 4, 5], { states: 2, seed: 1, sticky: { selfTransition: -1 } }),
      /selfTransition >= 0/,
    ],
    ["another width", () => GaussianHmm.fromJSON(known).filter([[1, 2]]), /fitted on 1 columns, X has 2/],
    ["no horizon", () => GaussianHmm.fromJSON(known).forecast([1], { horizon: 0 }), /whole number >= 1/],
    ["foreign JSON", () => GaussianHmm.fromJSON({ kind: "else" }), /not a Gaussian HMM: kind/],
    [
      "an indefinite covariance",
      () => GaussianHmm.fromJSON({ ...known, parameters: { ...known.parameters, covariances: [[[1]], [[-1]]] } }),
      /state 1 is not positive definite/,
    ],
  ])("refuses %s by name", (_name, body, message) => {
    expect(body).toThrow(message);
    expect(body).toThrow(PlimsollError as never);
  });
});

describe("GaussianHmm properties", () => {
  const observations = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 40 });

  test("filtered probabilities ignore the future", () => {
    const model = GaussianHmm.fromJSON(known);
    fc.assert(
      fc.property(observations, observations, (past, future) => {
        const alone = model.filter(past);
        const extended = model.filter([...past, ...future]);
        expect([...extended.values.subarray(0, alone.values.length)]).toEqual([...alone.values]);
      }),
    );
  });

  test("expectation-maximisation never lowers the likelihood: more iterations are never worse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 20 }), (seed, iterations) => {
        const { X } = sample(120, 1, seed);
        const fit = (maxIterations: number): number =>
          GaussianHmm.fit(X, { states: 2, seed: 1, restarts: 1, maxIterations }).logLikelihood;
        expect(fit(iterations + 1)).toBeGreaterThanOrEqual(fit(iterations) - 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  test("whatever was fitted, its JSON restores it: probabilities are laws to the last bit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 4 }), (seed, states) => {
        const { X } = sample(150, 1, seed);
        const model = GaussianHmm.fit(X, { states, seed, restarts: 1, maxIterations: 15 });
        const restored = GaussianHmm.fromJSON(JSON.parse(JSON.stringify(model)));
        expect(restored.score(X)).toBe(model.score(X));
        for (const probability of model.parameters.startProbabilities) expect(probability).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  test("naming the states differently gives the same likelihood", () => {
    const swapped = GaussianHmm.fromJSON({
      ...known,
      parameters: {
        ...known.parameters,
        startProbabilities: [0.4, 0.6],
        transition: [
          [0.6, 0.4],
          [0.3, 0.7],
        ],
        means: [[1], [0]],
        covariances: [[[4]], [[1]]],
      },
    });
    const model = GaussianHmm.fromJSON(known);
    fc.assert(
      fc.property(observations, (X) => {
        expect(swapped.score(X)).toBeCloseTo(model.score(X), 10);
      }),
    );
  });
});

// S&P 500 daily simple returns x 100, golden/ml.md: maximum likelihood without a prior
describe("S&P 500 reference", () => {
  for (const [states, logLikelihood] of [
    [2, -7131.8869908964],
    [3, -6901.4291233585],
  ] as const) {
    referenceTest(
      `${states} states reach the published likelihood`,
      () => {
        const lines = gunzipSync(readFileSync(referenceFile("ml/arch_sp500.csv.gz")))
          .toString("utf8")
          .trim()
          .split(/\r?\n/);
        const column = lines[0]!.split(",").indexOf("Adj Close");
        const closes = lines.slice(1).map((line) => Number(line.split(",")[column]));
        const returns = closes.slice(1).map((close, t) => 100 * (close / closes[t]! - 1));
        const model = GaussianHmm.fit(returns, { states, seed: 1, tolerance: 1e-15 });
        expect(model.converged).toBe(true);
        expect(model.logLikelihood).toBeCloseTo(logLikelihood, 9);
      },
      60_000,
    );
  }
});
