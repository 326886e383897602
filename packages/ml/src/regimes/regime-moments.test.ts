import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GaussianHmm } from "./gaussian-hmm.ts";
import { regimeMoments } from "./regime-moments.ts";
import { RegimeProbabilities } from "./regime-probabilities.ts";
import { lawCases } from "./testing.ts";

const assets = ["A", "B"];
const rowsOf = (count: number, seed: number): number[][] => {
  const random = RandomStream.of(seed);
  return Array.from({ length: count }, () => [0.01 * random.normal(), 0.02 * random.normal()]);
};
const lawOf = (rows: number, states: number, seed: number): RegimeProbabilities => {
  const random = RandomStream.of(seed);
  const values = new Float64Array(rows * states);
  for (let t = 0; t < rows; t++) {
    const draws = Array.from({ length: states }, () => random.uniformOpen());
    const total = draws.reduce((a, b) => a + b, 0);
    draws.forEach((draw, k) => (values[t * states + k] = draw / total));
  }
  return new RegimeProbabilities("filtered", rows, states, values);
};

describe("regimeMoments", () => {
  const model = GaussianHmm.fromParameters({
    startProbabilities: [0.5, 0.5],
    transition: [
      [0.9, 0.1],
      [0.2, 0.8],
    ],
    means: [
      [0.001, 0.002],
      [-0.002, -0.004],
    ],
    covariances: [
      [
        [1e-4, 0],
        [0, 4e-4],
      ],
      [
        [9e-4, 1e-3],
        [1e-3, 2.5e-3],
      ],
    ],
  });
  const returns = { assets, values: rowsOf(30, 1) };

  test("with a model they are its states' moments, annual by periods a year", () => {
    const { regimes } = regimeMoments(model, returns, { periodsPerYear: 252 });
    expect(regimes[1]!.mean).toMatchObject({ assets, periodsPerYear: 252, unit: "year" });
    expect(regimes[1]!.mean.values[1]).toBeCloseTo(-0.004 * 252, 12);
    expect(regimes[1]!.covariance.values[0]![1]).toBeCloseTo(1e-3 * 252, 12);
    expect(regimes[0]!.covariance.method).toBe("regime 0 of gaussian-hmm");
  });

  test("the mixture follows the forecast by the total covariance formula", () => {
    const { weights, mixture } = regimeMoments(model, returns, { periodsPerYear: 252, unit: "period", horizon: 3 });
    expect(weights).toEqual([...model.forecast(returns, { horizon: 3 }).row(2)]);
    const [p, q] = weights as [number, number];
    const mean = p * 0.001 + q * -0.002;
    expect(mixture.mean.values[0]).toBeCloseTo(mean, 15);
    const second = p * (1e-4 + 0.001 ** 2) + q * (9e-4 + 0.002 ** 2);
    expect(mixture.covariance.values[0]![0]).toBeCloseTo(second - mean ** 2, 15);
  });

  test("with probabilities, the mixture at their mean is the sample's own mean and covariance", () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 5, max: 40 }),
        (seed, states, count) => {
          const values = rowsOf(count, seed);
          const probabilities = lawOf(count, states, seed);
          const weights = Array.from({ length: states }, (_, k) =>
            Array.from({ length: count }, (__, t) => probabilities.row(t)[k]! / count).reduce((a, b) => a + b, 0),
          );
          const { mixture } = regimeMoments(probabilities, { assets, values }, { periodsPerYear: 1, weights });
          const means = [0, 1].map((i) => values.reduce((sum, row) => sum + row[i]! / count, 0));
          const covariance = values.reduce(
            (sum, row) => sum + ((row[0]! - means[0]!) * (row[1]! - means[1]!)) / count,
            0,
          );
          expect(mixture.mean.values[0]).toBeCloseTo(means[0]!, 12);
          expect(mixture.covariance.values[1]![0]).toBeCloseTo(covariance, 12);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("sure probabilities give the sample moments of the rows of each regime", () => {
    const values = [
      [0.01, 0.02],
      [0.03, -0.01],
      [-0.05, 0.04],
      [-0.07, 0.08],
    ];
    const sure = new RegimeProbabilities("smoothed", 4, 2, Float64Array.of(1, 0, 1, 0, 0, 1, 0, 1));
    const { regimes, weights } = regimeMoments(sure, { assets, values }, { periodsPerYear: 1 });
    expect(regimes[0]!.mean.values[0]).toBeCloseTo(0.02, 15);
    expect(regimes[0]!.covariance.values[0]![0]).toBeCloseTo(0.0001, 15);
    expect(regimes[1]!.covariance.values[0]![1]).toBeCloseTo(-0.0002, 15);
    expect(weights).toEqual([0, 1]);
  });

  test("per cent are told by their scale", () => {
    const percent = GaussianHmm.fromParameters({
      ...model.parameters,
      means: model.parameters.means.map((mean) => mean.map((value) => value * 100)),
      covariances: model.parameters.covariances.map((rows) => rows.map((row) => row.map((value) => value * 1e4))),
    });
    const inPercent = { assets, values: returns.values.map((row) => row.map((value) => value * 100)) };
    const a = regimeMoments(percent, inPercent, { periodsPerYear: 252, scale: 0.01 });
    const b = regimeMoments(model, returns, { periodsPerYear: 252 });
    a.mixture.covariance.values.flat().forEach((value, i) => {
      expect(value).toBeCloseTo(b.mixture.covariance.values.flat()[i]!, 10);
    });
  });

  test("Student-t and mixture laws give the covariance of a row, not its scatter", () => {
    for (const { known } of lawCases.slice(0, 3)) {
      const { values } = known.simulate(3, 60_000);
      const path = known.simulate(3, 60_000).path;
      const { mean, covariance } = known.moments(0);
      let count = 0;
      let sum = 0;
      let square = 0;
      path.forEach((state, t) => {
        if (state !== 0) return;
        count += 1;
        sum += values[2 * t]!;
        square += (values[2 * t]! - mean[0]!) ** 2;
      });
      expect(Math.abs(sum / count - mean[0]!)).toBeLessThan(0.05);
      expect(Math.abs(square / count / covariance[0]! - 1)).toBeLessThan(0.08);
    }
  });

  test.each([
    ["other assets", () => regimeMoments(model, { assets: ["A"], values: [[1]] }, { periodsPerYear: 1 }), /2 columns/],
    ["other rows", () => regimeMoments(lawOf(3, 2, 1), returns, { periodsPerYear: 1 }), /30 rows/],
    ["no periods a year", () => regimeMoments(model, returns, { periodsPerYear: 0 }), /periodsPerYear|positive/],
    [
      "weights that are no law",
      () => regimeMoments(model, returns, { periodsPerYear: 1, weights: [1, 1] }),
      /sum to 1/,
    ],
    [
      "symbols",
      () => regimeMoments(lawCases[3]!.known, { assets: ["A"], values: [[1]] }, { periodsPerYear: 1 }),
      /symbols/,
    ],
    [
      "a regime without rows",
      () =>
        regimeMoments(
          new RegimeProbabilities("filtered", 2, 2, Float64Array.of(1, 0, 1, 0)),
          { assets, values: rowsOf(2, 1) },
          { periodsPerYear: 1 },
        ),
      /regime 1 has no weight/,
    ],
  ])("refuses %s", (_name, body, message) => {
    expect(body).toThrow(message);
  });
});
