import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { fitMarkovSwitching, type MarkovSwitchingOptions } from "./fit-markov-switching.ts";
import golden from "./fixtures/markov-switching.json" with { type: "json" };
import { MarkovSwitchingModel } from "./markov-switching-model.ts";

// Stata 14 (mswitch manual, tsmswitch), EViews 8 and Filardo (1994), collected by the tests of statsmodels
const json = <Data>(file: string): Data =>
  JSON.parse(readFileSync(referenceFile(`ml/${file}`), "utf8").replaceAll("NaN", "null")) as Data;
const hamilton = (): Record<string, number[]> => json("hamilton_rgnp.json");
const stata = (): Record<string, number[]> => json("stata_msw_series.json");
const filardo = (): number[][] =>
  readFileSync(referenceFile("ml/statsmodels_mar_filardo.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map((cell) => (cell === "" ? NaN : Number(cell))));

/** Largest difference between a column of probabilities and a printed series. */
const largestError = (values: Float64Array, states: number, state: number, wanted: readonly number[]): number => {
  expect(values.length / states).toBe(wanted.length);
  return Math.max(...wanted.map((value, t) => Math.abs(value - values[t * states + state]!)));
};

const close = (found: readonly number[], wanted: readonly number[], tolerance: number): void => {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, i) =>
    expect(Math.abs(value - wanted[i]!) / Math.max(1, Math.abs(wanted[i]!))).toBeLessThan(tolerance),
  );
};

describe("Hamilton (1989): growth of GNP, AR(4) around a mean of two states", () => {
  let fitted: MarkovSwitchingModel | undefined;
  const fit = (): MarkovSwitchingModel =>
    (fitted ??= fitMarkovSwitching(hamilton()["rgnp"]!, { states: 2, order: 4, seed: 1 }));

  referenceTest("parameters, log-likelihood -181.26339 and expected durations 4.076 and 10.426", () => {
    const model = fit();
    const { transition, intercepts, autoregression, variances } = model.parameters;
    expect(model.converged).toBe(true);
    expect(model.logLikelihood).toBeCloseTo(-181.26339, 5);
    const found = [transition![0]![0]!, transition![1]![0]!, ...intercepts, variances[0]!, ...autoregression[0]!];
    close(found, golden.hamilton_ar4.params_p00_p10_c0_c1_sigma2_ar, 3e-6);
    const durations = model.expectedDurations();
    expect([durations[0]!.toFixed(3), durations[1]!.toFixed(3)]).toEqual(["4.076", "10.426"]);
    expect(model.aic).toBeCloseTo(2 * 181.26339 + 2 * 9, 4);
    expect(model.bic).toBeCloseTo(2 * 181.26339 + 9 * Math.log(131), 4);
  });

  referenceTest("standard errors of the observed information, as EViews and Stata print them", () => {
    const { transition, intercepts, autoregression } = fit().standardErrors!;
    const found = [transition![0]![0], transition![1]![0], ...intercepts, ...autoregression[0]!];
    const wanted = golden.hamilton_ar4.bse_oim.filter((value) => value !== null);
    close(found as number[], wanted, 2e-6);
  });

  referenceTest("filtered and smoothed probabilities to 1e-5", () => {
    const { rgnp, hamilton_ar4_filtered: filtered, hamilton_ar4_smoothed: smoothed } = hamilton();
    const model = fit();
    expect(largestError(model.filter(rgnp!).values, 2, 1, filtered!)).toBeLessThan(1e-5);
    expect(largestError(model.smooth(rgnp!).values, 2, 1, smoothed!)).toBeLessThan(1e-5);
  });

  referenceTest("AR(1) with a switching coefficient: filtered and smoothed probabilities to 1e-5", () => {
    const { rgnp, hamilton_ar1_switch_filtered: filtered, hamilton_ar1_switch_smoothed: smoothed } = hamilton();
    const model = fitMarkovSwitching(rgnp!, { states: 2, order: 1, autoregression: "switching", seed: 1 });
    expect(largestError(model.filter(rgnp!).values, 2, 1, filtered!)).toBeLessThan(1e-5);
    expect(largestError(model.smooth(rgnp!).values, 2, 1, smoothed!)).toBeLessThan(1e-5);
  });
});

