import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import {
  measureRisk,
  measureRiskGradient,
  type RiskMeasureKind,
  riskMeasures,
  type RiskMeasureSpec,
  riskMeasureTraits,
} from "./table.ts";

const kinds = Object.keys(riskMeasures) as RiskMeasureKind[];

/** Each kind with its defaults, and the options that change its shape. */
const specs: readonly RiskMeasureSpec[] = [
  ...kinds.map((kind) => ({ kind })),
  { kind: "variance", ddof: 0 },
  { kind: "cvar", confidence: 0.77 },
  { kind: "cvar", estimator: "mean-beyond", confidence: 0.8 },
  { kind: "evar", confidence: 0.7 },
  { kind: "value-at-risk", quantileType: 6, confidence: 0.7 },
  { kind: "flpm", target: 0.01 },
  { kind: "slpm", target: 0.01 },
  { kind: "cvar-range", confidence: 0.6, gainConfidence: 0.9 },
  { kind: "tail-gini", confidence: 0.5 },
  { kind: "entropic", aversion: 20 },
  { kind: "spectral", spectrum: { kind: "power", exponent: 0.5 } },
  { kind: "spectral", spectrum: { kind: "mixture", confidences: [0.5, 0.9], weights: [0.25, 0.75] } },
  { kind: "spectral", spectrum: { kind: "steps", values: [3, 1, 0, 0] } },
  { kind: "spectral", spectrum: { kind: "function", density: (u) => 2 * (1 - u) } },
  { kind: "distortion", distortion: { kind: "proportional-hazard", rho: 2 } },
  { kind: "distortion", distortion: { kind: "dual-power", rho: 3 } },
  { kind: "distortion", distortion: { kind: "min-max", rho: 1.5 } },
  { kind: "distortion", distortion: { kind: "lookback", p: 0.6 } },
  { kind: "rlvar", confidence: 0.7, kappa: 0.5 },
  { kind: "cdar", confidence: 0.7 },
  { kind: "edar", confidence: 0.7 },
  ...(["max-drawdown", "average-drawdown", "cdar", "edar", "ulcer"] as const).map((kind) => ({
    kind,
    compounding: "compounded" as const,
  })),
];

const returns = (minLength = 3, maxLength = 30): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength, maxLength })
    .map((values) => Float64Array.from(values));

/** Two series of one length on a grid: ties stay ties and gaps stay gaps when they are shifted and scaled. */
const pairs = (): fc.Arbitrary<[Float64Array, Float64Array]> => {
  const series = (n: number): fc.Arbitrary<Float64Array> =>
    fc
      .array(fc.integer({ min: -30_000, max: 30_000 }), { minLength: n, maxLength: n })
      .map((values) => Float64Array.from(values, (value) => value / 1e5));
  return fc.integer({ min: 3, max: 25 }).chain((n) => fc.tuple(series(n), series(n)));
};

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b.at(i)!, 0);
}

function readTable(file: string): { readonly header: string[]; readonly rows: string[][] } {
  const [header, ...rows] = readFileSync(referenceFile(file), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.trim().split(","));
  return { header: header!, rows };
}

