import { readFileSync } from "node:fs";
import { normalCdf, normalPdf, normalQuantile, RandomStream, studentTDistribution } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { acerbiSzekelyTest } from "./acerbi-szekely.ts";
import { berkowitzTest } from "./berkowitz.ts";
import { dieboldMariano } from "./diebold-mariano.ts";
import { esRegressionTest } from "./es-regression.ts";
import { mcneilFreyTest } from "./mcneil-frey.ts";
import { modelConfidenceSet } from "./model-confidence-set.ts";
import { fisslerZieglerScores } from "./scores.ts";

// scripts/reference/risk-backtests.py
const peers = JSON.parse(readFileSync(new URL("./fixtures/backtests.json", import.meta.url), "utf8")) as {
  readonly berkowitz: {
    readonly probabilities: number[];
    readonly statistic: number;
    readonly independence: number;
    readonly tail: number;
  };
  readonly mcs: {
    readonly losses: number[][];
    readonly range: Record<string, number>;
    readonly max: Record<string, number>;
  };
};

const VAR = -normalQuantile(0.025);
const ES = normalPdf(VAR) / 0.025;
const flat = (value: number, length = 250): Float64Array => new Float64Array(length).fill(value);

describe("Acerbi & Szekely", () => {
  /** 250 returns whose Z2 is `z2` under VaR and ES of the law: six exceptions of equal size. */
  function withZ2(z2: number, valueAtRisk: number, expectedShortfall: number): Float64Array {
    const each = ((1 - z2) * 250 * 0.025 * expectedShortfall) / 12;
    expect(each).toBeGreaterThan(valueAtRisk);
    return Float64Array.from({ length: 250 }, (_, t) => (t % 20 === 0 && t < 240 ? -each : 0.1));
  }

  test("golden: Z2 has 5 % below -.704 and .01 % below -1.77 for normal returns, T = 250", () => {
    for (const [z2, probability, tolerance] of [
      [-0.704, 0.05, 0.0015],
      [-1.77, 1e-4, 6e-5],
    ] as const) {
      const { z2: result } = acerbiSzekelyTest({
        returns: withZ2(z2, VAR, ES),
        valueAtRisk: flat(VAR),
        expectedShortfall: flat(ES),
        simulate: { quantile: (_, p) => normalQuantile(p), draws: 100_000, seed: 1 },
      });
      expect(result.statistic).toBeCloseTo(z2, 10);
      expect(Math.abs(result.pValue! - probability)).toBeLessThan(tolerance);
    }
  });

  test("golden: Z2 has 5 % below -.755 and .01 % below -2.54 for Student-t with 4 degrees of freedom", () => {
    const law = studentTDistribution(4);
    // the closed form of four degrees of freedom (Shaw 2006), for many draws
    const quantile = (p: number): number => {
      const root = Math.sqrt(4 * p * (1 - p));
      return 2 * Math.sign(p - 0.5) * Math.sqrt(Math.cos(Math.acos(root) / 3) / root - 1);
    };
    const t = law.quantile(0.025);
    expect(quantile(0.025)).toBeCloseTo(t, 12);
    const shortfall = ((law.pdf(t) / 0.025) * (4 + t * t)) / 3;
    for (const [z2, probability, tolerance] of [
      [-0.755, 0.05, 0.0015],
      [-2.54, 1e-4, 6e-5],
    ] as const) {
      const { z2: result } = acerbiSzekelyTest({
        returns: withZ2(z2, -t, shortfall),
        valueAtRisk: flat(-t),
        expectedShortfall: flat(shortfall),
        simulate: { quantile: (_, p) => quantile(p), draws: 200_000, seed: 2 },
      });
      expect(Math.abs(result.pValue! - probability)).toBeLessThan(tolerance);
    }
  });

  test("mean 0 and p-values uniform when right, negative and small when risk is understated", () => {
    const stream = RandomStream.of("as");
    const sums = [0, 0, 0];
    const rejected = [0, 0, 0];
    const runs = 40;
    for (let run = 0; run < runs; run++) {
      const returns = stream.fillNormal(new Float64Array(250));
      const { z1, z2, z3 } = acerbiSzekelyTest({
        returns,
        valueAtRisk: flat(VAR),
        expectedShortfall: flat(ES),
        simulate: { quantile: (_, p) => normalQuantile(p), cdf: (_, x) => normalCdf(x), draws: 60, seed: run },
      });
      [z1, z2, z3].forEach(({ statistic, pValue }, i) => {
        sums[i]! += statistic ?? 0;
        if (pValue !== null && pValue < 0.05) rejected[i]!++;
      });
    }
    for (const sum of sums) expect(Math.abs(sum / runs)).toBeLessThan(0.15);
    for (const count of rejected) {
      expect(count / runs).toBeLessThan(0.15);
    }
    const worse = stream.fillNormal(new Float64Array(250)).map((value) => 1.5 * value);
    const { z1, z2, z3 } = acerbiSzekelyTest({
      returns: worse,
      valueAtRisk: flat(VAR),
      expectedShortfall: flat(ES),
      simulate: { quantile: (_, p) => normalQuantile(p), cdf: (_, x) => normalCdf(x), draws: 500, seed: 1 },
    });
    for (const { statistic } of [z1, z2, z3]) expect(statistic).toBeLessThan(0);
    for (const { pValue } of [z2, z3]) expect(pValue).toBeLessThan(0.02);
  });

  test("E e of Z3 is the expected mean of the lowest draws: ranks at their expectation under a uniform law give exactly 0", () => {
    // ranks at their expectation under a uniform law: e is linear there, so that Z3 is exactly 0
    const periods = 250;
    const returns = Float64Array.from({ length: periods }, (_, t) => -1 + (t + 1) / (periods + 1));
    const { z3 } = acerbiSzekelyTest({
      returns,
      valueAtRisk: flat(0.975),
      expectedShortfall: flat(0.9875),
      simulate: { quantile: (_, p) => p - 1, cdf: (_, x) => x + 1, draws: 1, seed: 1 },
    });
    expect(z3.statistic).toBeCloseTo(0, 10);
  });

  test("without the law only statistics; the tabulated zones of Z2 for 250 periods at 97.5 %", () => {
    const { z1, z2, z3 } = acerbiSzekelyTest({
      returns: withZ2(-1, VAR, ES),
      valueAtRisk: flat(VAR),
      expectedShortfall: flat(ES),
    });
    expect([z1.pValue, z2.pValue, z3.statistic, z3.pValue, z2.zone]).toEqual([null, null, null, null, "yellow"]);
    expect(z1.statistic).toBeCloseTo(-(2 * 250 * 0.025) / 12 + 1, 10);
    const none = acerbiSzekelyTest({ returns: flat(0.1), valueAtRisk: flat(VAR), expectedShortfall: flat(ES) });
    expect([none.z1.statistic, none.z2.statistic, none.z2.zone]).toEqual([null, 1, "green"]);
    expect(() =>
      acerbiSzekelyTest({ returns: flat(0.1), valueAtRisk: flat(VAR), expectedShortfall: flat(-1) }),
    ).toThrow(/expectedShortfall\[0\].*positive/);
  });
});

