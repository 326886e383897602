import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { attempt, PlimsollError, ReturnPanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { ewmaVariances } from "./ewma-variance.ts";
import type { TailOptions } from "./estimate.ts";
import { estimateES, expectedShortfall } from "./expected-shortfall.ts";
import { tailMethodKinds, type TailMethodKind } from "./table.ts";
import { estimateVaR, valueAtRisk } from "./value-at-risk.ts";

type EdhecTable = Record<string, readonly number[]>;

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}

function edhec(): ReturnPanel {
  return ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/edhec.csv"), "utf8"));
}

function errorOf(run: () => unknown): PlimsollError {
  try {
    run();
  } catch (error) {
    if (PlimsollError.is(error)) return error;
    throw error;
  }
  throw new Error("expected an error");
}

const series = (minLength = 8): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength, maxLength: 60 });

const pairs = fc
  .integer({ min: 4, max: 40 })
  .chain((n) =>
    fc.tuple(
      fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: n, maxLength: n }),
      fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: n, maxLength: n }),
    ),
  );

const confidences = fc.double({ min: 0.5, max: 0.99, noNaN: true });

describe("golden: PerformanceAnalytics on edhec (returns, so negative there)", () => {
  const table = fixture("pa_edhec_first6") as EdhecTable;

  /** Our positive losses of the first six columns against the stored negative returns. */
  function errors(key: string, compute: (column: Float64Array) => number): readonly number[] {
    const panel = edhec();
    return panel.assets
      .slice(0, 6)
      .map((asset, i) => Math.abs(compute(panel.column(asset)) + (table[key]?.[i] ?? NaN)));
  }

  for (const confidence of [0.95, 0.99]) {
    referenceTest(`historical VaR ${confidence}, quantile type 7`, () => {
      const found = errors(`VaR_historical_${confidence}`, (x) => valueAtRisk(x, { confidence }));
      expect(Math.max(...found)).toBeLessThan(1e-12);
    });
    referenceTest(`historical ES ${confidence}, mean beyond VaR`, () => {
      const found = errors(`ES_historical_${confidence}`, (x) =>
        expectedShortfall(x, { confidence, estimator: "mean-beyond" }),
      );
      expect(Math.max(...found)).toBeLessThan(1e-12);
    });
    referenceTest(`Gaussian VaR and ES ${confidence}, ddof 0`, () => {
      const options = { confidence, method: "gaussian", ddof: 0 } as const;
      expect(Math.max(...errors(`VaR_gaussian_${confidence}`, (x) => valueAtRisk(x, options)))).toBeLessThan(1e-12);
      expect(Math.max(...errors(`ES_gaussian_${confidence}`, (x) => expectedShortfall(x, options)))).toBeLessThan(
        1e-12,
      );
    });
    referenceTest(`modified VaR and ES ${confidence}, ddof 0, Edgeworth, out of domain allowed`, () => {
      const options = {
        confidence,
        method: { kind: "cornish-fisher", shortfall: "edgeworth" },
        ddof: 0,
        outOfDomain: "allow",
      } as const;
      const modified = (x: Float64Array): number => valueAtRisk(x, options);
      expect(Math.max(...errors(`VaR_modified_${confidence}`, modified))).toBeLessThan(1e-12);
      // the library replaces its ES by its VaR where that is more severe
      const shortfall = (x: Float64Array): number => Math.max(expectedShortfall(x, options), modified(x));
      expect(Math.max(...errors(`ES_modified_${confidence}`, shortfall))).toBeLessThan(1e-12);
    });
  }

  referenceTest(
    "Convertible Arbitrage: exact ES .03932662 beside the .03878 of the mean beyond; Cornish-Fisher ES .07040055",
    () => {
      const column = edhec().column("Convertible Arbitrage");
      expect(expectedShortfall(column)).toBeCloseTo(0.03932662, 8);
      expect(expectedShortfall(column, { method: "cornish-fisher", ddof: 0, outOfDomain: "allow" })).toBeCloseTo(
        0.07040055,
        8,
      );
    },
  );

  referenceTest("Convertible Arbitrage is outside the domain of Cornish-Fisher: an error that names it", () => {
    const column = edhec().column("Convertible Arbitrage");
    expect(errorOf(() => valueAtRisk(column, { method: "cornish-fisher" })).message).toMatch(
      /outside its domain.*outOfDomain/,
    );
  });
});

