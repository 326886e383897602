import { diagonalForm } from "../problem/quadratic-form.ts";
import type { RiskTerm } from "../risks/risk-kind.ts";
import { varianceTerm } from "../risks/variance.ts";
import { conicNegativeEntropy } from "../solve/conic/negative-entropy.ts";

/** sum (w_i / budget)^2. */
export function sumOfSquaresTerm(size: number, budget: number): RiskTerm {
  const term = varianceTerm(diagonalForm(new Float64Array(size).fill(1 / (budget * budget))));
  return {
    ...term,
    kind: "sum-of-squares",
    // nothing offsets anything: no homogeneous twin is needed either
    magnitude(weights, slopes) {
      const value = term.minorant(weights, slopes);
      for (let i = 0; i < size; i += 1) slopes[i] = Math.abs(slopes[i]!);
      return value;
    },
  };
}

/** Share at which the slope of p ln p, which is infinite at 0, is taken for a share of 0. */
const leastShare = 1e-300;

/** sum p_i ln p_i, p = w / budget, for weights of at least 0; 0 ln 0 = 0. */
export function negativeEntropyTerm(size: number, budget: number): RiskTerm {
  const value = (weights: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < size; i += 1) {
      const share = weights[i]! / budget;
      if (share > 0) sum += share * Math.log(share);
    }
    return sum;
  };
  return {
    kind: "negative-entropy",
    degree: 1,
    value,
    conic: (model) => conicNegativeEntropy(model, budget),
    magnitude(weights, slopes) {
      let sum = 0;
      for (let i = 0; i < size; i += 1) {
        const share = Math.max(weights[i]! / budget, leastShare);
        slopes[i] = (Math.abs(Math.log(share)) + 1) / budget;
        sum += Math.abs(share * Math.log(share));
      }
      return sum;
    },
    minorant(weights, gradient) {
      // the tangent of p ln p at q is p (ln q + 1) - q
      let support = 0;
      for (let i = 0; i < size; i += 1) {
        const share = Math.max(weights[i]! / budget, leastShare);
        gradient[i] = (Math.log(share) + 1) / budget;
        support += gradient[i]! * weights[i]! - share;
      }
      return support;
    },
  };
}
