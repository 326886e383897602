import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import type { InnovationDistribution } from "./distributions/innovation-law.ts";
import { innovationLaws } from "./distributions/table.ts";
import { GarchLikelihood } from "./likelihood.ts";
import type { GarchMeanSettings } from "./mean/mean-settings.ts";
import { rescaleMean } from "./mean/mean-settings.ts";
import { varianceModels } from "./models/table.ts";
import type { GarchVarianceSettings, VolatilityModelName } from "./models/variance-model.ts";
import type { GarchSpecification } from "./specification.ts";

const replaced = (values: Float64Array, position: number, value: number): Float64Array => {
  const copy = values.slice();
  copy[position] = value;
  return copy;
};

const rows = 80;
const stream = RandomStream.of(3);
let deviation = 1;
const values = Float64Array.from({ length: rows }, () => {
  const e = deviation * stream.studentT(6);
  deviation = 0.2 + 0.2 * Math.abs(e) + 0.6 * deviation;
  return 0.1 + e;
});
const regressors = Float64Array.from({ length: rows * 2 }, () => stream.normal());

const plainVariance: GarchVarianceSettings = {
  p: 1,
  o: 0,
  q: 1,
  truncation: 30,
  decay: null,
  power: null,
  target: null,
};
const plainMean: GarchMeanSettings = { constant: true, ar: 0, ma: 0, inMean: null, regressors: 0 };
const shapes: Readonly<Record<InnovationDistribution, readonly number[]>> = {
  normal: [],
  "student-t": [6.3],
  "skew-t": [7.2, -0.2],
  ged: [1.45],
};
const models: readonly (readonly [VolatilityModelName, Partial<GarchVarianceSettings>, readonly number[]])[] = [
  ["garch", {}, [0.1, 0.15, 0.8]],
  ["garch", { p: 2, q: 2 }, [0.1, 0.1, 0.05, 0.5, 0.2]],
  ["gjr-garch", { o: 1 }, [0.1, 0.05, 0.12, 0.8]],
  ["gjr-garch", { p: 1, o: 2, q: 2 }, [0.1, 0.05, 0.12, 0.07, 0.4, 0.2]],
  ["egarch", { o: 1 }, [0.02, 0.2, -0.1, 0.9]],
  ["egarch", { p: 2, o: 2, q: 2 }, [0.02, 0.2, 0.05, -0.1, 0.03, 0.6, 0.25]],
  ["tarch", { o: 1 }, [0.06, 0.06, 0.1, 0.82]],
  ["tarch", { p: 2, o: 1, q: 2 }, [0.06, 0.06, 0.04, 0.1, 0.5, 0.3]],
  ["aparch", { o: 1 }, [0.07, 0.1, 0.4, 0.8, 1.3]],
  ["aparch", { p: 2, o: 1, q: 2, power: 1.7 }, [0.07, 0.08, 0.05, -0.4, 0.5, 0.3]],
  ["figarch", {}, [0.1, 0.2, 0.4, 0.35]],
  ["figarch", { p: 0, q: 0 }, [0.2, 0.4]],
  ["har", { p: 0, q: 0 }, [0.1, 0.2, 0.3, 0.35]],
  ["ewma", { p: 0, q: 0 }, [0.91]],
];
const means: readonly (readonly [string, Partial<GarchMeanSettings>, readonly number[]])[] = [
  ["constant", {}, [0.07]],
  ["zero", { constant: false }, []],
  ["ARMA(2,1) with two outside variables", { ar: 2, ma: 1, regressors: 2 }, [0.07, 0.1, -0.05, 0.15, 0.3, -0.2]],
  ["variance in mean", { inMean: "variance" }, [0.02, 0.06]],
  ["deviation in mean, MA(1)", { ma: 1, inMean: "standard-deviation" }, [0.02, 0.2, 0.1]],
  ["log variance in mean, AR(1)", { ar: 1, inMean: "log-variance" }, [0.02, 0.1, 0.05]],
];

function specify(
  [model, settings]: (typeof models)[number],
  mean: Partial<GarchMeanSettings>,
  distribution: InnovationDistribution,
): GarchSpecification {
  return {
    model,
    distribution,
    mean: { ...plainMean, ...mean },
    variance: { ...plainVariance, ...settings },
    presample: "backcast",
  };
}

function expectGradient(likelihood: GarchLikelihood, at: Float64Array): void {
  const gradient = new Float64Array(at.length);
  const value = likelihood.evaluate(at, gradient);
  expect(Number.isFinite(value)).toBe(true);
  at.forEach((parameter, i) => {
    const step = 1e-4 * Math.max(Math.abs(parameter), 0.1);
    const beside = (delta: number): number => likelihood.evaluate(replaced(at, i, parameter + delta));
    const difference = (8 * (beside(step) - beside(-step)) - (beside(2 * step) - beside(-2 * step))) / (12 * step);
    expect(Math.abs(gradient[i]! - difference)).toBeLessThan(2e-7 * Math.max(1, Math.abs(difference)));
  });
}

