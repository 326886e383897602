import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decisionWeights } from "./decision-weights.ts";
import { checkWeightingPower, probabilityWeight, smallestWeightingPower } from "./probability-weight.ts";
import { tverskyKahneman1992 } from "./prospect-parameters.ts";
import { prospectValue } from "./prospect-value.ts";

const equally = (size: number): Float64Array => new Float64Array(size).fill(1 / size);

const outcome = fc.double({ min: -1000, max: 1000, noNaN: true });
const prospects = fc
  .array(fc.tuple(outcome, fc.integer({ min: 1, max: 100 })), { minLength: 1, maxLength: 8 })
  .map((rows) => {
    // in 1024ths, so that sums are exact in any order
    const rest = 1024 - rows.slice(1).reduce((sum, [, share]) => sum + share, 0);
    return {
      outcomes: Float64Array.from(rows, ([y]) => y),
      probabilities: Float64Array.from(rows, ([, share], index) => (index === 0 ? rest : share) / 1024),
    };
  });

test("probability weights are those of Tversky and Kahneman 1992, with their fixed points", () => {
  const chances = [0.01, 0.1, 0.5, 0.9, 0.99];
  const gains = [0.055266, 0.186303, 0.420639, 0.711716, 0.911584];
  const losses = [0.039672, 0.170145, 0.453988, 0.774903, 0.945087];
  chances.forEach((chance, index) => {
    expect(probabilityWeight(chance, 0.61)).toBeCloseTo(gains[index]!, 6);
    expect(probabilityWeight(chance, 0.69)).toBeCloseTo(losses[index]!, 6);
  });
  for (const [fixed, power] of [
    [0.338781, 0.61],
    [0.377564, 0.69],
  ] as const) {
    // the fixed point lies within the last digit printed
    expect(probabilityWeight(fixed - 1e-6, power)).toBeGreaterThan(fixed - 1e-6);
    expect(probabilityWeight(fixed + 1e-6, power)).toBeLessThan(fixed + 1e-6);
  }
  expect([probabilityWeight(0, 0.61), probabilityWeight(1, 0.61)]).toEqual([0, 1]);
});

test("a die's decision weights and value are exact, in any order of its faces", () => {
  const die = Float64Array.of(-5, -3, -1, 2, 4, 6);
  const expected = [0.230701, 0.118672, 0.104614, 0.084687, 0.097191, 0.238761];
  decisionWeights(die, equally(6), tverskyKahneman1992).forEach((weight, index) =>
    expect(weight).toBeCloseTo(expected[index]!, 6),
  );
  expect(prospectValue(die, equally(6), tverskyKahneman1992)).toBeCloseTo(-1.436596, 7);
  const turned = Float64Array.of(6, -5, 4, -3, 2, -1);
  expect(decisionWeights(turned, equally(6), tverskyKahneman1992)[1]).toBeCloseTo(0.230701, 6);
});

test("the choices of Kahneman and Tversky 1979 and an even bet have their values", () => {
  const chance = (amount: number, probability: number): number =>
    prospectValue(Float64Array.of(amount, 0), Float64Array.of(probability, 1 - probability), tverskyKahneman1992);
  expect(chance(4000, 0.8)).toBeCloseTo(898.08, 2);
  expect(chance(3000, 1)).toBeCloseTo(1147.8, 2);
  expect(chance(4000, 0.2)).toBeCloseTo(385.53, 2);
  expect(chance(3000, 0.25)).toBeCloseTo(333.72, 2);
  expect(prospectValue(Float64Array.of(100, -50), equally(2), tverskyKahneman1992)).toBeCloseTo(-7.7336397, 7);
});

test("the value scales as the power .88 of the stakes, and is the mean without curvature, aversion and weighting", () => {
  const neutral = { ...tverskyKahneman1992, alpha: 1, beta: 1, lambda: 1, gamma: 1, delta: 1 };
  fc.assert(
    fc.property(
      prospects,
      fc.double({ min: 0.001, max: 1000, noNaN: true }),
      outcome,
      ({ outcomes, probabilities }, c, reference) => {
        const value = prospectValue(outcomes, probabilities, tverskyKahneman1992);
        const scaled = prospectValue(
          outcomes.map((y) => c * y),
          probabilities,
          tverskyKahneman1992,
        );
        // gains and losses may cancel, so the rounding is that of the larger side
        expect(Math.abs(scaled - c ** 0.88 * value)).toBeLessThan(1e-10 * c ** 0.88 * 2.25 * 1000 + 1e-12);
        const mean = outcomes.reduce((sum, y, index) => sum + y * probabilities[index]!, 0);
        expect(prospectValue(outcomes, probabilities, { ...neutral, reference })).toBeCloseTo(mean - reference, 8);
      },
    ),
  );
});

test("a prospect that dominates is never worth less, under any monotone weighting", () => {
  const power = fc.double({ min: 0.28, max: 3, noNaN: true });
  const raises = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(prospects, raises, power, power, ({ outcomes, probabilities }, gains, gamma, delta) => {
      const parameters = { ...tverskyKahneman1992, gamma, delta };
      const better = outcomes.map((y, index) => y + gains[index]!);
      expect(prospectValue(better, probabilities, parameters)).toBeGreaterThanOrEqual(
        prospectValue(outcomes, probabilities, parameters) - 1e-9,
      );
    }),
  );
});

test("the least power is where the weighting stops falling, and less is refused", () => {
  const rises = (power: number): boolean => {
    const weight = (p: number): number => p ** power / (p ** power + (1 - p) ** power) ** (1 / power);
    for (let i = 1; i < 2000; i++) if (weight((i + 1) / 2001) < weight(i / 2001)) return false;
    return true;
  };
  expect([rises(smallestWeightingPower - 2e-4), rises(smallestWeightingPower + 1e-4)]).toEqual([false, true]);
  for (const power of [0.279, 0, -1, NaN, Infinity]) {
    expect(() => probabilityWeight(0.5, power)).toThrow(RangeError);
    expect(() => checkWeightingPower(power, "delta")).toThrow("delta: expected a finite number of at least 0.27920425");
    expect(() => prospectValue(equally(2), equally(2), { ...tverskyKahneman1992, delta: power })).toThrow(RangeError);
  }
  expect(() => probabilityWeight(1.1, 0.61)).toThrow("probability: expected a number from 0 to 1, was 1.1");
  expect(() => decisionWeights(equally(2), equally(3), tverskyKahneman1992)).toThrow(
    "probabilities: expected 2, one for each outcome, was 3",
  );
});
