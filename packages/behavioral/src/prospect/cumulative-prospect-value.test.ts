import { readFileSync } from "node:fs";
import { attempt } from "@plimsoll/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { certaintyEquivalent, cumulativeProspectValue } from "./cumulative-prospect-value.ts";
import { decisionWeights } from "./decision-weights.ts";
import { probabilityWeight } from "./probability-weight.ts";

// medians of Tversky & Kahneman (1992), table 3, as recalled in the golden table of the project's reference data
const { median: medians } = JSON.parse(
  readFileSync(new URL("./fixtures/tversky-kahneman-1992.json", import.meta.url), "utf8"),
) as { readonly median: Readonly<Record<string, Readonly<Record<string, number>>>> };

const two = (first: number, second: number, chance: number): number =>
  certaintyEquivalent([first, second], { probabilities: [1 - chance, chance] });

const outcome = fc.double({ min: -1000, max: 1000, noNaN: true });
const prospects = fc
  .array(fc.tuple(outcome, fc.integer({ min: 1, max: 100 })), { minLength: 1, maxLength: 8 })
  .map((rows) => {
    // in 1024ths, so that sums are exact in any order
    const rest = 1024 - rows.slice(1).reduce((sum, [, share]) => sum + share, 0);
    return {
      outcomes: rows.map(([y]) => y),
      probabilities: rows.map(([, share], index) => (index === 0 ? rest : share) / 1024),
    };
  });

test("probability weights are those of Tversky and Kahneman 1992", () => {
  const chances = [0.01, 0.1, 0.5, 0.9, 0.99];
  const gains = [0.055266, 0.186303, 0.420639, 0.711716, 0.911584];
  const losses = [0.039672, 0.170145, 0.453988, 0.774903, 0.945087];
  chances.forEach((chance, index) => {
    expect(probabilityWeight(chance, 0.61)).toBeCloseTo(gains[index]!, 6);
    expect(probabilityWeight(chance, 0.69)).toBeCloseTo(losses[index]!, 6);
  });
  for (const [fixed, gamma] of [
    [0.338781, 0.61],
    [0.377564, 0.69],
  ] as const) {
    // the fixed point lies within the last digit printed
    expect(probabilityWeight(fixed - 1e-6, gamma)).toBeGreaterThan(fixed - 1e-6);
    expect(probabilityWeight(fixed + 1e-6, gamma)).toBeLessThan(fixed + 1e-6);
  }
  expect([probabilityWeight(0, 0.61), probabilityWeight(1, 0.61)]).toEqual([0, 1]);
});

test("certainty equivalents of the 1992 study are exact", () => {
  expect(two(0, 100, 0.5)).toBeCloseTo(37.3788, 4);
  expect(two(0, -100, 0.5)).toBeCloseTo(-40.764, 4);
  expect(two(0, 200, 0.01)).toBeCloseTo(7.4474, 4);
  expect(two(0, 200, 0.99)).toBeCloseTo(180.0298, 4);
  expect(two(50, 150, 0.5)).toBeCloseTo(90.4881, 4);
});

test("the 56 medians of the 1992 study are met within a median relative error of 3.25 per cent", () => {
  const errors = Object.entries(medians).flatMap(([pair, byChance]) => {
    const [first, second] = pair.split(",").map(Number);
    return Object.entries(byChance).map(([chance, median]) =>
      Math.abs(two(first!, second!, Number(chance)) / median - 1),
    );
  });
  expect(errors).toHaveLength(56);
  errors.sort((a, b) => a - b);
  expect((50 * (errors[27]! + errors[28]!)).toFixed(2)).toBe("3.25");
});

test("a die's decision weights and value are exact", () => {
  const die = [-5, -3, -1, 2, 4, 6];
  const expected = [0.230701, 0.118672, 0.104614, 0.084687, 0.097191, 0.238761];
  decisionWeights(die).forEach((weight, index) => expect(weight).toBeCloseTo(expected[index]!, 6));
  expect(cumulativeProspectValue(die)).toBeCloseTo(-1.436596, 7);
  expect(decisionWeights([6, -5, 4, -3, 2, -1])[1]).toBeCloseTo(0.230701, 6);
});