describe("traps", () => {
  referenceTest("the quantile type changes VaR: HAM1 95 % is .0258 or .0267", () => {
    const ham1 = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/managers.csv"), "utf8")).column(
      "HAM1",
    );
    expect(valueAtRisk(ham1)).toBeCloseTo(0.0258, 4);
    expect(valueAtRisk(ham1, { quantileType: 1 })).toBeCloseTo(0.0267, 4);
    expect(estimateVaR(ham1, { quantileType: 1 }).conventions["quantileType"]).toBe(1);
  });

  test("empyrical's quantiles: linear interpolation is type 7", () => {
    const { expected } = fixture("empyrical_vectors") as {
      readonly expected: { readonly value_at_risk: readonly { x: number[]; cutoff: number; v: number }[] };
    };
    expect(expected.value_at_risk.map(({ x, cutoff }) => -valueAtRisk(x, { confidence: 1 - cutoff }))).toEqual(
      expected.value_at_risk.map(({ v }) => expect.closeTo(v, 10) as number),
    );
  });

  test("Gaussian ES is not monotone: a gain more raises it from 0 to .78", () => {
    const method = "gaussian";
    expect(expectedShortfall([0, 0, 0, 0], { method })).toBe(0);
    expect(expectedShortfall([0, 0, 0, 1], { method })).toBeCloseTo(0.78, 2);
  });
});

describe("golden: laws (var_backtest_psr_dsr.json)", () => {
  const golden = fixture("var_backtest_psr_dsr") as {
    readonly normal_VaR_ES: Record<string, readonly [number, number]>;
    readonly t_VaR_ES_standard: Record<string, readonly [number, number]>;
  };

  test("Gaussian VaR and ES of a standard sample", () => {
    // mean 0, deviation 1 (ddof 1)
    const sample = [-1, 0, 1];
    for (const [confidence, [valueAtRiskGolden, shortfallGolden]] of Object.entries(golden.normal_VaR_ES)) {
      const options = { confidence: Number(confidence), method: "gaussian" } as const;
      expect(valueAtRisk(sample, options)).toBeCloseTo(valueAtRiskGolden, 10);
      expect(expectedShortfall(sample, options)).toBeCloseTo(shortfallGolden, 10);
    }
  });

  test("Student-t VaR and ES: location and scale of the fit times the tabulated quantile and tail mean", () => {
    const sample = [-0.03, 0.01, 0.02, -0.01, 0.005, 0.015, -0.02, 0.03, -0.06, 0.04];
    for (const [key, [quantile, tailMean]] of Object.entries(golden.t_VaR_ES_standard)) {
      const [degreesOfFreedom, confidence] = key.slice(2).split("_").map(Number) as [number, number];
      const options = { confidence, method: { kind: "student-t", degreesOfFreedom } } as const;
      const { value, conventions } = estimateVaR(sample, options);
      const location = conventions["location"] as number;
      const scale = conventions["scale"] as number;
      expect(value).toBeCloseTo(-location + scale * quantile, 9);
      expect(expectedShortfall(sample, options)).toBeCloseTo(-location + scale * tailMean, 9);
    }
  });
});

describe("golden: EWMA on the S&P 500, 1990-2022", () => {
  referenceTest("167 of 8062 days exceed the zero-mean 99 % VaR (lambda .94, seed variance of the first 250)", () => {
    const text = gunzipSync(readFileSync(referenceFile("skfolio/sp500_index.csv.gz"))).toString("utf8");
    const prices = text
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => Number(line.split(",")[1]));
    const returns = Float64Array.from(prices.slice(1), (price, t) => price / (prices.at(t) ?? NaN) - 1);
    const variances = ewmaVariances(returns, { decay: 0.94, seedObservations: 250 });
    const limit = 2.3263478740408408;
    const hits = Array.from(returns).filter((r, t) => t >= 250 && r < -limit * Math.sqrt(variances.at(t) ?? NaN));
    expect([returns.length - 250, hits.length]).toEqual([8062, 167]);
    // the method forecasts the day after its sample
    const upTo = returns.slice(0, 1000);
    const forecast = valueAtRisk(upTo, { confidence: 0.99, method: "ewma" });
    expect(forecast).toBeCloseTo(limit * Math.sqrt(variances.at(1000) ?? NaN), 12);
  });

  referenceTest("132 of 8062 days exceed the 250-day historical 99 % VaR", () => {
    const text = gunzipSync(readFileSync(referenceFile("skfolio/sp500_index.csv.gz"))).toString("utf8");
    const prices = text
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => Number(line.split(",")[1]));
    const returns = Float64Array.from(prices.slice(1), (price, t) => price / (prices.at(t) ?? NaN) - 1);
    const hits = Array.from(returns).filter(
      (r, t) => t >= 250 && r < -valueAtRisk(returns.subarray(t - 250, t), { confidence: 0.99 }),
    );
    expect(hits).toHaveLength(132);
  });
});

