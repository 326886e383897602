import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { walkForward } from "../validation/walk-forward.ts";
import { fitMarkovSwitching, type MarkovSwitchingOptions } from "./fit-markov-switching.ts";
import { MarkovSwitchingModel } from "./markov-switching-model.ts";

/** A two-state AR(1) around means -1 and 2, deviations of 0.5 and 1.5, stays of 20 and 10 rows. */
function sample(rows: number, seed: number): { y: number[]; states: number[] } {
  const random = RandomStream.of("switching").substream(seed);
  let [state, deviation] = [0, 0];
  const states: number[] = [];
  const y = Array.from({ length: rows }, () => {
    if (random.uniform() < (state === 0 ? 0.05 : 0.1)) state = 1 - state;
    states.push(state);
    deviation = 0.4 * deviation + (state === 0 ? 0.5 : 1.5) * random.normal();
    return (state === 0 ? -1 : 2) + deviation;
  });
  return { y, states };
}

const options = { states: 2, order: 1, variance: "switching", seed: 3, restarts: 3 } as const;

describe("fitMarkovSwitching", () => {
  test("parameters of a simulated model come back within their standard errors, by each estimator of these", () => {
    const { y, states } = sample(900, 1);
    for (const covariance of ["hessian", "opg", "robust"] as const) {
      const model = fitMarkovSwitching(y, { ...options, covariance });
      expect(model.converged).toBe(true);
      const { transition, intercepts, autoregression, variances } = model.parameters;
      const errors = model.standardErrors!;
      const found = [transition![0]![1]!, transition![1]![0]!, ...intercepts, autoregression[0]![0]!, ...variances];
      const sizes = [
        errors.transition![0]![1]!,
        errors.transition![1]![0]!,
        ...errors.intercepts,
        errors.autoregression[0]![0]!,
        ...errors.variances,
      ];
      [0.05, 0.1, -1, 2, 0.4, 0.25, 2.25].forEach((truth, i) => {
        expect(sizes[i]!).toBeGreaterThan(0);
        expect(Math.abs(found[i]! - truth) / sizes[i]!).toBeLessThan(3);
        expect(sizes[i]! / Math.abs(truth)).toBeLessThan(0.35);
      });
      const right = model
        .filter(y)
        .mostLikely()
        .filter((state, t) => state === states[t + 1]).length;
      expect(right).toBeGreaterThan(0.9 * (y.length - 1));
    }
  });

  test("the same seed gives the same model, and JSON restores it with the same answers", () => {
    const { y } = sample(200, 2);
    const model = fitMarkovSwitching(y, options);
    expect(fitMarkovSwitching(y, options).toJSON()).toEqual(model.toJSON());
    const restored = MarkovSwitchingModel.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(restored.toJSON()).toEqual(model.toJSON());
    expect(restored.score(y)).toBe(model.score(y));
    expect(restored.score(y)).toBeCloseTo(model.logLikelihood, 10);
    expect(restored.smooth(y).values).toEqual(model.smooth(y).values);
    expect(restored.forecast(y, { horizon: 4 })).toEqual(model.forecast(y, { horizon: 4 }));
  });

  test("a series in another unit gives the same model in that unit", () => {
    const { y } = sample(300, 3);
    const driver = y.map((_, t) => [Math.sin(t)]);
    const regressors = y.map((_, t) => [Math.cos(t * 1.7)]);
    const unit = 1e-4;
    const scaled = {
      regressors: regressors.map(([x]) => [x! * 1000]),
      transitionRegressors: driver.map(([z]) => [z! * 50]),
    };
    const a = fitMarkovSwitching(y, { ...options, regressors, transitionRegressors: driver });
    const b = fitMarkovSwitching(
      y.map((value) => value * unit),
      { ...options, ...scaled },
    );
    expect(b.logLikelihood - (a.logLikelihood - 299 * Math.log(unit))).toBeCloseTo(0, 6);
    a.parameters.intercepts.forEach((value, k) => expect(b.parameters.intercepts[k]! / unit).toBeCloseTo(value, 5));
    a.standardErrors!.intercepts.forEach((value, k) =>
      expect(b.standardErrors!.intercepts[k]! / unit).toBeCloseTo(value!, 5),
    );
    expect((b.parameters.coefficients[0]![0]! / unit) * 1000).toBeCloseTo(a.parameters.coefficients[0]![0]!, 5);
    const slope = a.parameters.transitionCoefficients[0]![0]![1]!;
    expect(b.parameters.transitionCoefficients[0]![0]![1]! * 50).toBeCloseTo(slope, 4);
  });

  test("what is common is the same in all states, what is not there is not fitted", () => {
    const { y } = sample(250, 4);
    const regressors = y.map((_, t) => [Math.cos(t * 1.7)]);
    const model = fitMarkovSwitching(y, {
      states: 2,
      seed: 1,
      restarts: 4,
      intercept: "common",
      regressors,
      coefficients: "common",
      variance: "switching",
    });
    const { intercepts, coefficients, variances, autoregression } = model.parameters;
    expect(intercepts[0]).toBe(intercepts[1]);
    expect(coefficients[0]).toEqual(coefficients[1]);
    expect(variances[0]!).toBeLessThan(variances[1]!);
    expect(autoregression).toEqual([[], []]);
    expect(model.toJSON().parameterCount).toBe(6);
    expect(model.filter(y, { regressors }).rows).toBe(250);
  });

  test("three states are told apart, in the order of their variances", () => {
    const random = RandomStream.of("three");
    const y = Array.from({ length: 600 }, (_, t) => [0.3, 1, 4][Math.floor(t / 50) % 3]! * random.normal());
    const model = fitMarkovSwitching(y, {
      states: 3,
      seed: 1,
      intercept: "common",
      variance: "switching",
      restarts: 4,
    });
    expect(model.converged).toBe(true);
    [0.3, 1, 4].forEach((deviation, k) =>
      expect(Math.sqrt(model.parameters.variances[k]!) / deviation).toBeCloseTo(1, 0),
    );
    const right = model
      .smooth(y)
      .mostLikely()
      .filter((state, t) => state === Math.floor(t / 50) % 3).length;
    expect(right).toBeGreaterThan(0.93 * 600);
  });

  test("regimes are filtered out of sample in a walk forward", async () => {
    const { y, states } = sample(420, 5);
    const { predictions } = await walkForward(
      y,
      {
        fit: (train) => fitMarkovSwitching(train, { ...options, restarts: 3 }),
        predictRow: (model, seen) => model.filter(seen).row(seen.length - 2)[1]!,
      },
      { trainRows: 300, testRows: 60 },
    );
    const right = predictions.filter(({ row, prediction }) => prediction > 0.5 === (states[row] === 1)).length;
    expect(right).toBeGreaterThan(0.85 * 120);
  });

  test("a state on a single outlier is no fit: converged is false; exact zeros are one, at the least variance", () => {
    const random = RandomStream.of("outlier");
    const noise = Array.from({ length: 200 }, () => random.normal());
    const outlier = fitMarkovSwitching(
      noise.map((value, t) => (t === 77 ? 40 : value)),
      { states: 2, seed: 1, restarts: 6, variance: "switching" },
    );
    expect(outlier.converged).toBe(false);
    const idle = noise.map((value, t) => (t % 5 === 0 ? value : 0));
    const zeros = fitMarkovSwitching(idle, { states: 2, seed: 1, restarts: 6, variance: "switching" });
    const spread = idle.reduce((sum, value) => sum + value ** 2, 0) / idle.length;
    expect(zeros.converged).toBe(true);
    expect(zeros.parameters.variances[0]! / spread).toBeCloseTo(1e-6, 7);
    expect(zeros.filter(idle).mostLikely()).toEqual(Int32Array.from(idle, (value) => (value === 0 ? 0 : 1)));
  });

  test("one break that never comes back is found, with durations as long as the stretches", () => {
    const random = RandomStream.of("break");
    const y = Array.from({ length: 300 }, (_, t) => 0.3 * random.normal() + (t < 150 ? 0 : 3));
    const model = fitMarkovSwitching(y, { states: 2, seed: 1, restarts: 6 });
    expect(model.converged).toBe(true);
    expect([...model.smooth(y).mostLikely()].indexOf(1)).toBe(150);
    for (const duration of model.expectedDurations()) expect(duration).toBeGreaterThan(140);
  });

  test("bad input is refused with its name and the remedy", () => {
    const { y } = sample(60, 6);
    const fit = (series: readonly number[], changes: Partial<MarkovSwitchingOptions> & object): (() => unknown) => {
      return () => fitMarkovSwitching(series, { ...options, ...changes } as MarkovSwitchingOptions);
    };
    expect(fit(y, { states: 1 })).toThrow("states: expected a whole number from 2 to 6, was 1");
    expect(fit(y, { order: 13 })).toThrow("order");
    expect(fit(y, { states: 6, order: 4 })).toThrow("at most 4096 are followed");
    expect(fit(y, { form: "other" as "mean" })).toThrow('form: expected one of "mean", "intercept"');
    expect(fit(y, { variance: "common", intercept: "common" })).toThrow("nothing switches");
    expect(fit(y, { regressors: [[1]] })).toThrow("regressors: expected 60 rows of 1");
    expect(fit(y, { transitionRegressors: y.map((_, t) => [t === 7 ? NaN : t]) })).toThrow("row 7 is missing");
    expect(
      fit(
        y.map(() => 3),
        {},
      ),
    ).toThrow("y is constant");
    expect(fit([...y.slice(1), NaN], {})).toThrow("y: row 59 is NaN");
    expect(fit(y.slice(0, 10), {})).toThrow("y: has 10 values, at least 15 are needed");
    expect(fit(y, { tolerance: 0 })).toThrow("tolerance");
    expect(fit(y, { signal: AbortSignal.abort() })).toThrow(expect.objectContaining({ code: "ABORTED" }));
    const model = fitMarkovSwitching(y, options);
    expect(() => model.forecast(y, { horizon: 0 })).toThrow("horizon");
    expect(() => model.filter(y, { regressors: y.map((value) => [value]) })).toThrow(
      "regressors: expected 60 rows of 0",
    );
    expect(() => model.transition([1])).toThrow("transitionRegressors: expected 0 values, was 1");
  });

  test("JSON that is no such model is refused", () => {
    const data = fitMarkovSwitching(sample(100, 7).y, options).toJSON();
    const parameters = (changes: object): unknown => ({ ...data, parameters: { ...data.parameters, ...changes } });
    const read =
      (json: unknown): (() => unknown) =>
      () =>
        MarkovSwitchingModel.fromJSON(json);
    expect(read({})).toThrow("not a Markov-switching model: kind");
    expect(read(parameters({ variances: [1, -1] }))).toThrow("parameters.variances.1");
    expect(read(parameters({ intercepts: [1] }))).toThrow("the sizes of parameters and specification do not agree");
    expect(read(parameters({ autoregression: [[0.1], [0.2]] }))).toThrow("what is common the same in all states");
    expect(
      read(
        parameters({
          transition: [
            [0.5, 0.5],
            [0.5, 0.5],
          ],
        }),
      ),
    ).toThrow("transitions must be those of their coefficients");
  });
});