test("an even bet of 100 against 50 is worth -7.7336397, and 274.06888 makes up for a loss of 100", () => {
  expect(cumulativeProspectValue([100, -50])).toBeCloseTo(-7.7336397, 7);
  expect(cumulativeProspectValue([274.068875, -100])).toBeLessThan(0);
  expect(cumulativeProspectValue([274.068885, -100])).toBeGreaterThan(0);
});

test("the certainty effect and its reversal of Kahneman and Tversky 1979 come out", () => {
  const chance = (amount: number, probability: number): number =>
    cumulativeProspectValue([amount, 0], { probabilities: [probability, 1 - probability] });
  expect(chance(4000, 0.8)).toBeCloseTo(898.08, 2);
  expect(cumulativeProspectValue([3000])).toBeCloseTo(1147.8, 2);
  expect(chance(4000, 0.2)).toBeCloseTo(385.53, 2);
  expect(chance(3000, 0.25)).toBeCloseTo(333.72, 2);
});

test("the value scales as the power .88 of the stakes", () => {
  fc.assert(
    fc.property(prospects, fc.double({ min: 0.001, max: 1000, noNaN: true }), ({ outcomes, probabilities }, c) => {
      const value = cumulativeProspectValue(outcomes, { probabilities });
      const scaled = cumulativeProspectValue(
        outcomes.map((y) => c * y),
        { probabilities },
      );
      // gains and losses may cancel, so the rounding is that of the larger side
      expect(Math.abs(scaled - c ** 0.88 * value)).toBeLessThan(1e-10 * c ** 0.88 * 2.25 * 1000 + 1e-12);
    }),
  );
});

test("without curvature, loss aversion and weighting the value is the mean", () => {
  const neutral = { alpha: 1, beta: 1, lambda: 1, gamma: 1, delta: 1 };
  fc.assert(
    fc.property(prospects, outcome, ({ outcomes, probabilities }, reference) => {
      const mean = outcomes.reduce((sum, y, index) => sum + y * probabilities[index]!, 0);
      expect(cumulativeProspectValue(outcomes, { ...neutral, probabilities })).toBeCloseTo(mean, 8);
      expect(certaintyEquivalent(outcomes, { ...neutral, probabilities, reference })).toBeCloseTo(mean, 8);
    }),
  );
});

test("the value equals the Choquet integral in layers, for any curvatures, weightings and reference", () => {
  const curvature = fc.double({ min: 0.3, max: 1.2, noNaN: true });
  const weighting = fc.double({ min: 0.3, max: 2, noNaN: true });
  const lambda = fc.double({ min: 0.5, max: 5, noNaN: true });
  const settings = fc.record({
    alpha: curvature,
    beta: curvature,
    lambda,
    gamma: weighting,
    delta: weighting,
    reference: outcome,
  });
  // each step up in value counts with the weight of the chance of at least that much
  const layers = (values: readonly number[], probabilities: readonly number[], power: number): number => {
    const levels = [0, ...new Set(values.filter((value) => value > 0))].sort((a, b) => a - b);
    return levels.slice(1).reduce((sum, level, index) => {
      const chance = probabilities.reduce((total, p, i) => (values[i]! >= level ? total + p : total), 0);
      return sum + (level - levels[index]!) * probabilityWeight(Math.min(1, chance), power);
    }, 0);
  };
  fc.assert(
    fc.property(prospects, settings, ({ outcomes, probabilities }, parameters) => {
      const { alpha, beta, gamma, delta, reference } = parameters;
      const gains = outcomes.map((y) => Math.max(0, y - reference) ** alpha);
      const losses = outcomes.map((y) => parameters.lambda * Math.max(0, reference - y) ** beta);
      const expected = layers(gains, probabilities, gamma) - layers(losses, probabilities, delta);
      const options = { ...parameters, probabilities };
      const value = cumulativeProspectValue(outcomes, options);
      expect(Math.abs(value - expected)).toBeLessThan(1e-9 * (1 + Math.max(...gains, ...losses)));
      const sure = certaintyEquivalent(outcomes, options);
      expect(Math.abs(cumulativeProspectValue([sure], parameters) - value)).toBeLessThan(
        1e-9 * (1 + Math.max(...gains, ...losses)),
      );
    }),
  );
});