describe("the gradient of the likelihood equals fourth-order differences", () => {
  describe.each(models.map((model) => [`${model[0]} ${model[2].length}`, model] as const))("%s", (_, model) => {
    test.each(Object.keys(shapes) as InnovationDistribution[])("with innovations %s", (distribution) => {
      const specification = specify(model, {}, distribution);
      const data = { values, regressors: new Float64Array(0) };
      const at = Float64Array.of(0.07, ...model[2], ...shapes[distribution]);
      expectGradient(new GarchLikelihood(specification, data, 1.4), at);
    });

    test.each(means)("with mean %s", (_name, mean, parameters) => {
      const specification = specify(model, mean, "student-t");
      const at = Float64Array.of(...parameters, ...model[2], ...shapes["student-t"]);
      expectGradient(new GarchLikelihood(specification, { values, regressors }, 1.4), at);
    });

    test("with the presample mean square, which moves with the mean", () => {
      const at = Float64Array.of(0.07, ...model[2]);
      const data = { values, regressors: new Float64Array(0) };
      expectGradient(new GarchLikelihood(specify(model, {}, "normal"), data, null), at);
    });
  });
});

describe.each(models.map((model) => [`${model[0]} ${model[2].length}`, model] as const))("model %s", (_, model) => {
  const [name, partial, numbers] = model;
  const settings = { ...plainVariance, ...partial };
  const variance = varianceModels[name];
  const parameters = Float64Array.from(numbers);

  test("free numbers and parameters are two ways to write the same point, with matching derivatives", () => {
    const free = new Float64Array(parameters.length);
    variance.unconstrain(settings, parameters, free);
    const back = new Float64Array(parameters.length);
    variance.constrain(settings, free, back);
    back.forEach((value, i) => expect(value).toBeCloseTo(parameters[i]!, 10));
    for (const target of variance.tie !== undefined ? [null, 1.7] : [null]) {
      const tied = { ...settings, target };
      const weights = parameters.map((_value, i) => Math.cos(1 + i));
      const byFree = new Float64Array(parameters.length);
      const at = new Float64Array(parameters.length);
      variance.constrain(tied, free, at);
      variance.pullBack(tied, free, at, weights, byFree);
      free.forEach((u, i) => {
        const total = (delta: number): number => {
          const moved = new Float64Array(parameters.length);
          variance.constrain(tied, replaced(free, i, u + delta), moved);
          return moved.reduce((sum, value, k) => sum + value * weights[k]!, 0);
        };
        expect(byFree[i]).toBeCloseTo((total(1e-5) - total(-1e-5)) / 2e-5, 8);
      });
      expect(variance.domain(tied, at)).toBeNull();
    }
  });

  test("every start is in the domain", () => {
    for (const start of variance.starts(settings)) expect(variance.domain(settings, start)).toBeNull();
  });

  test.each(means)(
    "rescaled returns have the likelihood of rescaled parameters, mean %s",
    (_name, mean, meanNumbers) => {
      const specification = specify(model, mean, "normal");
      const factor = 7.3;
      const scaled = { values: values.map((value) => factor * value), regressors };
      const meanAt = Float64Array.from(meanNumbers);
      const size = meanAt.length + parameters.length;
      const jacobian = { values: new Float64Array(size * size), stride: size };
      for (let i = 0; i < size; i++) jacobian.values[i * size + i] = 1;
      const map = (at: Float64Array, kept = false): Float64Array =>
        Float64Array.of(
          ...rescaleMean(
            specification.mean,
            at.slice(0, meanAt.length),
            factor,
            kept ? { ...jacobian, offset: 0 } : undefined,
          ),
          ...variance.rescale(
            settings,
            at.slice(meanAt.length),
            factor,
            kept ? { ...jacobian, offset: meanAt.length } : undefined,
          ),
        );
      const at = Float64Array.of(...meanAt, ...parameters);
      const moved = map(at, true);
      const before = new GarchLikelihood(specification, { values, regressors }, 1.4);
      const after = new GarchLikelihood(specification, scaled, 1.4 * factor * factor);
      expect(after.evaluate(moved)).toBeCloseTo(before.evaluate(at) - before.rows * Math.log(factor), 8);
      at.forEach((value, j) => {
        const up = map(replaced(at, j, value + 1e-6));
        const down = map(replaced(at, j, value - 1e-6));
        for (let i = 0; i < size; i++) {
          expect(jacobian.values[i * size + j]).toBeCloseTo((up[i]! - down[i]!) / 2e-6, 4);
        }
      });
    },
  );
});

test("every law is in the table under its own name, and so is every model", () => {
  for (const [name, law] of Object.entries(innovationLaws)) expect(law.kind).toBe(name);
  for (const [name, model] of Object.entries(varianceModels)) expect(model.kind).toBe(name);
});
