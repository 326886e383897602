import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { DiscreteHmm } from "./discrete-hmm.ts";
import { GaussianHmm } from "./gaussian-hmm.ts";
import { regimeStandardErrors } from "./standard-errors.ts";
import { StudentTHmm } from "./student-t-hmm.ts";
import { lawCases } from "./testing.ts";

describe("regimeStandardErrors", () => {
  test("one Gaussian state has the textbook errors: sd / sqrt(n) and variance sqrt(2 / n)", () => {
    const n = 400;
    const X = RandomStream.of(1)
      .fillNormal(new Float64Array(n))
      .map((z) => 3 + 2 * z);
    const model = GaussianHmm.fit(X, { states: 1, seed: 1, restarts: 1 });
    const variance = model.parameters.covariances[0]![0]![0]!;
    const { parameters, method } = regimeStandardErrors(model, X);
    expect(method).toBe("hessian");
    expect(parameters.means[0]![0]! / Math.sqrt(variance / n)).toBeCloseTo(1, 4);
    expect(parameters.covariances[0]![0]![0]! / (variance * Math.sqrt(2 / n))).toBeCloseTo(1, 4);
    expect(parameters.transition[0]![0]).toBeNull();
  });

  test("a normal's sandwich follows the fourth moment", () => {
    const n = 500;
    const random = RandomStream.of(2);
    const X = Float64Array.from({ length: n }, () => random.studentT(6));
    const model = GaussianHmm.fit(X, { states: 1, seed: 1, restarts: 1 });
    const mean = model.parameters.means[0]![0]!;
    const variance = model.parameters.covariances[0]![0]![0]!;
    const fourth = X.reduce((sum, x) => sum + (x - mean) ** 4 / n, 0);
    const { parameters } = regimeStandardErrors(model, X, { method: "sandwich" });
    expect(parameters.covariances[0]![0]![0]! / Math.sqrt((fourth - variance ** 2) / n)).toBeCloseTo(1, 3);
  });

  test("symbols of one state have the binomial's errors, also for the probability that is 1 less the others", () => {
    const X = Array.from({ length: 300 }, (_, t) => (t % 10 < 7 ? 0 : 1));
    const model = DiscreteHmm.fit(X, { states: 1, seed: 1, restarts: 1 });
    const { parameters } = regimeStandardErrors(model, X);
    for (const error of parameters.symbolProbabilities[0]!) expect(error! / Math.sqrt(0.21 / 300)).toBeCloseTo(1, 4);
  });

  test("information, scores, sandwich and bootstrap agree for every emission law where the model is right", () => {
    for (const { known, fit } of lawCases) {
      if (known.kind === "mixture-hmm") continue;
      const X = known.simulate(4, 1500);
      const model = fit(X, { states: 2, seed: 1, restarts: 2, tolerance: 1e-11 });
      const errorOf = (method: "hessian" | "opg" | "sandwich" | "bootstrap"): number =>
        regimeStandardErrors(model, X, { method, seed: 1, replications: 25 }).parameters.transition[0]![1]!;
      const reference = errorOf("hessian");
      for (const method of ["opg", "sandwich", "bootstrap"] as const) {
        expect(errorOf(method) / reference).toBeGreaterThan(0.6);
        expect(errorOf(method) / reference).toBeLessThan(1.6);
      }
    }
  });

  test("rows of a transition matrix of two states share one error, start probabilities and bounds have none", () => {
    const X = lawCases[0]!.known.simulate(1, 1500);
    const model = GaussianHmm.fit(X, { states: 2, seed: 1, restarts: 2 });
    const { parameters } = regimeStandardErrors(model, X, { method: "opg" });
    expect(parameters.transition[0]![0]).toBeCloseTo(parameters.transition[0]![1]!, 12);
    expect(parameters.startProbabilities).toEqual([null, null]);
    expect(parameters.covariance).toBe("full");
    const heavy = StudentTHmm.fit(X, { states: 2, seed: 1, restarts: 2, degreesOfFreedom: 10 });
    expect(regimeStandardErrors(heavy, X, { method: "opg" }).parameters.degreesOfFreedom).toEqual([null, null]);
  });

  test("says so where there is no maximum, no seed, no such method", () => {
    const { known } = lawCases[0]!;
    const X = lawCases[0]!.known.simulate(1, 60);
    expect(() =>
      regimeStandardErrors(
        known.permuted([0, 1]),
        X.values.map((x) => x * 30),
      ),
    ).toThrow(/not positive/);
    expect(() => regimeStandardErrors(known, X, { method: "bootstrap" })).toThrow(/seed/);
    expect(() => regimeStandardErrors(known, X, { method: "jackknife" as never })).toThrow(/jackknife/);
    expect(() => regimeStandardErrors(known, X, { signal: AbortSignal.abort() })).toThrow(/aborted/);
  });
});

// statsmodels 0.15 MarkovRegression(returns, 2, trend="c", switching_variance=True), bse by cov_type="approx"; it begins at
// the stationary law, so the last digits differ
referenceTest("two regimes of the S&P 500 have the standard errors that statsmodels finds", () => {
  const lines = gunzipSync(readFileSync(referenceFile("ml/arch_sp500.csv.gz")))
    .toString("utf8")
    .trim()
    .split(/\r?\n/);
  const column = lines[0]!.split(",").indexOf("Adj Close");
  const closes = lines.slice(1).map((line) => Number(line.split(",")[column]));
  const returns = closes.slice(1).map((close, t) => 100 * (close / closes[t]! - 1));
  const model = GaussianHmm.fit(returns, { states: 2, seed: 1, restarts: 3 });
  const { transition, means, covariances } = regimeStandardErrors(model, returns).parameters;
  const ours = [
    transition[0]![1],
    transition[1]![0],
    means[0]![0],
    means[1]![0],
    covariances[0]![0]![0],
    covariances[1]![0]![0],
  ];
  const theirs = [0.0026590637, 0.0047241607, 0.0127252678, 0.0438185211, 0.0202323258, 0.1449196569];
  ours.forEach((error, i) => expect(Math.abs(error! / theirs[i]! - 1)).toBeLessThan(0.01));
});