describe("weighted and rescaled histories", () => {
  test("age-weighted: the smallest loss at which the weight of losses at least as large reaches the tail", () => {
    // decay 1/2 over three returns: weights 1/7, 2/7, 4/7, oldest first
    const options = { method: { kind: "age-weighted", decay: 0.5 } } as const;
    expect(valueAtRisk([-0.03, -0.02, -0.01], { ...options, confidence: 1 - 1 / 7 })).toBe(0.03);
    expect(valueAtRisk([-0.03, -0.02, -0.01], { ...options, confidence: 0.8 })).toBe(0.02);
    expect(valueAtRisk([-0.03, -0.02, -0.01], { ...options, confidence: 0.5 })).toBe(0.01);
    // tail 1/2: weights 1/7 and 2/7 whole, 1/14 of the newest
    const expected = (0.03 / 7 + (0.02 * 2) / 7 + 0.01 * (0.5 - 3 / 7)) / 0.5;
    expect(expectedShortfall([-0.03, -0.02, -0.01], { ...options, confidence: 0.5 })).toBeCloseTo(expected, 12);
  });

  test("age-weighted nears plain history as decay nears 1", () => {
    fc.assert(
      fc.property(series(), confidences, (x, confidence) => {
        const weighted = expectedShortfall(x, { confidence, method: { kind: "age-weighted", decay: 1 - 1e-9 } });
        expect(weighted).toBeCloseTo(expectedShortfall(x, { confidence }), 5);
      }),
    );
  });

  test("volatility-weighted: constant volatility leaves history as it is", () => {
    const x = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 0.01 : -0.01));
    const method = { kind: "volatility-weighted", seedObservations: 10 } as const;
    expect(valueAtRisk(x, { method })).toBeCloseTo(0.01, 12);
  });

  test("volatility-weighted: a calm history is stretched to today's volatility", () => {
    const calm = Array.from({ length: 60 }, (_, i) => 0.005 * Math.sin(5 * i));
    const wild = Array.from({ length: 20 }, (_, i) => 0.03 * Math.sin(5 * i));
    const x = [...calm, ...wild];
    expect(valueAtRisk(x, { method: "volatility-weighted" })).toBeGreaterThan(valueAtRisk(x) * 1.2);
  });
});

describe("Student-t fit", () => {
  test("a t law with 4 degrees of freedom is found from its own quantiles", () => {
    // quantiles of a t law with 4 degrees of freedom, closed form
    const quantile = (p: number): number => {
      const a = 4 * p * (1 - p);
      const q = (Math.cos(Math.acos(Math.sqrt(a)) / 3) / Math.sqrt(a)) * Math.sign(p - 0.5);
      return Math.sign(p - 0.5) * 2 * Math.sqrt(Math.abs(q) - 1);
    };
    const x = Array.from({ length: 2000 }, (_, i) => 0.001 + 0.01 * quantile((i + 0.5) / 2000));
    const { conventions, value, standardError } = estimateVaR(x, { confidence: 0.99, method: "student-t" });
    expect(conventions["degreesOfFreedom"]).toBeGreaterThan(3.8);
    expect(conventions["degreesOfFreedom"]).toBeLessThan(4.5);
    expect(conventions["location"]).toBeCloseTo(0.001, 4);
    expect(conventions["scale"]).toBeCloseTo(0.01, 3);
    expect(Math.abs(value - (-0.001 + 0.01 * 3.746947387979196))).toBeLessThan(2 * standardError);
  });

  test("more than half of the returns equal: an error, not a law of scale 0", () => {
    const x = [0, 0, 0, 0, 0, 0, 0, 0.01, -0.02];
    expect(errorOf(() => valueAtRisk(x, { method: "student-t" })).code).toBe("NOT_CONVERGED");
  });
});