test("a sure outcome told in many parts keeps its value, however steep the weighting is at certainty", () => {
  for (let size = 1; size <= 60; size++) {
    expect(certaintyEquivalent(Array<number>(size).fill(7), { gamma: 0.3 })).toBeCloseTo(7, 11);
    expect(certaintyEquivalent(Array<number>(size).fill(-7), { delta: 0.3 })).toBeCloseTo(-7, 11);
  }
});

test("a prospect that dominates is never worth less", () => {
  fc.assert(
    fc.property(
      prospects,
      fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 8, maxLength: 8 }),
      fc.double({ min: 0.28, max: 3, noNaN: true }),
      fc.double({ min: 0.28, max: 3, noNaN: true }),
      ({ outcomes, probabilities }, gains, gamma, delta) => {
        const better = outcomes.map((y, index) => y + gains[index]!);
        const options = { probabilities, gamma, delta };
        expect(cumulativeProspectValue(better, options)).toBeGreaterThanOrEqual(
          cumulativeProspectValue(outcomes, options) - 1e-9,
        );
      },
    ),
  );
});

test("the order of outcomes and the splitting of one into equal parts change nothing", () => {
  fc.assert(
    fc.property(prospects, ({ outcomes, probabilities }) => {
      const value = cumulativeProspectValue(outcomes, { probabilities });
      const halves = probabilities.map((p) => p / 2);
      expect(
        cumulativeProspectValue([...outcomes, ...[...outcomes].reverse()], {
          probabilities: [...halves, ...[...halves].reverse()],
        }),
      ).toBeCloseTo(value, 8);
    }),
  );
});

test("weighting below .279 is refused: it is not monotone", () => {
  for (const name of ["gamma", "delta"]) {
    for (const value of [0.279, 0.2, 0, -1, NaN, Infinity]) {
      expect(attempt(() => cumulativeProspectValue([1, -1], { [name]: value }))).toMatchObject({
        success: false,
        error: { code: "INVALID_INPUT", details: { argument: name, reason: "not-monotone" } },
      });
    }
    expect(Number.isFinite(cumulativeProspectValue([1, -1], { [name]: 0.2793 }))).toBe(true);
  }
  const rises = (gamma: number): boolean => {
    // raw formula, as the exported one refuses what is tested here
    const weight = (p: number): number => p ** gamma / (p ** gamma + (1 - p) ** gamma) ** (1 / gamma);
    for (let i = 1; i < 2000; i++) if (weight((i + 1) / 2001) < weight(i / 2001)) return false;
    return true;
  };
  expect([rises(0.279), rises(0.2793)]).toEqual([false, true]);
});

test("bad prospects are refused by name", () => {
  const culprit = (body: () => unknown): string | undefined => {
    const outcome = attempt(body);
    return !outcome.success && outcome.error.code === "INVALID_INPUT"
      ? (outcome.error.details as { readonly argument: string }).argument
      : undefined;
  };
  expect(culprit(() => cumulativeProspectValue([]))).toBe("outcomes");
  expect(culprit(() => cumulativeProspectValue([1, NaN]))).toBe("outcomes[1]");
  expect(culprit(() => cumulativeProspectValue([1, 2], { probabilities: [1] }))).toBe("probabilities");
  expect(culprit(() => cumulativeProspectValue([1, 2], { probabilities: [0.5, 0.4] }))).toBe("probabilities");
  expect(culprit(() => cumulativeProspectValue([1, 2], { probabilities: [1.5, -0.5] }))).toBe("probabilities[0]");
  expect(culprit(() => cumulativeProspectValue([1], { lambda: 0 }))).toBe("lambda");
  expect(culprit(() => cumulativeProspectValue([1], { alpha: NaN }))).toBe("alpha");
  expect(culprit(() => cumulativeProspectValue([1], { reference: Infinity }))).toBe("reference");
  expect(culprit(() => cumulativeProspectValue([1e200], { alpha: 2 }))).toBe("outcomes");
  expect(culprit(() => probabilityWeight(1.1, 0.61))).toBe("probability");
});