describe("every risk measure", () => {
  test.each(specs.map((spec) => [JSON.stringify(spec), spec] as const))(
    "%s: gradient agrees with differences",
    (_, spec) => {
      // distinct, irregular returns: no kink within the step
      const series = Float64Array.from({ length: 23 }, (_, i) => 0.05 * Math.sin(7.3 * i + 1) - 0.004 + 0.0007 * i);
      const gradient = measureRiskGradient(spec, series);
      const bumped = (at: number, step: number): Float64Array =>
        series.map((value, t) => (t === at ? value + step : value));
      for (let t = 0; t < series.length; t++) {
        const step = 1e-6;
        const up = measureRisk(spec, bumped(t, step));
        const down = measureRisk(spec, bumped(t, -step));
        expect(gradient[t]).toBeCloseTo((up - down) / (2 * step), 6);
      }
    },
  );

  const stretch = fc.double({ min: 0.01, max: 5, noNaN: true });
  const shift = fc.double({ min: -0.1, max: 0.1, noNaN: true });
  const homogeneous = specs.filter((spec) => riskMeasureTraits(spec).degree !== null);
  const shifting = specs.filter((spec) => riskMeasureTraits(spec).shift !== "other");
  const convex = specs.filter((spec) => riskMeasureTraits(spec).convex);
  const named = (chosen: readonly RiskMeasureSpec[]): (readonly [string, RiskMeasureSpec])[] =>
    chosen.map((spec) => [JSON.stringify(spec), spec]);

  test.each(named(homogeneous))("%s: is homogeneous of its degree, and Euler's sum holds", (_, spec) => {
    const degree = riskMeasureTraits(spec).degree!;
    fc.assert(
      fc.property(pairs(), stretch, ([x], k) => {
        const value = measureRisk(spec, x);
        const stretched = measureRisk(
          spec,
          x.map((r) => k * r),
        );
        expect(Math.abs(stretched - k ** degree * value)).toBeLessThan(1e-9);
        expect(Math.abs(dot(measureRiskGradient(spec, x), x) - degree * value)).toBeLessThan(1e-9);
      }),
      { numRuns: 40 },
    );
  });

  test.each(named(shifting))("%s: a constant comes off or leaves it, as its traits say", (_, spec) => {
    const slope = riskMeasureTraits(spec).shift === "subtracts" ? 1 : 0;
    fc.assert(
      fc.property(pairs(), shift, ([x], c) => {
        const shifted = measureRisk(
          spec,
          x.map((r) => r + c),
        );
        expect(Math.abs(shifted - (measureRisk(spec, x) - slope * c))).toBeLessThan(1e-9);
      }),
      { numRuns: 40 },
    );
  });

  test.each(named(convex))("%s: lies above its tangents", (_, spec) => {
    fc.assert(
      fc.property(pairs(), ([x, y]) => {
        const gradient = measureRiskGradient(spec, x);
        const tangent = measureRisk(spec, x) + dot(gradient, y) - dot(gradient, x);
        expect(measureRisk(spec, y)).toBeGreaterThanOrEqual(tangent - 1e-8);
      }),
      { numRuns: 40 },
    );
  });

  test.each(kinds)("%s: refuses an empty series and NaN", (kind) => {
    const spec: RiskMeasureSpec = { kind };
    expect(() => measureRisk(spec, new Float64Array(0))).toThrow(RangeError);
    expect(() => measureRisk(spec, Float64Array.of(0.1, NaN, 0.2))).toThrow(/series\[1\] was NaN/);
    expect(() => measureRiskGradient(spec, Float64Array.of(0.1, NaN, 0.2))).toThrow(RangeError);
  });

  test.each(kinds)("%s: leaves its input unchanged", (kind) => {
    const series = Float64Array.of(0.02, -0.03, 0.01, -0.05);
    const before = Array.from(series);
    measureRisk({ kind }, series);
    measureRiskGradient({ kind }, series);
    expect(Array.from(series)).toEqual(before);
  });

  test("an unknown kind is refused by name", () => {
    expect(() => measureRisk({ kind: "toString" } as never, Float64Array.of(1))).toThrow(/toString/);
  });
});

