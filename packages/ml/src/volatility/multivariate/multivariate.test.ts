import { PricePanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { fitGarch } from "../fit-garch.ts";
import { correlationPass } from "./correlation-likelihood.ts";
import { fitCorrelation } from "./fit-correlation.ts";
import { fitMultivariateGarch } from "./fit-multivariate-garch.ts";
import fixture from "./fixtures/dynamic-correlation.json" with { type: "json" };
import { MultivariateGarch } from "./multivariate-garch.ts";

// made by scripts/reference/dynamic-correlation.py with scipy 1.17
const data = {
  rows: fixture.rows,
  size: fixture.size,
  values: Float64Array.from(fixture.values),
  target: Float64Array.from(fixture.target),
};
const once = { tolerance: 1e-8, maxIterations: 200 };

/** GARCH(1,1) returns with a planted DCC, in per cent. */
function simulate(seed: number, rows: number, size: number, a: number, b: number): number[][] {
  const random = RandomStream.of(seed);
  const variances = new Float64Array(size).fill(1);
  const common: readonly number[] = Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0.5));
  let quasi = [...common];
  return Array.from({ length: rows }, () => {
    const scale = Array.from({ length: size }, (_, i) => Math.sqrt(quasi[i * size + i]!));
    const lower = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = quasi[i * size + j]! / (scale[i]! * scale[j]!);
        for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
        lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j]!;
      }
    }
    const draws = Array.from({ length: size }, () => random.normal());
    const z = draws.map((_, i) => draws.reduce((sum, value, k) => sum + lower[i * size + k]! * value, 0));
    const row = z.map((value, i) => Math.sqrt(variances[i]!) * value);
    row.forEach((value, i) => {
      variances[i] = 0.05 + 0.08 * value * value + 0.87 * variances[i]!;
    });
    quasi = quasi.map((value, at) => {
      const product = z[Math.floor(at / size)]! * z[at % size]!;
      return (1 - a - b) * common[at]! + a * product + b * value;
    });
    return row;
  });
}

