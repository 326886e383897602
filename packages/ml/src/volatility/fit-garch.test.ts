import { ReturnPanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ml from "../index.ts";
import {
  fitGarch,
  fixGarch,
  GarchModel,
  type GarchOptions,
  type GarchStructure,
  simulateGarch,
  type VolatilityModelName,
} from "./index.ts";

const truth = {
  garch: { mu: 0.05, omega: 0.04, alpha: 0.08, beta: 0.88 },
  "gjr-garch": { mu: 0.05, omega: 0.04, alpha: 0.03, gamma: 0.12, beta: 0.86 },
  egarch: { mu: 0.05, omega: 0.02, alpha: 0.18, gamma: -0.1, beta: 0.95 },
  tarch: { mu: 0.05, omega: 0.04, alpha: 0.05, gamma: 0.1, beta: 0.88 },
  aparch: { mu: 0.05, omega: 0.04, alpha: 0.09, gamma: 0.4, beta: 0.86, delta: 1.3 },
  figarch: { mu: 0.05, omega: 0.1, phi: 0.2, d: 0.4, beta: 0.4 },
  har: { mu: 0.05, omega: 0.08, alphaDay: 0.15, alphaWeek: 0.3, alphaMonth: 0.4 },
} as const satisfies Partial<Record<VolatilityModelName, Readonly<Record<string, number>>>>;
const names = Object.keys(truth) as (keyof typeof truth)[];

const shaped = {
  normal: {},
  "student-t": { degreesOfFreedom: 6 },
  "skew-t": { degreesOfFreedom: 7, skewness: -0.2 },
  ged: { tail: 1.4 },
} as const;

const simulated = (structure: GarchStructure, parameters: Readonly<Record<string, number>>, length: number, seed = 5) =>
  simulateGarch({ truncation: 200, ...structure }, parameters, { seed, length }).returns;
const gjr = simulated(
  { model: "gjr-garch", distribution: "student-t" },
  { ...truth["gjr-garch"], degreesOfFreedom: 6 },
  1500,
);
const short = gjr.slice(0, 400);

describe("fitGarch as the issue writes it", () => {
  test("returns: number[] or ReturnPanel", () => {
    const check = (returns: number[] | ReturnPanel): void => {
      const garch = ml.fitGarch(returns, { model: "gjr-garch", distribution: "student-t" });
      const { parameters, standardErrors } = garch;
      const forecast = garch.forecast({ horizon: 10 });
      expect(Object.keys(parameters)).toEqual(["mu", "omega", "alpha", "gamma", "beta", "degreesOfFreedom"]);
      expect(Object.values(standardErrors).every((error) => error > 0)).toBe(true);
      expect(forecast.variance).toHaveLength(10);
      expect(garch.converged).toBe(true);
      expect(garch.iterations).toBeGreaterThan(0);
      expect(garch.aic).toBeCloseTo(-2 * garch.logLikelihood + 12, 9);
      expect(garch.bic).toBeCloseTo(-2 * garch.logLikelihood + 6 * Math.log(400), 9);
    };
    check([...short]);
    const dates = Array.from(short, (_, day) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10));
    check(ReturnPanel.of({ dates, assets: ["A"], values: Array.from(short, (value) => [value]) }));
  });
});

