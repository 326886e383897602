import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/index.ts";
import { linearRegression, type RegressionErrors } from "./linear-regression.ts";
import { quantileRegression } from "./quantile-regression.ts";
import { tailRegression } from "./tail-regression.ts";
import { tailScoreTest } from "./tail-score-test.ts";

// scripts/reference/regression.py: statsmodels 0.15.0, quantile programs by HiGHS
const golden = JSON.parse(readFileSync(new URL("./fixtures/regression.json", import.meta.url), "utf8")) as {
  readonly x: number[];
  readonly y: number[];
  readonly rows: number;
  readonly columns: number;
  readonly coefficients: number[];
  readonly errors: Record<string, number[]>;
  readonly quantile: Record<string, { readonly coefficients: number[]; readonly loss: number }>;
};
const x = Float64Array.from(golden.x);
const y = Float64Array.from(golden.y);
const { rows, columns } = golden;

describe("linearRegression", () => {
  const kinds: Record<string, RegressionErrors> = {
    classical: { kind: "classical" },
    hc0: { kind: "hc0" },
    hc1: { kind: "hc1" },
    hc2: { kind: "hc2" },
    hc3: { kind: "hc3" },
    "newey-west": { kind: "newey-west", lags: 4 },
    "newey-west, degrees of freedom": { kind: "newey-west", lags: 4, smallSample: "degrees-of-freedom" },
  };
  for (const [name, errors] of Object.entries(kinds)) {
    test(`${name} errors as statsmodels has them`, () => {
      const fit = linearRegression(x, rows, columns, y, errors);
      for (let j = 0; j < columns; j++) {
        expect(fit.coefficients[j]).toBeCloseTo(golden.coefficients[j]!, 10);
        expect(fit.standardErrors[j]! / golden.errors[name]![j]!).toBeCloseTo(1, 10);
      }
    });
  }

  test("Newey-West with no lags is HC0, and dependent columns lower the rank", () => {
    const none = linearRegression(x, rows, columns, y, { kind: "newey-west", lags: 0 });
    expect(Array.from(none.standardErrors)).toEqual(
      Array.from(linearRegression(x, rows, columns, y, { kind: "hc0" }).standardErrors),
    );
    const doubled = Float64Array.from(
      { length: rows * 2 },
      (_, i) => x[Math.floor(i / 2) * columns + 1]! * (1 + (i % 2)),
    );
    expect(linearRegression(doubled, rows, 2, y).rank).toBe(1);
    expect(() => linearRegression(x, 3, 3, y)).toThrow(RangeError);
  });
});