describe("properties", () => {
  test("exact historical ES is coherent: sub-additive, monotone, homogeneous, translation", () => {
    fc.assert(
      fc.property(pairs, confidences, fc.double({ min: 0.1, max: 10, noNaN: true }), ([x, y], confidence, k) => {
        const shortfall = (values: readonly number[]): number => expectedShortfall(values, { confidence });
        const sum = x.map((value, t) => value + (y.at(t) ?? NaN));
        const better = x.map((value, t) => Math.max(value, y.at(t) ?? NaN));
        expect(shortfall(sum)).toBeLessThanOrEqual(shortfall(x) + shortfall(y) + 1e-12);
        expect(shortfall(better)).toBeLessThanOrEqual(shortfall(x) + 1e-12);
        expect(shortfall(x.map((value) => k * value))).toBeCloseTo(k * shortfall(x), 10);
        expect(shortfall(x.map((value) => value + 0.01))).toBeCloseTo(shortfall(x) - 0.01, 10);
      }),
    );
  });

  test("VaR <= ES for every method on one sample, Cornish-Fisher within its domain", () => {
    const special: readonly TailMethodKind[] = ["cornish-fisher", "student-t", "garch", "extreme-value", "monte-carlo"];
    const plain = tailMethodKinds.filter((kind) => !special.includes(kind));
    const methods: readonly NonNullable<TailOptions["method"]>[] = [
      ...plain,
      { kind: "cornish-fisher", domain: "global" },
      { kind: "student-t", degreesOfFreedom: 3 },
      { kind: "garch", volatility: { omega: 1e-4, alpha: 0.1, beta: 0.8 } },
      { kind: "monte-carlo", draws: 1000 },
    ];
    const grid = fc.uniqueArray(fc.integer({ min: -20_000, max: 20_000 }), { minLength: 8, maxLength: 60 });
    fc.assert(
      fc.property(grid, confidences, fc.constantFrom(...methods), (points, confidence, method) => {
        const x = points.map((point) => point / 1e5);
        const valueAtRiskOrError = attempt(() => valueAtRisk(x, { confidence, method }));
        // outside its domain Cornish-Fisher refuses, and nothing is to be compared
        fc.pre(valueAtRiskOrError.success || !valueAtRiskOrError.error.message.includes("outside its domain"));
        expect(valueAtRisk(x, { confidence, method })).toBeLessThanOrEqual(
          expectedShortfall(x, { confidence, method }) + 1e-12,
        );
      }),
      { numRuns: 300 },
    );
  });

  test("a horizon scales value and error by the square root of time, by name", () => {
    const x = [0.01, -0.02, 0.03, -0.01, 0.005, -0.015];
    const one = estimateVaR(x, { confidence: 0.8 });
    const ten = estimateVaR(x, { confidence: 0.8, horizon: 10 });
    expect(ten.value).toBeCloseTo(one.value * Math.sqrt(10), 12);
    expect(ten.standardError).toBeCloseTo(one.standardError * Math.sqrt(10), 12);
    expect(ten.conventions["horizonScaling"]).toBe("square-root-of-time");
  });

  test("panel with weights equals the weighted series, and log returns are converted first", () => {
    const dates = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
    const simple = [
      [0.01, -0.02],
      [-0.03, 0.01],
      [0.02, 0.02],
      [-0.01, -0.04],
    ];
    const weights = { a: 0.7, b: 0.3 };
    const panel = ReturnPanel.of({ dates, assets: ["a", "b"], values: simple });
    const portfolio = simple.map(([a, b]) => 0.7 * (a ?? NaN) + 0.3 * (b ?? NaN));
    expect(valueAtRisk(panel, { weights })).toBeCloseTo(valueAtRisk(portfolio), 14);
    expect(valueAtRisk(panel, { weights: [0.7, 0.3] })).toBe(valueAtRisk(panel, { weights }));
    const log = ReturnPanel.of({
      dates,
      assets: ["a", "b"],
      values: simple.map((row) => row.map((value) => Math.log1p(value))),
      method: "log",
    });
    const estimate = estimateVaR(log, { weights });
    expect(estimate.value).toBeCloseTo(valueAtRisk(portfolio), 12);
    expect(estimate.conventions["returns"]).toBe("simple, converted from log");
  });
});

