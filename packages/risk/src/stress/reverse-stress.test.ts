import { normalQuantile, RandomStream, syrk } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { factorModel } from "../factors/factor-model.ts";
import { panelOf } from "../factors/testing.ts";
import { conditionalStress, factorStress } from "./conditional-stress.ts";
import { correlationBreakdown } from "./correlation-breakdown.ts";
import { monteCarloStress } from "./monte-carlo-stress.ts";
import { reverseStress } from "./reverse-stress.ts";
import { absorptionRatio, turbulence } from "./turbulence.ts";

const assets = ["a", "b", "c", "d"];

/** A covariance of four assets by seed. */
function covarianceOf(seed: number): Float64Array {
  const draws = RandomStream.of(seed).fillNormal(new Float64Array(40));
  return syrk(draws, 10, 4).map((entry) => entry / 250);
}

const seeds = fc.integer({ min: 1, max: 5000 });
const weights = fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });

describe("reverse stress", () => {
  test("closed form: loses exactly x; no other scenario with that loss is nearer", () => {
    fc.assert(
      fc.property(seeds, weights, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (seed, w, loss) => {
        const covariance = covarianceOf(seed);
        const mean = [0.001, -0.002, 0.0005, 0];
        const result = reverseStress({ assets, covariance, mean, weights: w, loss });
        const s = assets.map((asset) => result.returns[asset]!);
        expect(s.reduce((sum, value, i) => sum + value * w[i]!, 0)).toBeCloseTo(-loss, 10);
        expect(conditionalStress({ assets, covariance, mean }, result.returns).distance).toBeCloseTo(
          result.distance,
          6,
        );
        // moved along the plane of equal loss
        const moved = s.slice();
        moved[0]! += 0.01 / w[0]!;
        moved[1]! -= 0.01 / w[1]!;
        const other = Object.fromEntries(assets.map((asset, i) => [asset, moved[i]!]));
        expect(conditionalStress({ assets, covariance, mean }, other).distance).toBeGreaterThan(result.distance);
      }),
      { numRuns: 40 },
    );
  });

  test("limits: they hold, the loss is reached, the distance grows, and the point is the best allowed", () => {
    const covariance = covarianceOf(7);
    const w = [0.4, 0.3, 0.2, 0.1];
    const free = reverseStress({ assets, covariance, weights: w, loss: 0.2 });
    const lowest = Math.min(...Object.values(free.returns));
    const worst = assets.find((asset) => free.returns[asset] === lowest)!;
    const limits = { [worst]: { min: lowest / 2 } };
    const bound = reverseStress({ assets, covariance, weights: w, loss: 0.2, limits });
    expect(bound.returns[worst]).toBeCloseTo(lowest / 2, 8);
    expect(bound.binding).toEqual([worst]);
    expect(bound.loss).toBeCloseTo(0.2, 8);
    expect(bound.distance).toBeGreaterThan(free.distance);
    // given that the limit binds, the rest follows from the plane: the same as shocking it and reversing the remainder
    const rest = assets.filter((asset) => asset !== worst);
    const moments = { assets, covariance };
    const conditional = conditionalStress(moments, { [worst]: lowest / 2 }).returns;
    const k = assets.indexOf(worst);
    const schur = rest.map((x) =>
      rest.map((y) => {
        const [i, j] = [assets.indexOf(x), assets.indexOf(y)];
        return covariance[i * 4 + j]! - (covariance[i * 4 + k]! * covariance[k * 4 + j]!) / covariance[k * 5]!;
      }),
    );
    const second = reverseStress({
      assets: rest,
      covariance: schur,
      mean: rest.map((asset) => conditional[asset]!),
      weights: rest.map((asset) => w[assets.indexOf(asset)]!),
      loss: 0.2 + w[k]! * (lowest / 2),
    });
    for (const asset of rest) expect(bound.returns[asset]).toBeCloseTo(second.returns[asset]!, 6);
  });

  test("limits that exclude the loss, a negative loss, a portfolio without risk", () => {
    const covariance = covarianceOf(7);
    const input = { assets, covariance, weights: [0.25, 0.25, 0.25, 0.25] };
    const limits = Object.fromEntries(assets.map((asset) => [asset, { min: -0.1 }]));
    expect(() => reverseStress({ ...input, loss: 0.2, limits })).toThrow(/no scenario within the limits loses 0\.2/);
    expect(() => reverseStress({ ...input, loss: -0.2 })).toThrow(/a loss of 20 % is 0\.2/);
    expect(() => reverseStress({ ...input, weights: [0, 0, 0, 0], loss: 0.1 })).toThrow(/no risk/);
    expect(() => reverseStress({ ...input, covariance: [[1]], loss: 0.1 })).toThrow(/4 x 4/);
    expect(() => reverseStress({ ...input, loss: 0.1, limits: { z: {} } })).toThrow(/"z"/);
  });
});

