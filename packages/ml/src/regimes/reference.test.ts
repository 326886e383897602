import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { GaussianHmm } from "./gaussian-hmm.ts";
import { MixtureHmm } from "./mixture-hmm.ts";
import { StudentTHmm } from "./student-t-hmm.ts";

/** S&P 500 daily simple returns x 100, n = 5030. */
function sp500(): number[] {
  const lines = gunzipSync(readFileSync(referenceFile("ml/arch_sp500.csv.gz")))
    .toString("utf8")
    .trim()
    .split(/\r?\n/);
  const column = lines[0]!.split(",").indexOf("Adj Close");
  const closes = lines.slice(1).map((line) => Number(line.split(",")[column]));
  return closes.slice(1).map((close, t) => 100 * (close / closes[t]! - 1));
}

describe("other packages on the S&P 500", () => {
  referenceTest("one Student-t state is the maximum-likelihood t of scipy 1.17", () => {
    const model = StudentTHmm.fit(sp500(), { states: 1, seed: 1, restarts: 1, tolerance: 1e-15 });
    expect(model.logLikelihood).toBeCloseTo(-7440.970724724115, 7);
    const { locations, scatters, degreesOfFreedom } = model.parameters;
    expect(locations[0]![0]).toBeCloseTo(0.051887, 5);
    expect(scatters[0]![0]![0]).toBeCloseTo(0.512693, 5);
    expect(degreesOfFreedom[0]).toBeCloseTo(2.708551, 4);
  });

  // GMMHMM(2, 2, "full", tol=1e-7, random_state=0..5): best score; its weak priors cost it the sixth digit
  referenceTest("two states of two Gaussians reach the optimum of hmmlearn 0.3.3", () => {
    const model = MixtureHmm.fit(sp500(), { states: 2, seed: 1, restarts: 4, tolerance: 1e-13 });
    expect(model.logLikelihood).toBeGreaterThan(-6985.354142674755);
    expect(model.logLikelihood).toBeLessThan(-6985.3541);
  });

  referenceTest("the online filter has what statistics over all rows take from the future", () => {
    const returns = sp500();
    const model = GaussianHmm.fit(returns, { states: 2, seed: 1, restarts: 3 });
    const filter = model.online();
    const batch = model.filter(returns);
    let differing = 0;
    returns.forEach((value, t) => {
      const law = filter.update(value);
      if (law[0] !== batch.row(t)[0]) differing += 1;
    });
    expect(differing).toBe(0);
    const smoothed = model.smooth(returns).mostLikely();
    const ahead = batch.mostLikely().filter((state, t) => state !== smoothed[t]).length;
    expect(ahead).toBeGreaterThan(100);
  });
});
