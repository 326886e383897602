import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectation } from "./distributions/expectation.ts";
import { innovationLaws } from "./distributions/table.ts";
import {
  fixGarch,
  fitGarch,
  GarchModel,
  type GarchStructure,
  simulateGarch,
  type VolatilityModelName,
} from "./index.ts";

type Numbers = Readonly<Record<string, number>>;

const fixed: Readonly<Record<VolatilityModelName, Numbers>> = {
  garch: { mu: 0.05, omega: 0.04, alpha: 0.08, beta: 0.88 },
  "gjr-garch": { mu: 0.05, omega: 0.04, alpha: 0.03, gamma: 0.12, beta: 0.86 },
  egarch: { mu: 0.05, omega: 0.02, alpha: 0.18, gamma: -0.1, beta: 0.95 },
  tarch: { mu: 0.05, omega: 0.04, alpha: 0.05, gamma: 0.1, beta: 0.88 },
  aparch: { mu: 0.05, omega: 0.04, alpha: 0.09, gamma: 0.4, beta: 0.86, delta: 1.3 },
  figarch: { mu: 0.05, omega: 0.1, phi: 0.2, d: 0.4, beta: 0.4 },
  har: { mu: 0.05, omega: 0.08, alphaDay: 0.15, alphaWeek: 0.3, alphaMonth: 0.4 },
  ewma: {},
};
const names = Object.keys(fixed) as VolatilityModelName[];
const series = simulateGarch({ model: "gjr-garch" }, fixed["gjr-garch"], { seed: 9, length: 600 }).returns;
const modelOf = (model: VolatilityModelName, more: GarchStructure = {}, extra: Numbers = {}): GarchModel =>
  fixGarch(series, { ...fixed[model], ...extra }, { model, truncation: 50, ...more });