describe("the series of Stata's tsmswitch", () => {
  const fit = (series: readonly number[], options: Partial<MarkovSwitchingOptions>): MarkovSwitchingModel =>
    fitMarkovSwitching(series, { states: 2, seed: 1, ...options });

  referenceTest("federal funds rate, switching mean: log-likelihood -508.63592, parameters and standard errors", () => {
    const { llf, params_p00_p10_c0_c1_sigma2: wanted, bse_oim: errors } = golden.fedfunds_const;
    const model = fit(stata()["fedfunds"]!, {});
    expect(model.logLikelihood).toBeCloseTo(llf, 5);
    const { transition, intercepts, variances } = model.parameters;
    close([transition![0]![0]!, transition![1]![0]!, ...intercepts, variances[0]!], wanted, 1e-6);
    const { transition: p, intercepts: c } = model.standardErrors!;
    close([p![0]![0]!, p![1]![0]!, c[0]!, c[1]!], errors.slice(0, 4) as number[], 1e-6);
  });

  referenceTest("federal funds rate with its lag, intercept and coefficient switching: -264.71069", () => {
    const { llf, params } = golden.fedfunds_const_L1;
    const model = fit(stata()["fedfunds"]!, { order: 1, form: "intercept", autoregression: "switching" });
    expect(model.logLikelihood).toBeCloseTo(llf, 5);
    const { transition, intercepts, autoregression, variances } = model.parameters;
    // our states are ordered by intercept, the reference has them the other way round
    const found = [
      transition![1]![1]!,
      transition![0]![1]!,
      intercepts[1]!,
      intercepts[0]!,
      autoregression[1]![0]!,
      autoregression[0]![0]!,
      variances[0]!,
    ];
    close(found, params, 1e-6);
  });

  referenceTest("returns with their lag and a switching variance: -745.7977", () => {
    const { llf, params_p00_p10_c0_c1_b0_b1_s0_s1: wanted } = golden.areturns_L1_switchvar;
    const options = { order: 1, form: "intercept", autoregression: "switching", variance: "switching" } as const;
    const model = fit(stata()["areturns"]!, options);
    expect(model.logLikelihood).toBeCloseTo(llf, 4);
    const { transition, intercepts, autoregression, variances } = model.parameters;
    const found = [
      transition![0]![0]!,
      transition![1]![0]!,
      ...intercepts,
      autoregression[0]![0]!,
      autoregression[1]![0]!,
      ...variances,
    ];
    close(found, wanted, 2e-6);
  });

  referenceTest("mumps with its lag, no intercept and a switching variance: 131.7225", () => {
    const { llf, params } = golden.mumps_L1_switchvar_noconst;
    const series = stata()["mumpspc"]!;
    const lagged = { intercept: "none", variance: "switching" } as const;
    const model = fit(series, { ...lagged, order: 1, form: "intercept", autoregression: "switching" });
    // the lag as a regressor is the same model
    const regressors = series.slice(0, -1).map((value) => [value]);
    const same = fit(series.slice(1), { ...lagged, regressors });
    for (const { logLikelihood } of [model, same]) expect(logLikelihood).toBeCloseTo(llf, 4);
    const { transition, variances } = model.parameters;
    const slopes = [
      model.parameters.autoregression.map(([slope]) => slope!),
      same.parameters.coefficients.map(([slope]) => slope!),
    ];
    for (const slope of slopes) close([transition![0]![0]!, transition![1]![0]!, ...slope, ...variances], params, 3e-6);
  });
});

describe("Filardo (1994): business cycle with transition probabilities driven by a leading indicator", () => {
  const series = (): { y: number[]; transitionRegressors: number[][] } => {
    const rows = filardo();
    return { y: rows.slice(1).map((row) => row[0]!), transitionRegressors: rows.slice(0, -1).map((row) => [row[1]!]) };
  };

  referenceTest(
    "log-likelihood -586.5718 at the published parameters, and a fit from scratch that reaches them",
    () => {
      const { y, transitionRegressors } = series();
      const [p00, p10, p00z, p10z, c0, c1, variance, ...phi] = golden.filardo_tvtp.params;
      const published = MarkovSwitchingModel.fromJSON({
        kind: "markov-switching",
        specification: {
          states: 2,
          order: 4,
          form: "mean",
          intercept: "switching",
          regressors: 0,
          coefficients: "switching",
          autoregression: "common",
          variance: "common",
          transitionRegressors: 1,
        },
        parameters: {
          transition: null,
          transitionCoefficients: [[[p00, p00z]], [[p10, p10z]]],
          intercepts: [c0, c1],
          coefficients: [[], []],
          autoregression: [phi, phi],
          variances: [variance, variance],
        },
        standardErrors: null,
        covariance: "hessian",
        logLikelihood: 0,
        aic: 0,
        bic: 0,
        parameterCount: 11,
        observations: 513,
        converged: true,
        iterations: 0,
      });
      expect(published.score(y, { transitionRegressors })).toBeCloseTo(-586.5718, 4);
      const model = fitMarkovSwitching(y, { states: 2, order: 4, transitionRegressors, seed: 1, restarts: 4 });
      expect(model.logLikelihood).toBeGreaterThan(-586.57184);
      expect(model.logLikelihood).toBeLessThan(-586.5718);
      const { intercepts, variances, autoregression } = model.parameters;
      close(
        [intercepts[1]!, intercepts[0]!, variances[0]!, ...autoregression[0]!],
        [c0!, c1!, variance!, ...phi],
        2e-5,
      );

      const rows = filardo();
      // the printed series begin with the first row that has a likelihood
      const column = (j: number): number[] => rows.map((row) => row[j]!).filter((value) => !Number.isNaN(value));
      expect(largestError(published.filter(y, { transitionRegressors }).values, 2, 0, column(4))).toBeLessThan(1e-5);
      expect(largestError(published.smooth(y, { transitionRegressors }).values, 2, 0, column(5))).toBeLessThan(1e-5);
      const driven = transitionRegressors.slice(4);
      close(
        driven.map((z) => published.transition(z)[0]![0]!),
        column(2),
        1e-5,
      );
      close(
        driven.map((z) => published.transition(z)[1]![0]!),
        column(3),
        1e-5,
      );
      close(
        driven.map((z) => published.expectedDurations(z)[0]!),
        column(6),
        1e-4,
      );
      close(
        driven.map((z) => published.expectedDurations(z)[1]!),
        column(7),
        1e-4,
      );
    },
  );
});