describe("conditional stress", () => {
  test("is the regression of the rest on what was given", () => {
    const stream = RandomStream.of("kupiec");
    const values = new Float64Array(3 * 500);
    for (let t = 0; t < 500; t++) {
      const [x, y] = [stream.normal(), stream.normal()];
      values.set([x, 0.5 * x + y, 2 * x - y + 0.3 * stream.normal()], 3 * t);
    }
    const panel = panelOf(["x", "y", "z"], values);
    const model = factorModel({
      kind: "time-series",
      returns: {
        ...panelOf(
          ["z"],
          values.filter((_, i) => i % 3 === 2),
        ),
      },
      factors: panel,
      select: ["x", "y"],
    });
    const gram = new Float64Array(9);
    const means = [0, 1, 2].map((j) => values.reduce((sum, value, i) => (i % 3 === j ? sum + value : sum), 0) / 500);
    for (let t = 0; t < 500; t++) {
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++)
          gram[3 * i + j]! += ((values[3 * t + i]! - means[i]!) * (values[3 * t + j]! - means[j]!)) / 499;
      }
    }
    const { returns } = conditionalStress({ assets: ["x", "y", "z"], covariance: gram, mean: means }, { x: -2, y: 1 });
    expect(returns["z"]).toBeCloseTo(model.alphas[0]! + model.loadings[0]![0]! * -2 + model.loadings[0]![1]!, 9);
    expect(returns["x"]).toBe(-2);
    expect(() => conditionalStress({ assets: ["x"], covariance: [[1]] }, { q: 1 })).toThrow(/"q"/);
    expect(() =>
      conditionalStress(
        {
          assets: ["x", "y"],
          covariance: [
            [1, 1],
            [1, 1],
          ],
        },
        { x: 1, y: 1 },
      ),
    ).toThrow(/singular/);
    expect(() => conditionalStress({ assets: ["x"], covariance: [[1]] }, {})).toThrow(/at least one/);
  });

  test("factor shocks: gains add up by factor and by asset, and are linear in the shock", () => {
    const stream = RandomStream.of("factor stress");
    const f = stream.fillNormal(new Float64Array(400)).map((value) => value / 100);
    const r = Float64Array.from({ length: 600 }, (_, i) => {
      const t = Math.floor(i / 3);
      return (1 + (i % 3)) * f[2 * t]! - 0.5 * f[2 * t + 1]! + 0.002 * stream.normal();
    });
    const model = factorModel({
      kind: "time-series",
      returns: panelOf(["p", "q", "s"], r),
      factors: panelOf(["m", "v"], f),
    });
    const single = factorStress(model, { p: 0.5, q: 0.3, s: 0.2 }, { m: -0.1 });
    const double = factorStress(model, { p: 0.5, q: 0.3, s: 0.2 }, { m: -0.2 });
    expect(single.byFactor.reduce((sum, { pnl }) => sum + pnl, 0)).toBeCloseTo(single.pnl, 14);
    expect(single.byAsset.reduce((sum, { pnl }) => sum + pnl, 0)).toBeCloseTo(single.pnl, 14);
    expect(double.pnl).toBeCloseTo(2 * single.pnl, 12);
    expect(single.byFactor.map(({ given }) => given)).toEqual([true, false]);
    const both = factorStress(model, { p: 0.5, q: 0.3, s: 0.2 }, { m: -0.1, v: 0 });
    expect(both.residualRisk).toBeLessThan(single.residualRisk);
    expect(both.residualRisk).toBeGreaterThan(0);
  });
});

