import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stationaryLaw } from "../regimes/markov-chain.ts";
import { MarkovSwitchingModel } from "./markov-switching-model.ts";
import { parameterLayout, type SwitchingSpecification } from "./specification.ts";
import { SwitchingLikelihood } from "./switching-likelihood.ts";
import { reordered, structured, type SwitchingParameters } from "./switching-parameters.ts";
import { readSample, type SwitchingInputs } from "./switching-sample.ts";

interface Case {
  readonly specification: SwitchingSpecification;
  readonly theta: Float64Array;
  readonly y: Float64Array;
  readonly inputs: SwitchingInputs;
}

const group = fc.constantFrom("switching" as const, "common" as const);

/** Any model with any parameters, on a short series. */
const cases = (rows: number): fc.Arbitrary<Case> =>
  fc
    .record({
      states: fc.integer({ min: 2, max: 3 }),
      order: fc.integer({ min: 0, max: 2 }),
      form: fc.constantFrom("mean" as const, "intercept" as const),
      intercept: fc.constantFrom("switching" as const, "common" as const, "none" as const),
      regressors: fc.integer({ min: 0, max: 2 }),
      coefficients: group,
      autoregression: group,
      variance: group,
      transitionRegressors: fc.integer({ min: 0, max: 1 }),
    })
    .chain((specification) =>
      fc.nat().map((seed) => {
        const random = RandomStream.of(seed);
        const { size } = parameterLayout(specification);
        const table = (width: number): number[][] | undefined =>
          width === 0
            ? undefined
            : Array.from({ length: rows }, () => Array.from({ length: width }, () => random.normal()));
        return {
          specification,
          theta: Float64Array.from({ length: size }, () => 0.7 * random.normal()),
          y: Float64Array.from({ length: rows }, () => 1.5 * random.normal()),
          inputs: {
            regressors: table(specification.regressors),
            transitionRegressors: table(specification.transitionRegressors),
          },
        };
      }),
    );

const likelihoodOf = ({ specification, y, inputs }: Case): SwitchingLikelihood => {
  const layout = parameterLayout(specification);
  return new SwitchingLikelihood(layout, readSample(y, inputs, layout));
};

/** A model with those parameters. */
const modelOf = (specification: SwitchingSpecification, parameters: SwitchingParameters): MarkovSwitchingModel =>
  MarkovSwitchingModel.fromJSON({
    kind: "markov-switching",
    specification,
    parameters,
    standardErrors: null,
    covariance: "hessian",
    logLikelihood: 0,
    aic: 0,
    bic: 0,
    parameterCount: 1,
    observations: 1,
    converged: true,
    iterations: 0,
  });

const normal = (error: number, variance: number): number =>
  Math.exp((-0.5 * error * error) / variance) / Math.sqrt(2 * Math.PI * variance);