describe("McNeil & Frey", () => {
  function rejections(scale: number): number {
    const stream = RandomStream.of(`mf ${scale}`);
    let count = 0;
    for (let run = 0; run < 100; run++) {
      const returns = stream.fillNormal(new Float64Array(1500));
      const { pValue } = mcneilFreyTest({
        returns,
        valueAtRisk: flat(VAR, 1500),
        expectedShortfall: flat(scale * ES, 1500),
        draws: 300,
        seed: run,
      });
      if (pValue < 0.05) count++;
    }
    return count / 100;
  }

  test("right forecasts pass, shortfalls 10 % too low fail", () => {
    expect(rejections(1)).toBeLessThan(0.12);
    expect(rejections(0.9)).toBeGreaterThan(0.7);
  });

  test("the seed decides, volatility scales, one exception is not enough", () => {
    const returns = RandomStream.of(4).fillNormal(new Float64Array(500));
    const input = { returns, valueAtRisk: flat(VAR, 500), expectedShortfall: flat(ES, 500), seed: 1 };
    expect(mcneilFreyTest(input)).toEqual(mcneilFreyTest(input));
    const scaled = mcneilFreyTest({ ...input, volatility: flat(2, 500) });
    expect(scaled.meanExcess).toBeCloseTo(mcneilFreyTest(input).meanExcess / 2, 12);
    expect(scaled.statistic).toBeCloseTo(mcneilFreyTest(input).statistic, 10);
    expect(() => mcneilFreyTest({ ...input, valueAtRisk: flat(9, 500) })).toThrow(/at least 2 exceptions/);
    expect(() => mcneilFreyTest({ ...input, volatility: flat(0, 500) })).toThrow(/volatility/);
  });
});