describe("markets under stress", () => {
  test("correlation breakdown: the whole way every correlation is 1, no way changes nothing, risk rises", () => {
    const covariance = covarianceOf(11);
    const moments = { assets, covariance };
    expect(Array.from(correlationBreakdown(moments, { share: 0 }))).toEqual(Array.from(covariance));
    const all = correlationBreakdown(moments, { share: 1 });
    expect(all[1]! / Math.sqrt(all[0]! * all[5]!)).toBeCloseTo(1, 12);
    expect(correlationBreakdown(moments, { share: 1, towards: 0 })[1]).toBe(0);
    expect(() => correlationBreakdown(moments, { share: 2 })).toThrow(/share/);
    expect(() => correlationBreakdown(moments, { volatility: -1 })).toThrow(/volatility/);
    expect(() =>
      correlationBreakdown({
        assets: ["a", "b"],
        covariance: [
          [1, 0.5],
          [0.4, 1],
        ],
      }),
    ).toThrow(/not symmetric/);
  });

  test("Monte Carlo: the normal quantile, heavier tails, repricing, the seed", () => {
    const covariance = covarianceOf(11);
    const w = [0.25, 0.25, 0.25, 0.25];
    const deviation = Math.sqrt(covariance.reduce((sum, entry) => sum + entry / 16, 0));
    const input = { assets, covariance, weights: w, seed: 3, draws: 40_000 };
    const normal = monteCarloStress(input);
    expect(normal.valueAtRisk / deviation).toBeCloseTo(-normalQuantile(0.01), 1);
    expect(monteCarloStress(input).valueAtRisk).toBe(normal.valueAtRisk);
    const heavy = monteCarloStress({ ...input, degreesOfFreedom: 3 });
    expect(heavy.worst.loss).toBeGreaterThan(1.5 * normal.worst.loss);
    expect(heavy.expectedShortfall).toBeGreaterThan(normal.expectedShortfall);
    const { weights: _, ...book } = input;
    const floored = monteCarloStress({ ...book, draws: 2000, reprice: (row) => Math.max(-0.01, row[0]!) });
    expect(floored.worst.loss).toBe(0.01);
    expect(() => monteCarloStress({ ...book })).toThrow(/weights or reprice/);
    expect(() => monteCarloStress({ ...input, degreesOfFreedom: 2 })).toThrow(/more than 2/);
    expect(() => monteCarloStress({ ...input, covariance: new Float64Array(16).fill(1) })).toThrow(
      /"b" is a combination/,
    );
  });

  test("turbulence averages to (T-1)/T in sample, is affine invariant, and never looks ahead with a window", () => {
    const values = RandomStream.of("turbulence").fillNormal(new Float64Array(300 * 3));
    const panel = panelOf(["a", "b", "c"], values);
    const whole = turbulence(panel);
    expect(whole.values.reduce((a, b) => a + b) / 300).toBeCloseTo(299 / 300, 10);
    const mixed = values.map((value, i) => (i % 3 === 0 ? 5 * value + 2 * values[i + 1]! : value));
    turbulence({ ...panel, values: mixed }).values.forEach((value, t) =>
      expect(value).toBeCloseTo(whole.values[t]!, 8),
    );
    const rolling = turbulence(panel, { window: 100 });
    const changed = values.slice();
    changed.fill(9, 250 * 3);
    const past = turbulence({ ...panel, values: changed }, { window: 100 });
    expect(past.values.slice(0, 150)).toEqual(rolling.values.slice(0, 150));
    expect([rolling.dates[0], rolling.dates.length]).toEqual([panel.dates[100], 200]);
    const twice = { ...panel, values: values.map((value, i) => (i % 3 === 2 ? values[i - 1]! : value)) };
    expect(() => turbulence(twice)).toThrow(/singular/);
    expect(() => turbulence(panel, { window: 3 })).toThrow(/window/);
  });

  test("the absorption ratio rises when a common factor takes over, and its shift says when", () => {
    const stream = RandomStream.of("absorption");
    const values = new Float64Array(400 * 10);
    for (let t = 0; t < 400; t++) {
      const common = stream.normal();
      for (let i = 0; i < 10; i++) values[t * 10 + i] = stream.normal() + (t >= 300 ? 2 * common : 0);
    }
    const {
      values: ratios,
      count,
      shift,
      dates,
    } = absorptionRatio(panelOf("abcdefghij".split(""), values), { window: 60, shiftWindow: 100 });
    expect([count, dates.length]).toEqual([2, 341]);
    expect(ratios.at(-1)).toBeGreaterThan(0.75);
    expect(Math.max(...ratios.slice(0, 200))).toBeLessThan(0.65);
    expect(shift[50]).toBeNull();
    expect(Math.max(...shift.slice(250, 300).map((value) => value ?? 0))).toBeGreaterThan(1.5);
    expect(ratios.every((ratio) => ratio >= 0.2 && ratio <= 1)).toBe(true);
    expect(() => absorptionRatio(panelOf(["a", "b"], new Float64Array(20)), { window: 60 })).toThrow(/60 dates/);
    expect(() => absorptionRatio(panelOf(["a", "b"], new Float64Array(20)), { window: 5, count: 3 })).toThrow(
      /at most 2/,
    );
  });
});