describe("forecasts", () => {
  test.each(["garch", "gjr-garch", "egarch", "tarch", "figarch"] as const)(
    "%s: closed forms equal the mean of simulated paths",
    (model) => {
      const garch = modelOf(model);
      const analytic = garch.forecast({ horizon: 8 });
      const drawn = garch.forecast({ horizon: 8, method: "simulation", simulations: 20_000, seed: 1 });
      expect(analytic.method).toBe("analytic");
      analytic.variance.forEach((variance, k) => {
        expect(Math.abs(drawn.variance[k]! / variance - 1)).toBeLessThan(0.02);
        expect(Math.abs(drawn.returnVariance[k]! / variance - 1)).toBeLessThan(0.06);
        expect(drawn.mean[k]).toBeCloseTo(0.05, 12);
      });
    },
  );

  test.each(["garch", "gjr-garch", "tarch", "egarch"] as const)(
    "%s: they converge to the long-run variance",
    (model) => {
      const garch = modelOf(model);
      const longRun = garch.unconditionalVolatility ** 2;
      const { variance } = garch.forecast({ horizon: 600 });
      expect(variance.at(-1)! / longRun).toBeCloseTo(1, 6);
      const path = garch.simulate({ seed: 3, length: 60_000 }).residuals;
      expect(path.reduce((sum, e) => sum + (e * e) / path.length, 0) / longRun).toBeCloseTo(1, 0);
    },
  );

  test("GARCH: variance k rows ahead is v + (alpha + beta)^(k-1) (h - v)", () => {
    const garch = modelOf("garch");
    const v = 0.04 / (1 - 0.96);
    const { variance } = garch.forecast({ horizon: 5 });
    variance.forEach((value, k) => expect(value).toBeCloseTo(v + 0.96 ** k * (variance[0]! - v), 12));
    expect(garch.persistence).toBeCloseTo(0.96, 12);
    expect(garch.halfLife).toBeCloseTo(Math.log(0.5) / Math.log(0.96), 9);
    expect(garch.unconditionalVolatility).toBeCloseTo(1, 9);
  });

  test("GJR under a skewed law: the share of negative squares is that of the law", () => {
    const garch = modelOf("gjr-garch", { distribution: "skew-t" }, { degreesOfFreedom: 6, skewness: -0.4 });
    const law = innovationLaws["skew-t"];
    const share = expectation(law, Float64Array.of(6, -0.4), (z) => (z < 0 ? z * z : 0));
    expect(share).toBeGreaterThan(0.55);
    expect(garch.persistence).toBeCloseTo(0.03 + 0.12 * share + 0.86, 8);
    const drawn = garch.forecast({ horizon: 3, method: "simulation", simulations: 20_000 });
    garch.forecast({ horizon: 3 }).variance.forEach((value, k) => {
      expect(Math.abs(drawn.variance[k]! / value - 1)).toBeLessThan(0.02);
    });
  });

  test("ARMA: means decay to the long-run mean and returns are less certain than shocks", () => {
    const garch = fixGarch(series, { ...fixed.garch, ar: 0.6, ma: 0.2 }, { mean: { ar: 1, ma: 1 } });
    const forecast = garch.forecast({ horizon: 60 });
    expect(forecast.mean.at(-1)).toBeCloseTo(0.05 / 0.4, 9);
    expect(forecast.mean[1]).toBeCloseTo(0.05 + 0.6 * forecast.mean[0]!, 12);
    const next = 0.05 + 0.6 * series.at(-1)! + 0.2 * garch.residuals.at(-1)!;
    expect(forecast.mean[0]).toBeCloseTo(next, 12);
    expect(forecast.returnVariance[1]).toBeCloseTo(forecast.variance[1]! + 0.64 * forecast.variance[0]!, 12);
    const drawn = garch.forecast({ horizon: 4, method: "simulation", simulations: 20_000 });
    drawn.returnVariance.forEach((value, k) => {
      expect(Math.abs(value / forecast.returnVariance[k]! - 1)).toBeLessThan(0.05);
    });
  });

  test("intervals hold what they claim: simulated and bootstrapped, by seed", () => {
    const garch = modelOf("aparch");
    const simulated = garch.forecast({ horizon: 3, simulations: 4000, seed: "a", confidence: 0.9 });
    expect(simulated.method).toBe("simulation");
    const { returns, volatility } = simulated.intervals!;
    // one row ahead the law is known
    const sigma = simulated.volatility[0]!;
    expect(returns.upper[0]).toBeCloseTo(0.05 + sigma * garch.innovations.quantile(0.95), 1);
    expect(volatility.lower[0]).toBeCloseTo(sigma, 12);
    expect(volatility.upper[2]).toBeGreaterThan(volatility.lower[2]!);
    expect(garch.forecast({ horizon: 3, simulations: 4000, seed: "a", confidence: 0.9 })).toEqual(simulated);
    expect(garch.forecast({ horizon: 3, simulations: 4000, seed: "b" }).variance).not.toEqual(simulated.variance);
    const bootstrap = garch.forecast({ horizon: 3, method: "bootstrap", simulations: 4000, seed: 1 });
    expect(bootstrap.paths!.returns).toHaveLength(12_000);
    bootstrap.variance.forEach((value, k) => expect(Math.abs(value / simulated.variance[k]! - 1)).toBeLessThan(0.1));
  });

  test("a variance in the mean moves the forecast of the mean; several rows ahead it is simulated", () => {
    const garch = fixGarch(series, { ...fixed.garch, inMean: 0.2 }, { mean: { inMean: "variance" } });
    const one = garch.forecast();
    expect(one.mean[0]).toBeCloseTo(0.05 + 0.2 * one.variance[0]!, 12);
    const many = garch.forecast({ horizon: 3 });
    expect(many.method).toBe("simulation");
    many.mean.forEach((mean, k) => expect(mean).toBeCloseTo(0.05 + 0.2 * many.variance[k]!, 9));
  });

  test("outside variables of the rows ahead are needed, and used", () => {
    const regressors = Array.from(series, (_, t) => [t % 2]);
    const garch = fixGarch(series, { ...fixed.garch, x: 0.5 }, { regressors });
    expect(garch.forecast({ horizon: 2, regressors: [[1], [0]] }).mean).toEqual(Float64Array.of(0.55, 0.05));
    expect(() => garch.forecast({ horizon: 2 })).toThrow(/regressors: expected 2 rows/);
  });

  test("what has no closed form says so", () => {
    expect(() => modelOf("aparch").forecast({ horizon: 2, method: "analytic" })).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED" }),
    );
    const heavy = modelOf("egarch", { distribution: "student-t" }, { degreesOfFreedom: 5 });
    expect(heavy.unconditionalVolatility).toBe(Infinity);
    expect(() => heavy.forecast({ horizon: 2, method: "analytic" })).toThrow(/no closed form 2 rows ahead/);
    expect(heavy.forecast({ horizon: 1, method: "analytic" }).variance).toHaveLength(1);
    expect(() => heavy.forecast({ horizon: 0 })).toThrow(/horizon: expected a whole number/);
    expect(() => heavy.forecast({ simulations: 0 })).toThrow(/simulations: expected a whole number/);
    expect(() => heavy.forecast({ confidence: 1 })).toThrow(/confidence: expected/);
    expect(() => heavy.forecast({ method: "magic" as "analytic" })).toThrow(/method: expected/);
  });
});