/** Transition matrix at `z` from its definition. */
function moves(parameters: SwitchingParameters, z: readonly number[]): number[][] {
  return parameters.transitionCoefficients.map((row) => {
    const powers = [
      ...row.map((logit) => Math.exp(logit.reduce((sum, b, c) => sum + b * (c === 0 ? 1 : z[c - 1]!), 0))),
      1,
    ];
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
}

/** Every path of states with its joint density, row by row from the definition, without a recursion. */
function enumerate({ specification, theta, y, inputs }: Case): { path: number[]; density: number; means: number[] }[] {
  const { states, order, form } = specification;
  const parameters = structured(parameterLayout(specification), theta);
  const origin = form === "mean" ? 0 : order;
  const regressors = inputs.regressors as number[][] | undefined;
  const drivers = inputs.transitionRegressors as number[][] | undefined;
  const mean = (t: number, s: number): number =>
    parameters.intercepts[s]! + parameters.coefficients[s]!.reduce((sum, b, j) => sum + b * regressors![t]![j]!, 0);
  const found: { path: number[]; density: number; means: number[] }[] = [];
  const length = y.length - origin;
  for (let code = 0; code < states ** length; code++) {
    const path = Array.from({ length: y.length }, (_, t) =>
      t < origin ? 0 : Math.floor(code / states ** (t - origin)) % states,
    );
    const start = moves(parameters, drivers?.[origin] ?? []);
    let density = stationaryLaw(Float64Array.from(start.flat()), states)[path[origin]!]!;
    const means: number[] = [];
    for (let t = origin; t < y.length; t++) {
      const s = path[t]!;
      if (t > origin) density *= moves(parameters, drivers?.[t] ?? [])[path[t - 1]!]![s]!;
      if (t < order) continue;
      const expected = parameters.autoregression[s]!.reduce(
        (sum, phi, i) => sum + phi * (y[t - 1 - i]! - (form === "mean" ? mean(t - 1 - i, path[t - 1 - i]!) : 0)),
        mean(t, s),
      );
      means.push(expected);
      density *= normal(y[t]! - expected, parameters.variances[s]!);
    }
    found.push({ path, density, means });
  }
  return found;
}

describe("the likelihood of any Markov-switching model", () => {
  test("equals the sum over all paths of states, and so do smoothed probabilities", () => {
    fc.assert(
      fc.property(cases(6), (each) => {
        const likelihood = likelihoodOf(each);
        const value = likelihood.filter(each.theta);
        const paths = enumerate(each);
        const total = paths.reduce((sum, { density }) => sum + density, 0);
        expect(value).toBeCloseTo(Math.log(total), 9);
        likelihood.smooth();
        const smoothed = likelihood.marginal(likelihood.smoothed);
        const { states, order } = each.specification;
        for (let t = order; t < 6; t++) {
          for (let s = 0; s < states; s++) {
            const share = paths.reduce((sum, { path, density }) => sum + (path[t] === s ? density : 0), 0) / total;
            expect(smoothed[(t - order) * states + s]!).toBeCloseTo(share, 9);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("filtered probabilities and one-row-ahead means equal the sum over paths of the rows so far", () => {
    fc.assert(
      fc.property(cases(6), (each) => {
        const likelihood = likelihoodOf(each);
        likelihood.filter(each.theta);
        const filtered = likelihood.marginal(likelihood.filtered);
        const predictions = likelihood.predictions();
        const { states, order } = each.specification;
        for (let t = order; t < 6; t++) {
          const paths = enumerate({ ...each, y: each.y.slice(0, t + 1) });
          const total = paths.reduce((sum, { density }) => sum + density, 0);
          // the density of the last row taken out again: what was known before it
          const variances = structured(likelihood.layout, each.theta).variances;
          const before = paths.map(
            ({ density, means, path }) => density / normal(each.y[t]! - means.at(-1)!, variances[path[t]!]!),
          );
          const known = before.reduce((sum, density) => sum + density, 0);
          const mean = paths.reduce((sum, { means }, i) => sum + means.at(-1)! * before[i]!, 0) / known;
          expect(predictions[t - order]!).toBeCloseTo(mean, 8);
          for (let s = 0; s < states; s++) {
            const share = paths.reduce((sum, { path, density }) => sum + (path[t] === s ? density : 0), 0) / total;
            expect(filtered[(t - order) * states + s]!).toBeCloseTo(share, 9);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test("its gradient equals differences of its value", () => {
    fc.assert(
      fc.property(cases(14), (each) => {
        const likelihood = likelihoodOf(each);
        const gradient = new Float64Array(each.theta.length);
        likelihood.valueAndGradient(each.theta, gradient);
        each.theta.forEach((value, i) => {
          const at = (step: number): number => {
            const moved = each.theta.slice();
            moved[i] = value + step;
            return likelihood.filter(moved);
          };
          const h = 1e-3;
          const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
          expect(Math.abs(gradient[i]! - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
        });
      }),
      { numRuns: 60 },
    );
  });

  test("permuted states have the same likelihood, and their probabilities are permuted", () => {
    fc.assert(
      fc.property(cases(20), fc.nat(5), (each, pick) => {
        const { specification, y, inputs } = each;
        const { states } = specification;
        const orders =
          states === 2
            ? [[1, 0]]
            : [
                [1, 0, 2],
                [2, 1, 0],
                [0, 2, 1],
                [1, 2, 0],
                [2, 0, 1],
              ];
        const order = orders[pick % orders.length]!;
        const parameters = structured(parameterLayout(specification), each.theta);
        const [plain, permuted] = [
          modelOf(specification, parameters),
          modelOf(specification, reordered(parameterLayout(specification), parameters, order)),
        ];
        expect(permuted.score(y, inputs)).toBeCloseTo(plain.score(y, inputs), 9);
        const [a, b] = [plain.smooth(y, inputs), permuted.smooth(y, inputs)];
        for (let t = 0; t < a.rows; t++) {
          order.forEach((old, k) => expect(b.row(t)[k]!).toBeCloseTo(a.row(t)[old]!, 9));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("given parameters, filter and prediction at a row ignore all later rows and outside variables", () => {
    fc.assert(
      fc.property(cases(16), fc.integer({ min: 3, max: 15 }), (each, from) => {
        const { specification, y, inputs } = each;
        const model = modelOf(specification, structured(parameterLayout(specification), each.theta));
        const perturb = (rows: unknown): number[][] | undefined =>
          (rows as number[][] | undefined)?.map((row, t) => (t < from ? row : row.map((value) => 5 - 3 * value)));
        const changed = {
          regressors: perturb(inputs.regressors),
          transitionRegressors: perturb(inputs.transitionRegressors),
        };
        const later = y.map((value, t) => (t < from ? value : 7 - 2 * value));
        const known = (from - specification.order) * specification.states;
        const filtered = [model.filter(y, inputs), model.filter(later, changed)];
        expect(filtered[1]!.values.slice(0, known)).toEqual(filtered[0]!.values.slice(0, known));
        const means = [model.predict(y, inputs).mean, model.predict(later, changed).mean];
        expect(means[1]!.slice(0, from - specification.order)).toEqual(means[0]!.slice(0, from - specification.order));
      }),
      { numRuns: 60 },
    );
  });

  test("forecasts equal the sum over future paths of states, mean and variance", () => {
    fc.assert(
      fc.property(cases(8), (each) => {
        const { specification, theta, y, inputs } = each;
        const known = 5;
        const cut = (rows: unknown, from: number, to: number): number[][] | undefined =>
          (rows as number[][] | undefined)?.slice(from, to);
        const past = {
          regressors: cut(inputs.regressors, 0, known),
          transitionRegressors: cut(inputs.transitionRegressors, 0, known),
        };
        const future = {
          regressors: cut(inputs.regressors, known, 8),
          transitionRegressors: cut(inputs.transitionRegressors, known, 8),
        };
        const parameters = structured(parameterLayout(specification), theta);
        const model = modelOf(specification, parameters);
        const { probabilities, mean, variance } = model.forecast(y.slice(0, known), { horizon: 3, ...past, future });
        const { states, form } = specification;
        const level = (t: number, s: number): number =>
          parameters.intercepts[s]! +
          parameters.coefficients[s]!.reduce((sum, b, j) => sum + b * (inputs.regressors as number[][])[t]![j]!, 0);
        const paths = enumerate({ ...each, y: y.slice(0, known), inputs: past });
        const total = paths.reduce((sum, { density }) => sum + density, 0);
        let [weight, first, second] = [0, 0, 0];
        const law = new Float64Array(states);
        for (const { path, density } of paths) {
          for (let code = 0; code < states ** 3; code++) {
            const whole = [...path, ...[0, 1, 2].map((k) => Math.floor(code / states ** k) % states)];
            let probability = density / total;
            // along a path the series is linear in normal shocks: its mean, and the coefficient of each shock
            const means = Array.from(y.slice(0, known));
            const loads: number[][] = means.map(() => [0, 0, 0]);
            for (let t = known; t < 8; t++) {
              const s = whole[t]!;
              probability *= moves(parameters, (inputs.transitionRegressors as number[][] | undefined)?.[t] ?? [])[
                whole[t - 1]!
              ]![s]!;
              let value = level(t, s);
              const load = [0, 0, 0];
              parameters.autoregression[s]!.forEach((phi, i) => {
                const lag = t - 1 - i;
                value += phi * (means[lag]! - (form === "mean" ? level(lag, whole[lag]!) : 0));
                for (let k = 0; k < 3; k++) load[k]! += phi * loads[lag]![k]!;
              });
              load[t - known]! += Math.sqrt(parameters.variances[s]!);
              means.push(value);
              loads.push(load);
            }
            weight += probability;
            law[whole[7]!]! += probability;
            first += probability * means[7]!;
            second += probability * (means[7]! ** 2 + loads[7]!.reduce((sum, load) => sum + load * load, 0));
          }
        }
        expect(weight).toBeCloseTo(1, 9);
        law.forEach((probability, s) => expect(probabilities.row(2)[s]!).toBeCloseTo(probability, 9));
        const scale = Math.max(1, second);
        expect(Math.abs(mean[2]! - first) / scale).toBeLessThan(1e-9);
        expect(Math.abs(variance[2]! - (second - first ** 2)) / scale).toBeLessThan(1e-9);
      }),
      { numRuns: 12 },
    );
  });
});