describe("dynamic conditional correlations", () => {
  test("the likelihood at given parameters is that of scipy's multivariate laws", () => {
    for (const { a, b, freedom, logLikelihood } of fixture.points) {
      const pass = correlationPass(data, { a, b, freedom: freedom ?? Infinity }, { scores: false });
      expect(pass.logLikelihood).toBeCloseTo(logLikelihood, 7);
    }
  });

  test("scores are the derivatives of each row's likelihood", () => {
    const at = { a: 0.07, b: 0.85, freedom: 9 };
    const { scores } = correlationPass(data, at, { scores: true });
    (["a", "b", "freedom"] as const).forEach((name, position) => {
      const step = 1e-6 * Math.max(1, at[name]);
      const up = correlationPass(data, { ...at, [name]: at[name] + step }, { scores: false }).values;
      const down = correlationPass(data, { ...at, [name]: at[name] - step }, { scores: false }).values;
      for (let t = 0; t < data.rows; t += 13) {
        expect(scores[t * 3 + position]).toBeCloseTo((up[t]! - down[t]!) / (2 * step), 4);
      }
    });
  });

  test("DCC and Student-t DCC reach the maxima that Nelder-Mead finds", () => {
    const normal = fitCorrelation(data, "dcc", "normal", once);
    expect(normal.converged).toBe(true);
    expect(normal.logLikelihood).toBeCloseTo(fixture.dcc.logLikelihood, 6);
    expect(normal.parameters.a).toBeCloseTo(fixture.dcc.a, 4);
    expect(normal.parameters.b).toBeCloseTo(fixture.dcc.b, 4);
    const heavy = fitCorrelation(data, "dcc", "student-t", once);
    expect(heavy.logLikelihood).toBeCloseTo(fixture.studentDcc.logLikelihood, 6);
    expect(heavy.parameters.a).toBeCloseTo(fixture.studentDcc.a, 4);
    expect(heavy.parameters.freedom / fixture.studentDcc.freedom).toBeCloseTo(1, 2);
  });

  test("fitMultivariateGarch recovers a planted DCC within its standard errors, its path moves with the planted one", () => {
    const values = simulate(5, 2500, 3, 0.05, 0.92);
    const model = fitMultivariateGarch({ assets: ["A", "B", "C"], values });
    const { a, b } = model.parameters;
    const errors = model.standardErrors;
    expect(model.converged).toBe(true);
    expect(Math.abs(a - 0.05)).toBeLessThan(4 * errors.a!);
    expect(Math.abs(b - 0.92)).toBeLessThan(4 * errors.b!);
    expect(errors.degreesOfFreedom).toBeNull();
    const path = model.correlationPath("A", "B");
    expect(path.length).toBe(2500);
    expect(Math.max(...path) - Math.min(...path)).toBeGreaterThan(0.2);
  });

  test("CCC is DCC without dynamics and loses likelihood on moving correlations", () => {
    const values = simulate(6, 1200, 2, 0.08, 0.88);
    const returns = { assets: ["A", "B"], values };
    const constant = fitMultivariateGarch(returns, { correlation: "ccc" });
    const moving = fitMultivariateGarch(returns);
    expect(moving.logLikelihood).toBeGreaterThan(constant.logLikelihood);
    expect(moving.parameterCount).toBe(constant.parameterCount + 2);
    expect(new Set(constant.correlationPath("A", "B")).size).toBe(1);
    const { correlations } = constant.standardErrors;
    expect(Math.abs(constant.parameters.correlations[0]![1]! - 0.5)).toBeLessThan(5 * correlations[0]![1]! + 0.05);
  });

  test("uncorrelated assets: the joint log-likelihood is the sum of the univariate ones, to the fitted correlation", () => {
    const values = simulate(7, 800, 2, 0, 0).map(([a, b]) => [a!, b! - 0.5 * a!]);
    const model = fitMultivariateGarch({ assets: ["A", "B"], values }, { correlation: "ccc" });
    const own = [0, 1].map((i) => fitGarch(values.map((row) => row[i]!)));
    const r = model.parameters.correlations[0]![1]!;
    const sum = own.reduce((total, fit) => total + fit.logLikelihood, 0);
    expect(model.logLikelihood - sum).toBeCloseTo(-0.5 * 800 * Math.log1p(-r * r), 0);
    expect(model.univariate[1]!.logLikelihood).toBeCloseTo(own[1]!.logLikelihood, 9);
  });

  test("forecasts: variances of the assets' own, correlations that return to the target, totals that add up", () => {
    const values = simulate(8, 1000, 2, 0.06, 0.9);
    const model = fitMultivariateGarch({ assets: ["A", "B"], values });
    const { covariances, correlations, total } = model.forecast({ horizon: 250 });
    const own = model.univariate.map((fit) => fit.forecast({ horizon: 250 }).variance);
    expect(covariances[9]![3]).toBeCloseTo(own[1]![9]!, 12);
    expect(covariances[4]![1]).toBeCloseTo(correlations[4]![1]! * Math.sqrt(own[0]![4]! * own[1]![4]!), 12);
    expect(correlations[249]![1]).toBeCloseTo(model.parameters.correlations[0]![1]!, 3);
    expect(total[0]).toBeCloseTo(
      own[0]!.reduce((sum, value) => sum + value, 0),
      8,
    );
    const estimate = model.covarianceEstimate({ periodsPerYear: 252, scale: 0.01 });
    expect(estimate.values[0]![1]).toBeCloseTo(covariances[0]![1]! * 252 * 1e-4, 12);
    expect(estimate).toMatchObject({ assets: ["A", "B"], unit: "year", method: "dcc-garch" });
  });

  test("a path uses rows before t only: given parameters, the future changes no correlation", () => {
    const values = simulate(9, 400, 2, 0.06, 0.9);
    const model = fitMultivariateGarch({ assets: ["A", "B"], values });
    const { data: whole } = { data: model.toJSON() };
    const changed = {
      ...whole,
      univariate: whole.univariate.map((fit) => ({
        ...fit,
        returns: fit.returns.map((value, t) => (t < 300 ? value : -3 * value)),
      })),
    };
    const other = MultivariateGarch.fromJSON(changed);
    const before = model.correlationPath("A", "B");
    const after = other.correlationPath("A", "B");
    for (let t = 0; t <= 300; t++) expect(after[t]).toBeCloseTo(before[t]!, 12);
    expect(after[399]).not.toBeCloseTo(before[399]!, 3);
  });

  test("takes a ReturnPanel, own models by asset, and a JSON round trip answers the same", () => {
    const values = simulate(10, 500, 2, 0.05, 0.9);
    let level = [100, 100];
    const prices = values.map((row) => (level = level.map((price, i) => price * (1 + row[i]! / 100))));
    const dates = prices.map((_, t) => new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10));
    const panel = PricePanel.of({ dates, assets: ["A", "B"], values: prices }).simpleReturns();
    const model = fitMultivariateGarch(panel, {
      univariate: { B: { model: "gjr-garch", mean: { ar: 1 } } },
      distribution: "student-t",
    });
    expect(model.univariate.map((fit) => fit.model)).toEqual(["garch", "gjr-garch"]);
    expect(model.correlationPath("B", "A").length).toBe(panel.rows - 1);
    const copy = MultivariateGarch.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(copy.forecast({ horizon: 3 })).toEqual(model.forecast({ horizon: 3 }));
    expect(copy.logLikelihood).toBe(model.logLikelihood);
    expect(copy.aic).toBe(model.aic);
  });

  test("bad input is named", () => {
    const values = simulate(1, 100, 2, 0, 0);
    const returns = { assets: ["A", "B"], values };
    expect(() => fitMultivariateGarch({ assets: ["A"], values: values.map((row) => [row[0]!]) })).toThrow(
      /two or more/,
    );
    expect(() => fitMultivariateGarch({ assets: ["A", "B", "C"], values })).toThrow(/3 names and 2 columns/);
    expect(() =>
      fitMultivariateGarch({ assets: ["A", "B"], values: values.map((row, t) => (t === 5 ? [NaN, 1] : row)) }),
    ).toThrow(/row 5 has a missing value/);
    expect(() => fitMultivariateGarch(returns, { univariate: { A: {}, X: {} } })).toThrow(/X is not among/);
    expect(() => fitMultivariateGarch(returns, { correlation: "bekk" as "dcc" })).toThrow(/"ccc" or "dcc", was "bekk"/);
    expect(() => fitMultivariateGarch(returns, { distribution: "ged" as "normal" })).toThrow(/"student-t", was "ged"/);
    const model = fitMultivariateGarch(returns, { correlation: "ccc" });
    expect(() => model.forecast({ horizon: 0 })).toThrow(/horizon/);
    expect(() => model.correlationPath("A", "Z")).toThrow(/A, B, not Z/);
    expect(() => model.covarianceEstimate({ periodsPerYear: 0 })).toThrow(/periodsPerYear/);
    expect(() => MultivariateGarch.fromJSON({})).toThrow(/not a multivariate GARCH/);
  });
});