describe("ES regression", () => {
  function history(
    seed: number,
    understated: number,
    length = 1500,
  ): Parameters<typeof esRegressionTest>[0] & { valueAtRisk: Float64Array } {
    const stream = RandomStream.of(seed);
    const returns = new Float64Array(length);
    const scales = new Float64Array(length);
    for (let t = 0, log = 0; t < length; t++) {
      log = 0.97 * log + 0.12 * stream.normal();
      scales[t] = 0.01 * Math.exp(log);
      returns[t] = scales[t]! * stream.normal();
    }
    return {
      returns,
      expectedShortfall: scales.map((scale) => understated * scale * ES),
      valueAtRisk: scales.map((scale) => understated * scale * VAR),
    };
  }

  test("size and power over simulated histories, strict version: the score test holds its size where Wald does not", () => {
    const counts = { score: 0, wald: 0, power: 0, onesided: 0 };
    const runs = 40;
    for (let run = 0; run < runs; run++) {
      const right = history(run, 1, 500);
      const { score, wald } = esRegressionTest({ returns: right.returns, expectedShortfall: right.expectedShortfall });
      if (score.pValue < 0.05) counts.score++;
      if (wald.pValue < 0.05) counts.wald++;
      const low = history(1000 + run, 0.8, 500);
      const result = esRegressionTest({ returns: low.returns, expectedShortfall: low.expectedShortfall });
      if (result.pValue < 0.05) counts.power++;
      if (result.interceptTest.pValue < 0.05) counts.onesided++;
    }
    // docs/studies/es-regression-size.md: 3.5 and 18 % of 200 such histories; three errors of 40 runs at 5 % are 10.3 %
    expect(counts.score / runs).toBeLessThan(0.153);
    expect(counts.wald / runs).toBeGreaterThan(0.05);
    expect(counts.power / runs).toBeGreaterThan(0.85);
    expect(counts.onesided / runs).toBeGreaterThan(0.6);
  });

  test("the bootstrap is seeded and rejects less than the chi-square law where few exceptions are", () => {
    const { returns, expectedShortfall } = history(3, 1);
    const short = {
      returns: (returns as Float64Array).slice(0, 400),
      expectedShortfall: (expectedShortfall as Float64Array).slice(0, 400),
      confidence: 0.95,
    };
    const bootstrap = { draws: 50, seed: 1 };
    const first = esRegressionTest({ ...short, bootstrap });
    expect(first).toEqual(esRegressionTest({ ...short, bootstrap }));
    const plain = esRegressionTest({ ...short, test: "wald" });
    expect(() => esRegressionTest({ ...short, bootstrap, test: "score" })).toThrow(/bootstrap/);
    expect(() => esRegressionTest({ ...short, test: "lm" as never })).toThrow(/test: expected/);
    expect(first.statistic).toBe(plain.statistic);
    expect(first.pValue).toBeGreaterThan(plain.pValue);
    const low = esRegressionTest({
      ...short,
      expectedShortfall: short.expectedShortfall.map((es) => es / 3),
      bootstrap,
    });
    expect(low.pValue).toBeLessThan(0.06);
  });

  test("coefficients of right forecasts within four errors of (0, 1), both versions", () => {
    const { valueAtRisk, ...input } = history(5, 1);
    for (const given of [input, { ...input, valueAtRisk }]) {
      const { intercept, slope, interceptError, slopeError, version } = esRegressionTest(given);
      expect(version).toBe("valueAtRisk" in given ? "auxiliary" : "strict");
      expect(Math.abs(intercept)).toBeLessThan(4 * interceptError);
      expect(Math.abs(slope - 1)).toBeLessThan(4 * slopeError);
    }
  });

  test("forecasts that never change are refused with the remedy", () => {
    const returns = RandomStream.of(1).fillNormal(new Float64Array(100));
    expect(() => esRegressionTest({ returns, expectedShortfall: flat(2, 100) })).toThrow(/mcneilFreyTest/);
  });
});