describe("quantileRegression", () => {
  for (const [p, { coefficients, loss }] of Object.entries(golden.quantile)) {
    test(`the linear program at ${p}`, () => {
      const fit = quantileRegression(x, rows, columns, y, Number(p));
      expect(fit.loss).toBeCloseTo(loss, 9);
      for (let j = 0; j < columns; j++) expect(fit.coefficients[j]).toBeCloseTo(coefficients[j]!, 8);
    });
  }

  test("no single coefficient can be moved to advantage, whatever the data", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0.02, max: 0.98, noNaN: true }), (seed, p) => {
        const stream = RandomStream.of(seed);
        const n = 20 + stream.integer(200);
        const matrix = Float64Array.from({ length: n * 2 }, (_, i) => (i % 2 === 0 ? 1 : stream.normal()));
        const target = Float64Array.from({ length: n }, (_, t) => matrix[2 * t + 1]! + stream.studentT(3));
        const { coefficients, loss } = quantileRegression(matrix, n, 2, target, p);
        const at = (b: readonly number[]): number =>
          target.reduce((sum, value, t) => {
            const u = value - b[0]! - b[1]! * matrix[2 * t + 1]!;
            return sum + (u < 0 ? p - 1 : p) * u;
          }, 0);
        for (const [da, db] of [
          [1e-4, 0],
          [-1e-4, 0],
          [0, 1e-4],
          [0, -1e-4],
          [1e-4, 1e-4],
          [-1e-4, 1e-4],
        ] as const) {
          expect(at([coefficients[0]! + da, coefficients[1]! + db])).toBeGreaterThanOrEqual(loss - 1e-9 * loss);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("bad input", () => {
    expect(() => quantileRegression(x, rows, columns, y, 1)).toThrow(RangeError);
    expect(() => quantileRegression(new Float64Array(8).fill(1), 4, 2, new Float64Array(4), 0.5)).toThrow(
      /independent/,
    );
    expect(() =>
      quantileRegression(
        x,
        rows,
        columns,
        y.map(() => NaN),
        0.5,
      ),
    ).toThrow(/finite/);
  });
});

describe("tailRegression", () => {
  function sample(seed: number, n: number): { matrix: Float64Array; y: Float64Array } {
    const stream = RandomStream.of(seed);
    const matrix = new Float64Array(2 * n);
    const y = new Float64Array(n);
    for (let t = 0; t < n; t++) {
      const scale = 0.5 + stream.uniform();
      matrix[2 * t] = 1;
      matrix[2 * t + 1] = scale;
      y[t] = scale * stream.normal();
    }
    return { matrix, y };
  }

  test("a constant gives the quantile and the exact mean below it", () => {
    const y = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i * 12.9898) * 3 - 1);
    const constant = { matrix: new Float64Array(200).fill(1), columns: 1 };
    const { shortfallCoefficients } = tailRegression(constant, constant, 200, y, 0.05);
    const lowest = Array.from(y)
      .sort((a, b) => a - b)
      .slice(0, 10);
    expect(shortfallCoefficients[0]).toBeCloseTo(lowest.reduce((a, b) => a + b, 0) / 10, 9);
  });

  test("a location-scale model is found within four standard errors", () => {
    const n = 4000;
    const { matrix, y } = sample(3, n);
    const both = { matrix, columns: 2 };
    const { quantileCoefficients, shortfallCoefficients, shortfallCovariance } = tailRegression(both, both, n, y, 0.05);
    expect(quantileCoefficients[1]).toBeCloseTo(-1.645, 0);
    const error = Math.sqrt(shortfallCovariance[3]!);
    expect(error).toBeLessThan(0.5);
    expect(Math.abs(shortfallCoefficients[1]! + 2.0627)).toBeLessThan(4 * error);
    expect(Math.abs(shortfallCoefficients[0]!)).toBeLessThan(4 * Math.sqrt(shortfallCovariance[0]!));
  });

  test("no direction lowers the score", () => {
    const n = 400;
    const { matrix, y } = sample(9, n);
    const both = { matrix, columns: 2 };
    const fit = tailRegression(both, both, n, y, 0.1);
    const score = (b: Float64Array, c: Float64Array): number => {
      let total = 0;
      for (let t = 0; t < n; t++) {
        const q = b[0]! + b[1]! * matrix[2 * t + 1]!;
        const e = c[0]! + c[1]! * matrix[2 * t + 1]!;
        total += (y[t]! <= q ? (y[t]! - q) / (0.1 * e) : 0) + q / e + Math.log(-e) - 1;
      }
      return total / n;
    };
    expect(score(fit.quantileCoefficients, fit.shortfallCoefficients)).toBeCloseTo(fit.loss, 10);
    const stream = RandomStream.of(1);
    for (let i = 0; i < 200; i++) {
      const move = (v: Float64Array): Float64Array => v.map((value) => value + 1e-3 * stream.normal());
      expect(score(move(fit.quantileCoefficients), move(fit.shortfallCoefficients))).toBeGreaterThan(fit.loss - 1e-9);
    }
  });
});

describe("tailScoreTest", () => {
  test("right coefficients: mean 2 and 5 % beyond the chi-square quantile; wrong ones are found; bad input", () => {
    const n = 400;
    const p = 0.05;
    let total = 0;
    let beyond = 0;
    let found = 0;
    const runs = 60;
    for (let run = 0; run < runs; run++) {
      const stream = RandomStream.of(`score ${run}`);
      const matrix = new Float64Array(2 * n);
      const y = new Float64Array(n);
      for (let t = 0; t < n; t++) {
        matrix[2 * t] = 1;
        matrix[2 * t + 1] = 0.5 + stream.uniform();
        y[t] = matrix[2 * t + 1]! * stream.normal();
      }
      const both = { matrix, columns: 2 };
      // the mean of a standard normal below its 5 % quantile is -2.0627
      const { statistic, quantileCoefficients } = tailScoreTest(both, both, n, y, p, Float64Array.of(0, -2.0627));
      expect(quantileCoefficients).toHaveLength(2);
      total += statistic;
      if (statistic > 5.991) beyond++;
      if (tailScoreTest(both, both, n, y, p, Float64Array.of(0, -1.5)).statistic > 5.991) found++;
    }
    // three errors: the statistic has variance 4
    expect(Math.abs(total / runs - 2)).toBeLessThan(3 * Math.sqrt(4 / runs));
    expect(beyond / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
    expect(found / runs).toBeGreaterThan(0.9);
    const flat = { matrix: new Float64Array(n).fill(1), columns: 1 };
    expect(() => tailScoreTest(flat, flat, n, new Float64Array(n), p, Float64Array.of(1))).toThrow(/negative/);
    expect(() => tailScoreTest(flat, flat, n, new Float64Array(2), p, Float64Array.of(-1))).toThrow(RangeError);
  });
});