describe("filter and track", () => {
  const means: readonly (readonly [string, GarchStructure["mean"] & object, Numbers])[] = [
    ["constant", {}, {}],
    ["ARMA(1,1), variance in mean", { ar: 1, ma: 1, inMean: "log-variance" }, { ar: 0.2, ma: 0.1, inMean: 0.05 }],
  ];
  describe.each(names)("%s", (model) => {
    test.each(means)("mean %s: filter, tracker and fit see the same volatilities", (_, mean, extra) => {
      const parameters = { mu: 0.05, ...fixed[model], ...extra };
      const structure: GarchStructure = { model, truncation: 40, mean };
      const whole = fixGarch(series, parameters, structure);
      const filtered = whole.filter(series);
      expect(filtered.conditionalVolatility).toEqual(whole.conditionalVolatility);
      expect(filtered.logLikelihood).toBe(whole.logLikelihood);
      expect(filtered.nextVolatility).toBeCloseTo(whole.forecast().volatility[0]!, 12);
      // the tracker goes on where a shorter series ended; both stand on the first 75 rows
      const half = fixGarch(series.subarray(0, 300), parameters, {
        ...structure,
        presample: { variance: whole.toJSON().presampleVariance! },
      });
      const rest = fixGarch(series, parameters, { ...structure, presample: half.specification.presample });
      const tracker = half.track();
      for (let t = 300; t < 600; t++) {
        const { residual, volatility, standardizedResidual } = tracker.update(series[t]!);
        expect(volatility).toBeCloseTo(rest.conditionalVolatility[t]!, 11);
        expect(residual).toBeCloseTo(rest.residuals[t]!, 11);
        expect(standardizedResidual).toBeCloseTo(rest.standardizedResiduals[t]!, 11);
      }
      expect(tracker.nextVolatility).toBeCloseTo(rest.forecast().volatility[0]!, 11);
    });

    test("the volatility at t ignores returns from t on", () => {
      const garch = modelOf(model);
      const before = garch.filter(series).conditionalVolatility;
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 598 }), fc.double({ min: -9, max: 9, noNaN: true }), (t, shift) => {
          const other = garch.filter(series.map((value, row) => (row >= t ? value + shift : value)));
          expect(other.conditionalVolatility.subarray(0, t + 1)).toEqual(before.subarray(0, t + 1));
        }),
        { numRuns: 10 },
      );
    });
  });

  test("a long run of updates keeps to the filter: the tracker's memory is bounded", () => {
    const garch = modelOf("figarch");
    const long = simulateGarch({}, fixed.garch, { seed: 2, length: 2000 }).returns;
    const all = garch.filter(Float64Array.of(...series, ...long));
    const tracker = garch.track();
    long.forEach((value, t) => {
      expect(tracker.update(value).volatility).toBeCloseTo(all.conditionalVolatility[600 + t]!, 11);
    });
    expect(tracker.nextVolatility).toBeCloseTo(all.nextVolatility, 11);
  });

  test("a tracker refuses what is no return", () => {
    const tracker = modelOf("garch").track();
    expect(() => tracker.update(Number.NaN)).toThrow(/return: expected a finite number/);
    expect(() => tracker.update(0.1, [1])).toThrow(/regressors: expected 0 finite numbers/);
  });

  test("with lags in the mean the first rows are NaN, aligned with the returns", () => {
    const garch = fixGarch(series, { ...fixed.garch, ar1: 0.1, ar2: 0.1 }, { mean: { ar: 2 } });
    for (const values of [garch.conditionalVolatility, garch.residuals, garch.standardizedResiduals]) {
      expect(values).toHaveLength(600);
      expect([values[0], values[1], Number.isNaN(values[2])]).toEqual([Number.NaN, Number.NaN, false]);
    }
    expect(garch.observations).toBe(598);
  });
});