describe("Berkowitz", () => {
  test("the exact AR(1) likelihood of statsmodels", () => {
    const result = berkowitzTest(peers.berkowitz.probabilities);
    expect(result.statistic).toBeCloseTo(peers.berkowitz.statistic, 4);
    expect(result.independence!.statistic).toBeCloseTo(peers.berkowitz.independence, 4);
    expect(result.autocorrelation).toBeCloseTo(0.25, 0);
    expect(result.pValue).toBeLessThan(1e-6);
  });

  test("the censored tail as scipy maximises it", () => {
    const { statistic, degreesOfFreedom, autocorrelation } = berkowitzTest(peers.berkowitz.probabilities, {
      tail: 0.1,
    });
    expect(statistic).toBeCloseTo(peers.berkowitz.tail, 7);
    expect([degreesOfFreedom, autocorrelation]).toEqual([2, null]);
  });

  test("uniform probabilities pass, a probability of 0 is refused", () => {
    const stream = RandomStream.of("pit");
    let rejected = 0;
    for (let run = 0; run < 200; run++) {
      if (berkowitzTest(stream.fillUniform(new Float64Array(300))).pValue < 0.05) rejected++;
    }
    expect(rejected / 200).toBeGreaterThan(0.01);
    expect(rejected / 200).toBeLessThan(0.1);
    expect(() => berkowitzTest([0, ...flat(0.5, 20)])).toThrow(/called this return impossible/);
    expect(() => berkowitzTest(flat(0.5, 20), { tail: 0.1 })).toThrow(/widen the tail/);
  });
});

describe("scores and comparison", () => {
  test("the right VaR and ES have the lowest mean Fissler-Ziegel score", () => {
    const returns = RandomStream.of("fz").fillNormal(new Float64Array(200_000));
    const score = (valueAtRisk: number, expectedShortfall: number): number => {
      const scores = fisslerZieglerScores({
        returns,
        valueAtRisk: flat(valueAtRisk, returns.length),
        expectedShortfall: flat(expectedShortfall, returns.length),
      });
      return scores.reduce((sum, value) => sum + value, 0) / scores.length;
    };
    const right = score(VAR, ES);
    for (const [v, e] of [
      [VAR - 0.3, ES],
      [VAR + 0.3, ES],
      [VAR, ES - 0.3],
      [VAR, ES + 0.3],
    ] as const) {
      expect(score(v, e)).toBeGreaterThan(right);
    }
  });

  test("Diebold-Mariano: written out by hand, antisymmetric, equal forecasts refused", () => {
    const a = [1, 2, 1.5, 2.5, 1, 2, 1.2];
    const b = [1.4, 2.6, 1.7, 2.5, 1.2, 2.9, 2.2];
    const d = a.map((value, i) => value - b[i]!);
    const centre = d.reduce((x, y) => x + y) / 7;
    const gamma = (lag: number): number =>
      d.slice(lag).reduce((sum, value, i) => sum + (value - centre) * (d[i]! - centre), 0) / 7;
    const by = dieboldMariano(a, b, { horizon: 2 });
    const factor = Math.sqrt((7 + 1 - 4 + 2 / 7) / 7);
    expect(by.statistic).toBeCloseTo((factor * centre) / Math.sqrt((gamma(0) + 2 * gamma(1)) / 7), 12);
    expect(dieboldMariano(b, a, { horizon: 2 }).statistic).toBeCloseTo(-by.statistic, 12);
    expect(() => dieboldMariano(a, a)).toThrow(/the same/);
    const moved = a.map((value) => value + 0.1);
    expect(() => dieboldMariano(a, moved)).toThrow(/the same/);
    expect(() => dieboldMariano(a, [1])).toThrow(/secondLosses/);
  });

  test("the model confidence set of arch, both statistics, p-values within .03", () => {
    const losses = Object.fromEntries(peers.mcs.losses.map((values, i) => [String(i), values]));
    for (const statistic of ["range", "max"] as const) {
      const { models, included } = modelConfidenceSet(losses, { seed: 3, statistic, draws: 5000, meanBlock: 10 });
      for (const { name, pValue } of models) {
        expect(Math.abs(pValue - peers.mcs[statistic][name]!), `${statistic} ${name}`).toBeLessThan(0.03);
      }
      expect(new Set(included)).toEqual(
        new Set(
          Object.entries(peers.mcs[statistic])
            .filter(([, p]) => p >= 0.1)
            .map(([name]) => name),
        ),
      );
    }
  });

  test("the same seed gives the same set; losses that differ by a constant are refused", () => {
    const stream = RandomStream.of(8);
    const noise = (level: number): Float64Array =>
      stream.fillNormal(new Float64Array(100)).map((value) => value + level);
    const losses = { a: noise(0), b: noise(0.2), c: noise(1.5) };
    const options = { seed: 1, draws: 300 };
    expect(modelConfidenceSet(losses, options)).toEqual(modelConfidenceSet(losses, options));
    expect(modelConfidenceSet(losses, options).included).not.toContain("c");
    expect(() => modelConfidenceSet({ a: losses.a, b: losses.a.map((value) => value + 1) }, options)).toThrow(
      /constant/,
    );
    expect(() => modelConfidenceSet({ a: losses.a }, options)).toThrow(/two models/);
  });
});