describe("simulated parameters are recovered", () => {
  test.each(names)("%s with normal innovations: within 3.5 robust standard errors", (model) => {
    const parameters: Readonly<Record<string, number>> = truth[model];
    const returns = simulated({ model }, parameters, model === "figarch" ? 2000 : 4000);
    const fit = fitGarch(returns, { model, truncation: 200 });
    expect(fit.converged).toBe(true);
    for (const [name, value] of Object.entries(fit.parameters)) {
      const away = Math.abs(value - parameters[name]!) / fit.standardErrors[name]!;
      expect(away, `${name}: ${value} for ${parameters[name]!}`).toBeLessThan(3.5);
    }
  });

  test.each(["student-t", "skew-t", "ged"] as const)("garch with innovations %s", (distribution) => {
    const parameters: Readonly<Record<string, number>> = { ...truth.garch, ...shaped[distribution] };
    const returns = simulated({ model: "garch", distribution }, parameters, 4000);
    const fit = fitGarch(returns, { model: "garch", distribution });
    for (const [name, value] of Object.entries(fit.parameters)) {
      expect(Math.abs(value - parameters[name]!) / fit.standardErrors[name]!, name).toBeLessThan(3.5);
    }
  });

  test("ARMA(1,1) mean with an outside variable and the deviation in it", () => {
    const parameters: Readonly<Record<string, number>> = {
      ...truth.garch,
      ar: 0.5,
      ma: -0.2,
      inMean: 0.1,
      x: 0.3,
    };
    const regressors = Array.from({ length: 4000 }, (_, t) => [Math.sin(t * 12.9898)]);
    const structure: GarchStructure = { mean: { ar: 1, ma: 1, inMean: "standard-deviation" } };
    const { returns } = simulateGarch(structure, parameters, { seed: 3, length: 4000, regressors });
    const fit = fitGarch(returns, { ...structure, regressors });
    for (const [name, value] of Object.entries(fit.parameters)) {
      expect(Math.abs(value - parameters[name]!) / fit.standardErrors[name]!, name).toBeLessThan(3.5);
    }
  });

  test("the three kinds of standard errors agree where the model is right", () => {
    const fit = fitGarch(simulated({}, truth.garch, 8000));
    for (const [name, error] of Object.entries(fit.standardErrorsBy("hessian"))) {
      expect(fit.standardErrorsBy("opg")[name]! / error).toBeCloseTo(1, 0);
      expect(fit.standardErrorsBy("robust")[name]! / error).toBeCloseTo(1, 0);
    }
  });
});

describe("likelihoods are ordered as models are nested", () => {
  const value = (options: GarchOptions): number => fitGarch(gjr, options).logLikelihood;

  test("more lags, asymmetry, a free power, richer laws and means never fit worse", () => {
    const garch = value({});
    expect(value({ model: "gjr-garch" })).toBeGreaterThan(garch - 1e-6);
    expect(value({ p: 2 })).toBeGreaterThan(garch - 1e-6);
    expect(value({ q: 2 })).toBeGreaterThan(garch - 1e-6);
    expect(value({ q: 0 })).toBeLessThan(garch + 1e-6);
    expect(value({ distribution: "student-t" })).toBeGreaterThan(garch - 1e-6);
    expect(value({ distribution: "ged" })).toBeGreaterThan(garch - 1e-6);
    expect(value({ distribution: "skew-t" })).toBeGreaterThan(value({ distribution: "student-t" }) - 1e-3);
    expect(value({ mean: { ar: 0, ma: 1 } })).toBeGreaterThan(garch - 1e-6);
    expect(value({ mean: "zero" })).toBeLessThan(garch + 1e-6);
    expect(value({ model: "aparch" })).toBeGreaterThan(value({ model: "aparch", power: 1 }) - 1e-6);
    expect(value({ model: "ewma", mean: "constant", decay: "estimate" })).toBeGreaterThan(
      value({ model: "ewma", mean: "constant" }) - 1e-6,
    );
    expect(value({ varianceTargeting: "sample-variance" })).toBeLessThan(garch + 1e-6);
  });

  test("on any short series too: asymmetry, lags and richer laws never fit worse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const { returns } = simulateGarch(
          { distribution: "student-t" },
          { ...truth.garch, degreesOfFreedom: 5 },
          { seed, length: 300 },
        );
        const at = (options: GarchOptions): number => fitGarch(returns, options).logLikelihood;
        const normal = at({});
        expect(at({ model: "gjr-garch" })).toBeGreaterThanOrEqual(normal - 2e-4);
        expect(at({ p: 2 })).toBeGreaterThanOrEqual(normal - 2e-4);
        const student = at({ distribution: "student-t" });
        expect(student).toBeGreaterThanOrEqual(normal - 2e-4);
        expect(at({ distribution: "skew-t" })).toBeGreaterThanOrEqual(student - 2e-3);
        expect(at({ distribution: "ged" })).toBeGreaterThanOrEqual(normal - 2e-4);
      }),
      { numRuns: 6 },
    );
  });

  test("APARCH of power 2 without asymmetry is GARCH, GJR without asymmetry too", () => {
    expect(value({ model: "aparch", power: 2, o: 0 })).toBeCloseTo(value({}), 5);
    expect(value({ model: "gjr-garch", o: 0 })).toBeCloseTo(value({}), 9);
  });
});

