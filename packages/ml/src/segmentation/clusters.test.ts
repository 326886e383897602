import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import type { ObservationInput } from "../observations.ts";
import { GaussianHmm } from "../regimes/gaussian-hmm.ts";
import { GaussianMixture } from "./gaussian-mixture.ts";
import { KMeansRegimes } from "./k-means-regimes.ts";

const random = RandomStream.of(17);
const planted = Array.from({ length: 500 }, (_, t) => Number(t % 10 > 6));
const rows = planted.map((state) => [
  state * 3 + (1 + state) * random.normal(),
  -state * 2 + random.normal() * (1 + state / 2),
]);
const agreement = (labels: Int32Array): number =>
  labels.filter((label, t) => label === planted[t]).length / labels.length;

/** Fixed rows that scikit-learn was run on: sines, no generator needed. */
const waves = Array.from({ length: 60 }, (_, t) => [
  Math.sin(t * t) + (t % 3 === 0 ? 8 : 0),
  Math.cos(t * t * 0.7) - (t % 3 === 1 ? 6 : 0),
]);

describe("KMeansRegimes", () => {
  test("recovers planted clusters, ordered from calm to wild, and refits the same", () => {
    const model = KMeansRegimes.fit(rows, { states: 2, seed: 4 });
    expect(agreement(model.predict(rows))).toBeGreaterThan(0.9);
    expect(KMeansRegimes.fit(rows, { states: 2, seed: 4 }).toJSON()).toEqual(model.toJSON());
    expect(model.converged).toBe(true);
    expect(model.parameters.shares[1]).toBeCloseTo(0.3, 1);
  });

  // scikit-learn 1.9: KMeans(3, n_init=50).inertia_ and silhouette_score on the same rows
  test("inertia and silhouette are those of scikit-learn", () => {
    const model = KMeansRegimes.fit(waves, { states: 3, seed: 1, restarts: 50, scale: "none" });
    expect(model.inertia).toBeCloseTo(58.94844875109992, 9);
    expect(model.silhouette(waves)).toBeCloseTo(0.8002096816143192, 9);
  });

  test("each row is judged alone, missing rows by none", () => {
    const model = KMeansRegimes.fit(rows, { states: 3, seed: 1 });
    const whole = model.predict(rows);
    rows.slice(0, 20).forEach((row, t) => expect(model.predict([row])[0]).toBe(whole[t]));
    expect(model.predict([[NaN, 1], rows[0]!])[0]).toBe(-1);
    const copy = KMeansRegimes.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(copy.predict(rows)).toEqual(whole);
  });

  test("bad input is named", () => {
    expect(() => KMeansRegimes.fit(rows, { states: 1, seed: 1 })).toThrow(/2 to 20, was 1/);
    expect(() => KMeansRegimes.fit(rows, { states: 2, seed: 1, restarts: 0 })).toThrow(/>= 1, was 0/);
    expect(() => KMeansRegimes.fit(rows.slice(0, 3), { states: 2, seed: 1 })).toThrow(/3 complete rows/);
    expect(() => KMeansRegimes.fit(rows, { states: 2, seed: 1 }).predict([[1, 2, 3]])).toThrow(/X has 3/);
    expect(() => KMeansRegimes.fromJSON({ kind: "k-means-regimes" })).toThrow(/not regimes by k-means/);
  });
});

describe("GaussianMixture", () => {
  // scikit-learn 1.9: GaussianMixture(3, n_init=5, tol=1e-12, max_iter=5000, reg_covar=0): score x rows, bic
  test("log-likelihood and BIC are those of scikit-learn", () => {
    const model = GaussianMixture.fit(waves, { states: 3, seed: 1, restarts: 20 });
    expect(model.logLikelihood).toBeCloseTo(-189.98552070016774, 5);
    expect(model.bic).toBeCloseTo(449.5748989581112, 5);
    const order = [...model.parameters.weights].sort((a, b) => a - b);
    [0.3333333333, 0.3333333333, 0.3333333333].forEach((weight, k) => expect(order[k]).toBeCloseTo(weight, 4));
  });

  test("recovers a planted mixture within a few standard errors", () => {
    const model = GaussianMixture.fit(rows, { states: 2, seed: 4 });
    const { means, weights } = model.parameters;
    expect(Math.abs(weights[1]! - 0.3)).toBeLessThan(0.1);
    expect(Math.abs(means[0]![0]!)).toBeLessThan(0.25);
    expect(Math.abs(means[1]![0]! - 3)).toBeLessThan(0.7);
    expect(agreement(model.predict(rows))).toBeGreaterThan(0.88);
  });

  test("more iterations never lower the likelihood", () => {
    let before = -Infinity;
    for (const maxIterations of [1, 2, 3, 5, 10, 50]) {
      const { logLikelihood } = GaussianMixture.fit(rows, { states: 3, seed: 2, restarts: 1, maxIterations });
      expect(logLikelihood).toBeGreaterThanOrEqual(before - 1e-9);
      before = logLikelihood;
    }
  });

  test("is the hidden Markov model whose rows of the transition matrix are all its weights", () => {
    const model = GaussianMixture.fit(rows, { states: 2, seed: 4 });
    const { weights, ...law } = model.parameters;
    const chain = GaussianHmm.fromParameters({ ...law, startProbabilities: weights, transition: [weights, weights] });
    expect(model.score(rows)).toBeCloseTo(chain.score(rows), 7);
    const own = model.filter(rows).values;
    chain.filter(rows).values.forEach((value, i) => expect(value).toBeCloseTo(own[i]!, 9));
  });

  test("has the face that stability of regimes is judged by", () => {
    const fit = (X: ObservationInput): GaussianMixture => GaussianMixture.fit(X, { states: 2, seed: 4, restarts: 3 });
    const model = fit(rows);
    const scores = model.rowScores([...rows, [NaN, 1]]);
    expect(scores.reduce((sum, value) => sum + value, 0)).toBeCloseTo(model.score(rows), 8);
    expect(scores.at(-1)).toBe(0);
    expect(model.smooth(rows).values).toEqual(model.filter(rows).values);
    expect(model.decode(rows).path).toEqual(model.predict(rows));
  });

  test("JSON round trip, missing rows, bad input", () => {
    const gaps = rows.map((row, t) => (t % 11 === 0 ? [NaN, 0] : row));
    const model = GaussianMixture.fit(gaps, { states: 2, seed: 1, covariance: "diagonal" });
    const full = rows.filter((_, t) => t % 11 !== 0);
    expect(model.logLikelihood).toBeCloseTo(model.score(full), 8);
    const copy = GaussianMixture.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(copy.filter(rows).values).toEqual(model.filter(rows).values);
    expect(() => GaussianMixture.fit(rows, { states: 0, seed: 1 })).toThrow(/1 to 20, was 0/);
    expect(() => GaussianMixture.fit(rows.slice(0, 4), { states: 2, seed: 1 })).toThrow(/4 complete rows/);
    expect(() => model.filter([1])).toThrow(/multiple of 2|X has 1/);
    expect(() => GaussianMixture.fromJSON({})).toThrow(/not a Gaussian mixture/);
  });
});