describe("simulate", () => {
  test.each(names)("%s: seeds reproduce, and the path has the volatility that its returns imply", (model) => {
    const garch = modelOf(model);
    const path = garch.simulate({ seed: 4, length: 200, burnIn: 0, initialVariance: 1.2 });
    expect(garch.simulate({ seed: 4, length: 200, burnIn: 0, initialVariance: 1.2 })).toEqual(path);
    expect(garch.simulate({ seed: 5, length: 200 }).returns).not.toEqual(path.returns);
    const again = fixGarch(path.returns, garch.parameters, { model, truncation: 50, presample: { variance: 1.2 } });
    again.conditionalVolatility.forEach((sigma, t) => expect(sigma).toBeCloseTo(path.volatility[t]!, 10));
  });

  test("other parameters by the same names, and a start where no long run exists", () => {
    const garch = modelOf("garch");
    const parameters = { mu: 0, omega: 4, alpha: 0, beta: 0 };
    const { volatility } = garch.simulate({ seed: 1, length: 5, parameters });
    expect(volatility).toEqual(new Float64Array(5).fill(2));
    expect(() => simulateGarch({ model: "ewma" }, {}, { seed: 1, length: 5 })).toThrow(/initialVariance: expected/);
    expect(() => simulateGarch({}, parameters, { seed: 1, length: 0 })).toThrow(/length: expected a whole number/);
  });
});

describe("JSON", () => {
  test.each(names)("%s: a fitted model comes back with identical answers", (model) => {
    const garch = fitGarch(series, { model, distribution: "ged", truncation: 30 });
    const again = GarchModel.fromJSON(JSON.parse(JSON.stringify(garch)));
    expect(again.toJSON()).toEqual(garch.toJSON());
    expect(again.conditionalVolatility).toEqual(garch.conditionalVolatility);
    expect(again.standardErrors).toEqual(garch.standardErrors);
    expect(again.forecast({ horizon: 3, simulations: 50 })).toEqual(garch.forecast({ horizon: 3, simulations: 50 }));
    expect(again.converged).toBe(garch.converged);
    expect(again.iterations).toBe(garch.iterations);
  });

  test("with outside variables and a tied intercept", () => {
    const regressors = Array.from(series, (_, t) => [Math.cos(t)]);
    const garch = fitGarch(series, { regressors, varianceTargeting: "sample-variance", covariance: "opg" });
    const again = GarchModel.fromJSON(JSON.parse(JSON.stringify(garch)));
    expect(again.standardErrors).toEqual(garch.standardErrors);
    expect(again.bic).toBe(garch.bic);
  });

  test("anything else is refused", () => {
    const json = modelOf("garch").toJSON();
    expect(() => GarchModel.fromJSON({})).toThrow(/not a volatility model/);
    expect(() => GarchModel.fromJSON({ ...json, parameters: { ...json.parameters, beta: 2 } })).toThrow(
      /domain of garch/,
    );
    expect(() => GarchModel.fromJSON({ ...json, returns: [1, null] })).toThrow(/returns.1/);
    const { specification } = json;
    const asymmetric = { ...specification, variance: { ...specification.variance, o: 1 } };
    expect(() => GarchModel.fromJSON({ ...json, specification: asymmetric })).toThrow(
      /orders that the model does not have/,
    );
  });
});