describe("standard errors", () => {
  // a fixed linear generator: the test needs many samples, not a good one
  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
  }

  const cases: readonly (readonly [TailMethodKind, "VaR" | "ES", number])[] = [
    ["historical", "VaR", 0.25],
    ["historical", "ES", 0.25],
    ["gaussian", "VaR", 0.1],
    ["gaussian", "ES", 0.1],
    ["student-t", "VaR", 0.25],
    ["student-t", "ES", 0.25],
    ["cornish-fisher", "VaR", 0.25],
    ["cornish-fisher", "ES", 0.25],
    ["age-weighted", "VaR", 0.3],
    ["kernel", "VaR", 0.25],
    ["kernel", "ES", 0.25],
    ["extreme-value", "VaR", 0.25],
    ["extreme-value", "ES", 0.25],
    ["ewma", "VaR", 0.25],
  ];

  test.each(cases)("%s %s: the reported error is the spread over repeated samples", (method, which, tolerance) => {
    const uniform = generator(20260101);
    const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const estimator = which === "VaR" ? estimateVaR : estimateES;
    const estimates = Array.from({ length: 200 }, () =>
      // thirty excesses of a normal law don't always have a generalised Pareto fit
      estimator(Array.from({ length: method === "extreme-value" ? 800 : 300 }, normal), {
        method,
        confidence: method === "extreme-value" ? 0.98 : 0.9,
        outOfDomain: "allow",
      }),
    );
    const center = estimates.reduce((sum, { value }) => sum + value, 0) / estimates.length;
    const spread = Math.sqrt(
      estimates.reduce((sum, { value }) => sum + (value - center) ** 2, 0) / (estimates.length - 1),
    );
    const reported = estimates.reduce((sum, { standardError }) => sum + standardError, 0) / estimates.length;
    expect(Math.abs(reported / spread - 1)).toBeLessThan(tolerance);
    const covered = estimates.filter(({ interval: [low, high] }) => low <= center && center <= high).length;
    expect(covered / estimates.length).toBeGreaterThan(0.88);
  });
});

describe("bad input", () => {
  const good = [0.01, -0.02, 0.03, -0.01];

  test.each([0, 1, -1, 2, NaN])("confidence %s: INVALID_INPUT naming it", (confidence) => {
    const error = errorOf(() => valueAtRisk(good, { confidence }));
    expect([error.code, error.message]).toEqual(["INVALID_INPUT", expect.stringContaining("confidence")]);
  });

  test("NaN in a series names its place", () => {
    expect(errorOf(() => expectedShortfall([0.01, NaN, 0.02])).message).toMatch(/returns\[1\].*NaN.*missing/);
  });

  test("one observation: NOT_ENOUGH_DATA", () => {
    const error = errorOf(() => valueAtRisk([0.01]));
    expect([error.code, error.details]).toEqual([
      "NOT_ENOUGH_DATA",
      { required: 2, available: 1, argument: "returns" },
    ]);
  });

  test("a panel: missing weights, wrong length, unknown asset, NaN in an asset with weight", () => {
    const panel = ReturnPanel.of({
      dates: ["2024-01-02", "2024-01-03"],
      assets: ["a", "b"],
      values: [
        [0.01, null],
        [0.02, 0.01],
      ],
    });
    expect(errorOf(() => valueAtRisk(panel)).message).toMatch(/2 assets.*options.weights/);
    expect(errorOf(() => valueAtRisk(panel, { weights: [1] })).message).toMatch(/expected 2 weights.*was 1/);
    expect(errorOf(() => valueAtRisk(panel, { weights: { c: 1 } })).message).toMatch(/"c" is not among the assets/);
    expect(errorOf(() => valueAtRisk(panel, { weights: { a: 0.5, b: 0.5 } })).message).toMatch(
      /"b" on 2024-01-02 is NaN/,
    );
    expect(valueAtRisk(panel, { weights: { a: 1 } })).toBeLessThan(0);
  });

  test("unknown method, unknown parameter, bad horizon, weights beside a series", () => {
    expect(errorOf(() => valueAtRisk(good, { method: "arch" as never })).message).toMatch(/no "arch".*historical/);
    expect(errorOf(() => valueAtRisk(good, { method: { kind: "ewma", decay: 1.5 } })).message).toMatch(/method\.decay/);
    expect(errorOf(() => valueAtRisk(good, { method: { kind: "ewma", lambda: 0.9 } as never })).message).toMatch(
      /lambda/,
    );
    expect(errorOf(() => valueAtRisk(good, { horizon: 0 })).message).toMatch(/horizon/);
    expect(errorOf(() => valueAtRisk(good, { weights: [1] })).message).toMatch(/weights/);
  });
});
