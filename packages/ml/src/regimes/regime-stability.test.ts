import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import type { ObservationInput } from "../observations.ts";
import { GaussianHmm } from "./gaussian-hmm.ts";
import { fitHmm, hmmFromJSON } from "./hmm-spec.ts";
import type { RegimeModel } from "./regime-model.ts";
import { RegimeProbabilities } from "./regime-probabilities.ts";
import { regimeStability } from "./regime-stability.ts";
import { lawCases } from "./testing.ts";

const known = GaussianHmm.fromParameters({
  startProbabilities: [1, 0],
  transition: [
    [0.97, 0.03],
    [0.06, 0.94],
  ],
  means: [[0.1], [-0.3]],
  covariances: [[[0.5]], [[8]]],
});
const X = known.simulate(2, 800);
const spec = { law: "gaussian", states: 2, seed: 1, restarts: 3, tolerance: 1e-8 } as const;
const noise = RandomStream.of(5).fillNormal(new Float64Array(800));

describe("regimeStability", () => {
  const planted = regimeStability(X, spec, { seed: 1, refits: 5 });

  test("planted regimes are found again by windows of the rows", () => {
    expect(planted.refits).toHaveLength(5);
    expect(planted.adjustedRand.least).toBeGreaterThan(0.8);
    expect(planted.equalStates!.least).toBeGreaterThan(0.93);
    const variance = planted.parameters.find(({ name }) => name === "covariances[1][0][0]")!;
    expect(variance.reference).toBe(fitHmm(X, spec).moments(1).covariance[0]);
    expect(Math.abs(variance.mean - variance.reference)).toBeLessThan(2);
    expect(variance.standardDeviation).toBeGreaterThan(0);
  });

  test("planted regimes foretell rows out of sample better than one state, noise has none to find", () => {
    const { regimes, oneState, advantage } = planted.outOfSample;
    expect(regimes.score - oneState.score).toBeCloseTo(advantage.score, 12);
    expect(advantage.statistic).toBeGreaterThan(3);
    expect(advantage.pValue).toBeLessThan(0.002);
    const none = regimeStability(noise, spec, { seed: 1, refits: 3 });
    expect(none.outOfSample.advantage.statistic).toBeLessThan(2);
    expect(none.adjustedRand.mean).toBeLessThan(planted.adjustedRand.mean);
  });

  test("other seeds of the starts find the same maximum", () => {
    const { adjustedRand, equalStates } = regimeStability(X, spec, { seed: 1, refits: 3, resample: "seeds", folds: 1 });
    expect(adjustedRand.least).toBeGreaterThan(0.99);
    expect(equalStates!.least).toBeGreaterThan(0.99);
  });

  test("refits on simulated rows spread as the parametric bootstrap does", () => {
    const { parameters } = regimeStability(X, spec, { seed: 1, refits: 6, resample: "simulate", folds: 1 });
    const mean = parameters.find(({ name }) => name === "means[0][0]")!;
    expect(mean.standardDeviation).toBeGreaterThan(0.005);
    expect(mean.standardDeviation).toBeLessThan(0.15);
  });

  test("the same seed gives the same answer", () => {
    const again = regimeStability(X, spec, { seed: 1, refits: 5 });
    expect({ ...again, model: 0 }).toEqual({ ...planted, model: 0 });
  });

  test("works with any model that has the face", () => {
    // two regimes told by the sign of the row: no permutation, no simulation
    const signs = (): RegimeModel => ({
      states: 2,
      parameters: {},
      rowScores: (rows: ObservationInput) => (rows as Float64Array).map(() => -1),
      filter: (rows) => new RegimeProbabilities("filtered", (rows as Float64Array).length, 2, new Float64Array()),
      smooth: (rows) => new RegimeProbabilities("smoothed", (rows as Float64Array).length, 2, new Float64Array()),
      decode: (rows) => ({ path: Int32Array.from(rows as Float64Array, (value) => (value > 0 ? 1 : 0)) }),
    });
    const result = regimeStability(X.values, { fit: signs, fitOneState: signs }, { seed: 1, refits: 2 });
    expect(result.adjustedRand).toEqual({ mean: 1, least: 1 });
    expect(result.equalStates).toBeNull();
    expect(result.parameters).toEqual([]);
    expect(() =>
      regimeStability(X.values, { fit: signs, fitOneState: signs }, { seed: 1, resample: "simulate" }),
    ).toThrow(/windows/);
  });

  test("reports progress, stops at an abort, refuses bad options", () => {
    const phases: string[] = [];
    regimeStability(X, spec, { seed: 1, refits: 2, folds: 1, onProgress: ({ phase }) => phases.push(phase) });
    expect(phases).toEqual(["reference", "refits", "refits", "out of sample"]);
    expect(() => regimeStability(X, spec, { seed: 1, signal: AbortSignal.abort() })).toThrow(/aborted/);
    expect(() => regimeStability(X, spec, { seed: 1, refits: 1 })).toThrow(/>= 2/);
    expect(() => regimeStability(X, spec, { seed: 1, share: 0 })).toThrow(/share/);
    expect(() => regimeStability(X, spec, { seed: 1, resample: "days" as never })).toThrow(/was days/);
  });
});

test("hmmFromJSON restores a model of any kind", () => {
  for (const { known: model } of lawCases) {
    const restored = hmmFromJSON(JSON.parse(JSON.stringify(model)));
    expect(restored.constructor).toBe(model.constructor);
    expect(restored.toJSON()).toEqual(model.toJSON());
  }
  expect(() => hmmFromJSON({ kind: "constructor-hmm" })).toThrow(/kind is constructor-hmm/);
  expect(() => hmmFromJSON(null)).toThrow(/not a hidden Markov model/);
});