describe("tail measures of one sample", () => {
  test("VaR <= CVaR <= EVaR <= worst under the same probabilities", () => {
    fc.assert(
      fc.property(
        returns(2, 60),
        fc.double({ min: 0.5, max: 0.995, noNaN: true }),
        fc.constantFrom(1 as const, 2 as const, 4 as const, 5 as const, 6 as const, 7 as const, 8 as const, 9 as const),
        (x, confidence, quantileType) => {
          const valueAtRisk = measureRisk({ kind: "value-at-risk", confidence, quantileType }, x);
          const cvar = measureRisk({ kind: "cvar", confidence }, x);
          const evar = measureRisk({ kind: "evar", confidence }, x);
          const worst = measureRisk({ kind: "worst" }, x);
          expect(valueAtRisk).toBeLessThanOrEqual(cvar + 1e-12);
          expect(cvar).toBeLessThanOrEqual(evar + 1e-12);
          expect(evar).toBeLessThanOrEqual(worst + 1e-12);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("exact CVaR is coherent: sub-additive and monotone", () => {
    fc.assert(
      fc.property(pairs(), fc.double({ min: 0.1, max: 0.99, noNaN: true }), ([x, y], confidence) => {
        const cvar = (series: Float64Array): number => measureRisk({ kind: "cvar", confidence }, series);
        expect(cvar(x.map((value, i) => value + y.at(i)!))).toBeLessThanOrEqual(cvar(x) + cvar(y) + 1e-12);
        expect(cvar(x.map((value, i) => Math.max(value, y.at(i)!)))).toBeLessThanOrEqual(cvar(x) + 1e-12);
      }),
    );
  });

  test("exact CVaR is the minimum of v + mean max(L - v, 0) / a", () => {
    fc.assert(
      fc.property(returns(2, 30), fc.double({ min: 0.1, max: 0.99, noNaN: true }), (x, confidence) => {
        // the objective is piecewise linear in v with kinks at the losses
        const best = Math.min(
          ...Array.from(
            x,
            (kink) => -kink + x.reduce((sum, r) => sum + Math.max(-r + kink, 0), 0) / x.length / (1 - confidence),
          ),
        );
        expect(measureRisk({ kind: "cvar", confidence }, x)).toBeCloseTo(best, 10);
      }),
    );
  });

  test("mean-beyond with ties is not coherent: 1.225 against an exact 5.5", () => {
    // definitions 2: 40 returns, one of -10, the rest -1
    const x = Float64Array.of(-10, ...Array.from({ length: 39 }, () => -1));
    expect(measureRisk({ kind: "cvar", estimator: "mean-beyond" }, x)).toBeCloseTo(1.225, 12);
    expect(measureRisk({ kind: "cvar" }, x)).toBeCloseTo(5.5, 12);
  });

  test("EVaR equals the worst loss where its probability is at least the tail", () => {
    const twenty = Float64Array.from({ length: 20 }, (_, i) => 0.01 * i - 0.1);
    expect(measureRisk({ kind: "evar", confidence: 0.95 }, twenty)).toBe(0.1);
    expect(measureRisk({ kind: "evar", confidence: 0.5 }, Float64Array.of(-0.2, -0.2, 0.1, 0.3))).toBe(0.2);
    expect(measureRisk({ kind: "evar" }, new Float64Array(30).fill(0.01))).toBe(-0.01);
  });

  test("EVaR is certified from both sides: no t does better, and its tilt spends the entropy -ln a", () => {
    fc.assert(
      fc.property(
        returns(3, 60),
        fc.double({ min: 0.3, max: 0.99, noNaN: true }),
        fc.double({ min: -12, max: 4, noNaN: true }),
        (x, confidence, exponent) => {
          const evar = measureRisk({ kind: "evar", confidence }, x);
          const tilt = measureRiskGradient({ kind: "evar", confidence }, x).map((weight) => -weight);
          const worst = Math.max(...x.map((r) => -r));
          const t = Math.exp(exponent);
          const mean = x.reduce((sum, r) => sum + Math.exp((-r - worst) / t), 0) / x.length;
          expect(evar).toBeLessThanOrEqual(worst + t * (Math.log(mean) - Math.log(1 - confidence)) + 1e-10);
          const entropy = tilt.reduce((sum, q) => sum + (q > 0 ? q * Math.log(q * x.length) : 0), 0);
          expect(entropy).toBeLessThanOrEqual(-Math.log(1 - confidence) + 1e-9);
          expect(tilt.reduce((sum, q) => sum + q, 0)).toBeCloseTo(1, 10);
          expect(-dot(tilt, x)).toBeCloseTo(evar, 9);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a whole number of tail scenarios is not split by rounding: 1 - 0.95 of 20", () => {
    const series = Float64Array.from({ length: 20 }, (_, i) => (i - 10) / 100);
    expect(measureRisk({ kind: "cvar", confidence: 0.95 }, series)).toBe(0.1);
    expect(
      Array.from(measureRiskGradient({ kind: "cvar", confidence: 0.95 }, series)).filter((weight) => weight !== 0),
    ).toEqual([-1]);
  });

  test("the shortfall spectrum is CVaR, and tail Gini at a = 1 is half the mean difference less the mean", () => {
    fc.assert(
      fc.property(returns(2, 30), (x) => {
        const shortfall: RiskMeasureSpec = { kind: "spectral", spectrum: { kind: "shortfall", confidence: 0.9 } };
        expect(measureRisk(shortfall, x)).toBeCloseTo(measureRisk({ kind: "cvar", confidence: 0.9 }, x), 12);
        let difference = 0;
        for (const a of x) for (const b of x) difference += Math.abs(a - b);
        const expected = difference / x.length ** 2 / 2 - x.reduce((sum, r) => sum + r, 0) / x.length;
        expect(measureRisk({ kind: "tail-gini", confidence: 1e-12 }, x)).toBeCloseTo(expected, 9);
      }),
    );
  });

  test("tail Gini is 2 / a^2 times the integral of p ES_p", () => {
    const x = Float64Array.from({ length: 50 }, (_, i) => Math.sin(3 * i) / 10);
    const tail = 0.3;
    const steps = 4000;
    let integral = 0;
    for (let i = 0; i < steps; i++) {
      const p = ((i + 0.5) / steps) * tail;
      integral += (p * measureRisk({ kind: "cvar", confidence: 1 - p }, x) * tail) / steps;
    }
    expect(measureRisk({ kind: "tail-gini", confidence: 1 - tail }, x)).toBeCloseTo((2 / tail ** 2) * integral, 6);
  });

  test.each([0, 1, -0.1, NaN])("confidence %s is refused", (confidence) => {
    for (const kind of ["value-at-risk", "cvar", "evar", "tail-gini", "cdar", "edar", "cvar-range"] as const) {
      expect(() => measureRisk({ kind, confidence }, Float64Array.of(0.1, 0.2))).toThrow(/confidence/);
    }
  });
});

describe("measures of moments and pairs", () => {
  test("gini is the mean absolute difference of two different returns", () => {
    fc.assert(
      fc.property(returns(2, 20), (x) => {
        let total = 0;
        for (const a of x) for (const b of x) total += Math.abs(a - b);
        expect(measureRisk({ kind: "gini" }, x)).toBeCloseTo(total / (x.length * (x.length - 1)), 10);
      }),
    );
  });

  test("semivariance is about the mean and downside-variance about a target: different kinds", () => {
    const x = Float64Array.of(0.1, 0.2, 0.3);
    expect(measureRisk({ kind: "semivariance" }, x)).toBeCloseTo(0.01 / 2, 12);
    expect(measureRisk({ kind: "downside-variance" }, x)).toBe(0);
    expect(measureRisk({ kind: "downside-variance", target: 0.2 }, x)).toBeCloseTo(0.01 / 2, 12);
  });
});

describe("drawdown measures", () => {
  test("the start value counts as a peak, in both compoundings", () => {
    const x = Float64Array.of(-0.1, -0.1, 0.5);
    expect(measureRisk({ kind: "max-drawdown" }, x)).toBeCloseTo(0.2, 12);
    expect(measureRisk({ kind: "max-drawdown", compounding: "compounded" }, x)).toBeCloseTo(0.19, 12);
    expect(measureRisk({ kind: "average-drawdown" }, x)).toBeCloseTo(0.1, 12);
    expect(measureRisk({ kind: "ulcer" }, x)).toBeCloseTo(Math.sqrt((0.01 + 0.04) / 3), 12);
  });

  test("average <= CDaR <= EDaR <= maximum, and average <= ulcer", () => {
    fc.assert(
      fc.property(returns(2, 40), fc.constantFrom("uncompounded" as const, "compounded" as const), (x, compounding) => {
        const average = measureRisk({ kind: "average-drawdown", compounding }, x);
        const cdar = measureRisk({ kind: "cdar", compounding, confidence: 0.8 }, x);
        const edar = measureRisk({ kind: "edar", compounding, confidence: 0.8 }, x);
        expect(average).toBeLessThanOrEqual(cdar + 1e-12);
        expect(cdar).toBeLessThanOrEqual(edar + 1e-12);
        expect(edar).toBeLessThanOrEqual(measureRisk({ kind: "max-drawdown", compounding }, x) + 1e-12);
        expect(average).toBeLessThanOrEqual(measureRisk({ kind: "ulcer", compounding }, x) + 1e-12);
      }),
    );
  });
});

describe("golden: Riskfolio-Lib minimum-risk portfolios (golden/optimize.md)", () => {
  const expected: readonly (readonly [string, RiskMeasureSpec, number])[] = [
    ["MV", { kind: "standard-deviation" }, 0.007279298],
    ["MSV", { kind: "semideviation" }, 0.005362982],
    ["FLPM", { kind: "flpm" }, 0.002137481],
    ["SLPM", { kind: "slpm" }, 0.004705566],
    ["CVaR", { kind: "cvar" }, 0.015429067],
    ["EVaR", { kind: "evar" }, 0.0194251349],
    ["WR", { kind: "worst" }, 0.02176568],
    ["RG", { kind: "range" }, 0.042813535],
    ["MDD", { kind: "max-drawdown" }, 0.031848001],
    ["ADD", { kind: "average-drawdown" }, 0.006959858],
    ["CDaR", { kind: "cdar" }, 0.026415863],
    ["EDaR", { kind: "edar" }, 0.028892446],
    ["UCI", { kind: "ulcer" }, 0.010479548],
  ];

  referenceTest("the 13 risks of the Riskfolio table at the stored weights", () => {
    const prices = readTable("optimize/riskfolio/stock_prices.csv");
    const weights = readTable("optimize/riskfolio/Classic_MinRisk.csv");
    const columns = weights.rows.map(([asset]) => prices.header.indexOf(asset ?? ""));
    const table = prices.rows.slice(-201).map((row) => columns.map((column) => Number(row[column])));
    const changes = table.slice(1).map((row, t) => row.map((price, i) => price / table.at(t)!.at(i)! - 1));
    expect(changes).toHaveLength(200);
    const errors = expected.map(([name, spec, risk]) => {
      const column = weights.header.indexOf(name);
      const holding = Float64Array.from(weights.rows, (row) => Number(row[column]));
      const series = Float64Array.from(changes, (row) => dot(holding, Float64Array.from(row)));
      return { name, error: Math.abs(measureRisk(spec, series) - risk) };
    });
    // the stored weights are good to about 1.2e-5; their risk is stationary there, so its error is of second order
    expect(errors.filter(({ error }) => !(error < 3e-7))).toEqual([]);
  });
});