describe("variance targeting", () => {
  test.each(["garch", "gjr-garch"] as const)("%s: the long-run variance is that of the sample", (model) => {
    const fit = fitGarch(gjr, { model, varianceTargeting: "sample-variance" });
    const mean = gjr.reduce((sum, value) => sum + value / gjr.length, 0);
    const variance = gjr.reduce((sum, value) => sum + (value - mean) ** 2 / gjr.length, 0);
    expect(fit.unconditionalVolatility ** 2).toBeCloseTo(variance, 9);
    expect(fit.parameterCount).toBe(Object.keys(fit.parameters).length - 1);
    expect(Object.values(fit.standardErrors).every((error) => error > 0)).toBe(true);
  });

  test("other models have none", () => {
    expect(() => fitGarch(gjr, { model: "egarch", varianceTargeting: "sample-variance" })).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED" }),
    );
  });
});

describe("the unit of returns does not matter", () => {
  test.each([...names, "ewma"] as const)("%s: fractions and per cent give the same standardised answers", (model) => {
    const options: GarchOptions = { model, distribution: "student-t", truncation: 100 };
    const perCent = fitGarch(gjr, options);
    const fractions = fitGarch(
      gjr.map((value) => value / 100),
      options,
    );
    const close = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThan(1e-4 * Math.max(1, Math.abs(b)));
    close(fractions.logLikelihood - gjr.length * Math.log(100), perCent.logLikelihood);
    perCent.standardizedResiduals.forEach((z, t) => close(fractions.standardizedResiduals[t]!, z));
    close(fractions.parameters["degreesOfFreedom"]!, perCent.parameters["degreesOfFreedom"]!);
    close(100 * fractions.forecast({ horizon: 1 }).volatility[0]!, perCent.forecast({ horizon: 1 }).volatility[0]!);
  });

  test("a mean with lags, outside variables and the logarithm of the variance in it", () => {
    const regressors = Array.from(gjr, (_, t) => [1e4 * Math.cos(t * 7.77)]);
    const options: GarchOptions = { mean: { ar: 1, inMean: "log-variance" }, regressors, covariance: "hessian" };
    const perCent = fitGarch(gjr, options);
    const fractions = fitGarch(
      gjr.map((value) => value / 100),
      options,
    );
    expect(fractions.parameters["x"]! * 100).toBeCloseTo(perCent.parameters["x"]!, 9);
    expect(fractions.parameters["inMean"]! * 100).toBeCloseTo(perCent.parameters["inMean"]!, 5);
    expect(fractions.standardErrors["inMean"]! * 100).toBeCloseTo(perCent.standardErrors["inMean"]!, 5);
    const small = fitGarch(gjr, { ...options, regressors: regressors.map(([x]) => [x! * 1e-9]) });
    expect(small.parameters["x"]! * 1e-9).toBeCloseTo(perCent.parameters["x"]!, 10);
    expect((small.standardErrors["x"]! * 1e-9) / perCent.standardErrors["x"]!).toBeCloseTo(1, 6);
    expect(fractions.standardErrors["alpha"]! / perCent.standardErrors["alpha"]!).toBeCloseTo(1, 5);
  });
});

