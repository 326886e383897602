import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChoiceSet, conditionalLikelihood, fitConditionalLogit } from "./conditional-logit.ts";

function setOf(rows: readonly (readonly number[])[], taken: readonly number[]): ChoiceSet {
  return {
    size: rows.length,
    taken: Uint8Array.from(taken),
    chosen: taken.reduce((sum, value) => sum + value, 0),
    covariates: Float64Array.from(rows.flat()),
  };
}

/** The definition: the chosen subset against all subsets of its size. */
function bruteForce({ size, taken, chosen, covariates }: ChoiceSet, beta: readonly number[]): number {
  const weight = (mask: number): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      if (((mask >> i) & 1) === 1) beta.forEach((value, j) => (sum += value * covariates[i * beta.length + j]!));
    }
    return Math.exp(sum);
  };
  let total = 0;
  let own = 0;
  for (let mask = 0; mask < 2 ** size; mask++) {
    if ([...Array(size).keys()].filter((i) => ((mask >> i) & 1) === 1).length !== chosen) continue;
    total += weight(mask);
    if ([...taken].every((value, i) => value === ((mask >> i) & 1))) own = weight(mask);
  }
  return Math.log(own / total);
}

const value = fc.double({ min: -2, max: 2, noNaN: true });
const choiceSets = fc
  .integer({ min: 2, max: 7 })
  .chain((size) =>
    fc.tuple(
      fc.array(fc.tuple(value, value), { minLength: size, maxLength: size }),
      fc.array(fc.integer({ min: 0, max: 1 }), { minLength: size, maxLength: size }),
    ),
  )
  .map(([rows, taken]) => setOf(rows, taken));

describe("conditionalLikelihood", () => {
  test("equals the sum over subsets", () => {
    fc.assert(
      fc.property(choiceSets, value, value, (set, a, b) => {
        fc.pre(set.chosen > 0 && set.chosen < set.size);
        expect(conditionalLikelihood([set], Float64Array.of(a, b)).logLikelihood).toBeCloseTo(
          bruteForce(set, [a, b]),
          9,
        );
      }),
    );
  });

  test("score and information are its derivatives", () => {
    fc.assert(
      fc.property(choiceSets, value, value, (set, a, b) => {
        const step = 1e-5;
        const at = (x: number, y: number): ReturnType<typeof conditionalLikelihood> =>
          conditionalLikelihood([set], Float64Array.of(x, y));
        const { score, information } = at(a, b);
        const up = at(a + step, b);
        const down = at(a - step, b);
        expect((up.logLikelihood - down.logLikelihood) / (2 * step)).toBeCloseTo(score[0]!, 6);
        expect((down.score[0]! - up.score[0]!) / (2 * step)).toBeCloseTo(information[0]!, 6);
        expect((down.score[1]! - up.score[1]!) / (2 * step)).toBeCloseTo(information[1]!, 6);
      }),
    );
  });
});

describe("fitConditionalLogit", () => {
  test("pairs with one covariate are McNemar's odds ratio", () => {
    const favours = setOf([[1], [0]], [1, 0]);
    const against = setOf([[1], [0]], [0, 1]);
    const sets = [...Array<ChoiceSet>(30).fill(favours), ...Array<ChoiceSet>(10).fill(against)];
    const fit = fitConditionalLogit(sets, 1, { firth: false, free: [true] });
    expect(fit.converged).toBe(true);
    expect(fit.beta[0]).toBeCloseTo(Math.log(3), 9);
    expect(1 / fit.information[0]!).toBeCloseTo(1 / 30 + 1 / 10, 9);
  });

  test("Firth's penalty adds half a case to each cell of a matched pair", () => {
    const favours = setOf([[1], [0]], [1, 0]);
    const fit = fitConditionalLogit(Array<ChoiceSet>(12).fill(favours), 1, { firth: true, free: [true] });
    expect(fit.converged).toBe(true);
    expect(fit.beta[0]).toBeCloseTo(Math.log(12.5 / 0.5), 5);
  });

  test("separation without the penalty is reported, not hidden", () => {
    const favours = setOf([[1], [0]], [1, 0]);
    const fit = fitConditionalLogit(Array<ChoiceSet>(12).fill(favours), 1, { firth: false, free: [true] });
    expect(fit.converged && Math.abs(fit.beta[0]!) < 15).toBe(false);
  });
});
