import type { CheckedMeasure } from "./checked-measure.ts";

/** Share at which the slope of p ln p, which is infinite at 0, is taken for a share of 0. */
const leastShare = 1e-300;

/** sum p ln p, p = w / budget, for weights of at least 0; 0 ln 0 = 0. */
export function checkedNegativeEntropy(budget: number): CheckedMeasure {
  return {
    value: (weights) =>
      weights.reduce(
        (sum, weight) => (weight / budget > 0 ? sum + (weight / budget) * Math.log(weight / budget) : sum),
        0,
      ),
    support(weights, gradient) {
      // the tangent of p ln p at q is p (ln q + 1) - q
      let support = 0;
      for (let i = 0; i < weights.length; i += 1) {
        const share = Math.max(weights[i]! / budget, leastShare);
        gradient[i] = (Math.log(share) + 1) / budget;
        support += gradient[i]! * weights[i]! - share;
      }
      return support;
    },
  };
}