describe("reports", () => {
  const fit = fitGarch(series, { model: "gjr-garch" });

  test("confidence intervals are value -/+ z standard errors of the chosen kind", () => {
    const intervals = fit.confidenceIntervals({ level: 0.9, covariance: "opg" });
    const error = fit.standardErrorsBy("opg")["beta"]!;
    expect(intervals["beta"]!.upper - fit.parameters["beta"]!).toBeCloseTo(1.6448536269514722 * error, 12);
    expect(intervals["beta"]!.lower).toBeCloseTo(2 * fit.parameters["beta"]! - intervals["beta"]!.upper, 12);
    expect(() => fit.confidenceIntervals({ level: 1 })).toThrow(/level: expected/);
  });

  test("estimates list value, error, t and p; the covariance matrix has squared errors on its diagonal", () => {
    const { names: order, values } = fit.parameterCovariance();
    fit.estimates().forEach(({ name, value, standardError, tStatistic, pValue }, i) => {
      expect(order[i]).toBe(name);
      expect(Math.sqrt(values[i]![i]!)).toBe(standardError);
      expect(tStatistic).toBe(value / standardError);
      expect(pValue).toBeGreaterThanOrEqual(0);
      expect(pValue).toBeLessThanOrEqual(1);
    });
    expect(() => fit.standardErrorsBy("white" as "opg")).toThrow(/covariance: expected/);
  });

  test("given parameters have no standard errors", () => {
    expect(() => modelOf("garch").standardErrors).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }));
  });

  test("news impact: GJR reacts more to bad news, GARCH to both alike", () => {
    const { shocks, variances, baseline } = modelOf("gjr-garch").newsImpactCurve({ points: 5, width: 2 });
    const v = 0.04 / (1 - 0.95);
    expect(baseline).toBeCloseTo(v, 9);
    shocks.forEach((e, i) => {
      expect(e).toBeCloseTo(Math.sqrt(v) * (i - 2), 9);
      expect(variances[i]).toBeCloseTo(0.04 + (0.03 + (e < 0 ? 0.12 : 0)) * e * e + 0.86 * v, 9);
    });
    const symmetric = modelOf("garch").newsImpactCurve().variances;
    expect(symmetric[0]).toBeCloseTo(symmetric.at(-1)!, 12);
    for (const model of names)
      expect(
        modelOf(model)
          .newsImpactCurve()
          .variances.every((h) => h > 0),
      ).toBe(true);
    expect(() => fit.newsImpactCurve({ points: 2 })).toThrow(/points: expected/);
    expect(() => fit.newsImpactCurve({ width: 0 })).toThrow(/width: expected/);
  });

  test("long-run facts where there are none: EWMA keeps shocks for ever, FIGARCH has no half-life", () => {
    const ewma = modelOf("ewma");
    expect([ewma.persistence, ewma.halfLife, ewma.unconditionalVolatility]).toEqual([1, Infinity, Infinity]);
    expect(modelOf("figarch").halfLife).toBeNaN();
    const lags = { mu: 0, omega: 0.1, alpha: 0.1, gamma: 0, beta1: 0.4, beta2: 0.4 };
    expect(fixGarch(series, lags, { model: "tarch", q: 2 }).unconditionalVolatility).toBeNaN();
  });

  test("innovations: density, distribution function and quantile of the fitted law", () => {
    const { innovations } = modelOf("garch", { distribution: "student-t" }, { degreesOfFreedom: 5 });
    expect(innovations.cdf(innovations.quantile(0.01))).toBeCloseTo(0.01, 10);
    expect(innovations.density(0)).toBeGreaterThan(0.4);
  });

  test("GARCH and GJR of one lag are parameters for risk, others are not", () => {
    const parameters = fit.toGarchParameters();
    let variance = parameters.initialVariance;
    fit.residuals.forEach((e, t) => {
      expect(variance).toBeCloseTo(fit.conditionalVolatility[t]! ** 2, 10);
      variance =
        parameters.omega + (parameters.alpha + (e < 0 ? parameters.gamma! : 0)) * e * e + parameters.beta * variance;
    });
    expect(parameters.mean).toBe(fit.parameters["mu"]);
    expect(() => modelOf("egarch").toGarchParameters()).toThrow(/egarch \(1, 1, 1\) is not a GARCH/);
  });
});