describe("bad input", () => {
  const code = (expected: string, details: object = {}): unknown =>
    expect.objectContaining({ code: expected, details: expect.objectContaining(details) as unknown });

  test("too few rows, constant series, missing and infinite values are typed errors", () => {
    expect(() => fitGarch([0.1, -0.2, 0.3])).toThrow(code("NOT_ENOUGH_DATA", { required: 19, available: 3 }));
    expect(() => fitGarch(new Array<number>(100).fill(0.01))).toThrow(code("INVALID_INPUT", { reason: "constant" }));
    expect(() => fitGarch(new Array<number>(100).fill(0), { mean: "zero" })).toThrow(
      code("INVALID_INPUT", { reason: "constant" }),
    );
    expect(() => fitGarch([...short, Number.NaN])).toThrow(code("INVALID_INPUT", { reason: "not-finite" }));
    expect(() => fitGarch([...short, Infinity])).toThrow(code("INVALID_INPUT", { reason: "not-finite" }));
  });

  test("a non-stationary start is refused, with the domain in the message", () => {
    expect(() => fixGarch(short, { mu: 0, omega: 0.1, alpha: 0.2, beta: 0.85 })).toThrow(
      code("INVALID_INPUT", { reason: "non-stationary" }),
    );
    expect(() => fixGarch(short, { mu: 0, omega: 0.1, alpha: 0.2, gamma: 0, beta: 1 }, { model: "egarch" })).toThrow(
      /stationary/,
    );
    expect(() => fixGarch(short, { mu: 0, omega: 0.1, alpha: 0.2 })).toThrow(
      /parameters.beta: expected a finite number/,
    );
    expect(() => fixGarch(short, { mu: 0, omega: 0.1, alpha: 0.2, beta: 0.5, delta: 1 })).toThrow(/no such parameter/);
  });

  test("a random walk of variances ends at the edge of the domain and says so", () => {
    const integrated = simulateGarch(
      { model: "ewma" },
      {},
      { seed: 2, length: 1500, initialVariance: 1, burnIn: 0 },
    ).returns;
    const fit = fitGarch(integrated.map((value) => value * 1e3));
    expect(fit.persistence).toBeGreaterThan(0.98);
    expect(fit.persistence).toBeLessThan(1 + 1e-12);
    expect(Number.isFinite(fit.logLikelihood)).toBe(true);
  });

  test("options that do not exist or do not fit are named", () => {
    const bad = (options: object): unknown => fitGarch(short, options as GarchOptions);
    expect(() => bad({ model: "garhc" })).toThrow(/model: expected one of garch, gjr-garch/);
    expect(() => bad({ distribution: "cauchy" })).toThrow(/distribution: expected one of normal/);
    expect(() => bad({ model: "garch", o: 1 })).toThrow(/o: garch has no such lags/);
    expect(() => bad({ p: 0 })).toThrow(/p: expected at least one lag/);
    expect(() => bad({ q: 1.5 })).toThrow(/q: expected a whole number/);
    expect(() => bad({ model: "aparch", o: 2 })).toThrow(/o: expected at most p/);
    expect(() => bad({ power: 2 })).toThrow(/power: expected a number between 0.05 and 4, for aparch only/);
    expect(() => bad({ model: "ewma", decay: 1 })).toThrow(/decay: expected a number strictly between 0 and 1/);
    expect(() => bad({ mean: "median" })).toThrow(/mean: expected "zero", "constant"/);
    expect(() => bad({ mean: { inMean: "sigma" } })).toThrow(/mean.inMean: expected one of variance/);
    expect(() => bad({ mean: { constant: false, inMean: "log-variance" } })).toThrow(/needs a constant beside it/);
    expect(() => bad({ mean: { inMean: "variance" }, presample: "sample" })).toThrow(
      /needs residuals before variances/,
    );
    expect(() => bad({ presample: { variance: 0 } })).toThrow(/presample: expected/);
    expect(() => bad({ covariance: "white" })).toThrow(/covariance: expected "hessian"/);
    expect(() => bad({ varianceTargeting: "yes" })).toThrow(/varianceTargeting: expected/);
    expect(() => bad({ maxIterations: 0 })).toThrow(/at least 1 iteration/);
    expect(() => bad({ regressors: [[1]] })).toThrow(/regressors: expected 400 rows/);
    expect(() => bad({ regressors: Array.from(short, () => [Number.NaN]) })).toThrow(/regressors: expected finite/);
  });

  test("an iteration limit is reported, not hidden", () => {
    const fit = fitGarch(short, { maxIterations: 2 });
    expect(fit.converged).toBe(false);
    expect(Number.isFinite(fit.logLikelihood)).toBe(true);
  });

  test("outliers and tiny numbers do not break a fit", () => {
    const wild = short.map((value, t) => (t === 200 ? 60 : value) * 1e-9);
    const fit = fitGarch(wild, { model: "gjr-garch", distribution: "student-t" });
    expect(fit.converged).toBe(true);
    expect(fit.conditionalVolatility.every((sigma) => sigma > 0 && sigma < 1e-6)).toBe(true);
  });
});

describe("any series", () => {
  test("fits keep their invariants: volatilities positive, parameters in the domain, JSON without loss", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(...names, "ewma" as const),
        fc.constantFrom("normal", "student-t", "skew-t", "ged"),
        (seed, model, distribution) => {
          const { returns } = simulateGarch(
            { distribution: "student-t" },
            { ...truth.garch, degreesOfFreedom: 5 },
            { seed, length: 150 },
          );
          const fit = fitGarch(returns, { model, distribution, truncation: 50 });
          expect(Number.isFinite(fit.logLikelihood)).toBe(true);
          expect(fit.conditionalVolatility.every((sigma) => sigma > 0)).toBe(true);
          const again = GarchModel.fromJSON(JSON.parse(JSON.stringify(fit)));
          expect(again.logLikelihood).toBe(fit.logLikelihood);
          expect(again.toJSON()).toEqual(fit.toJSON());
        },
      ),
      { numRuns: 15 },
    );
  });
});
