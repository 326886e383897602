import { diagonalForm } from "../problem/quadratic-form.ts";
import type { RiskTerm } from "../risks/risk-kind.ts";
import { varianceTerm } from "../risks/variance.ts";

/** sum (w_i / budget)^2. */
export function sumOfSquaresTerm(size: number, budget: number): RiskTerm {
  const term = varianceTerm(diagonalForm(new Float64Array(size).fill(1 / (budget * budget))));
  return {
    ...term,
    kind: "sum-of-squares",
    // nothing offsets anything: no homogeneous twin is needed either
    magnitude(weights, slopes) {
      for (let i = 0; i < size; i += 1) slopes[i] = (2 * Math.abs(weights[i]!)) / (budget * budget);
      return term.value(weights);
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
    shape: { form: "negative-entropy", budget },
    magnitude(weights, slopes) {
      let sum = 0;
      for (let i = 0; i < size; i += 1) {
        const share = Math.max(weights[i]! / budget, leastShare);
        slopes[i] = (Math.abs(Math.log(share)) + 1) / budget;
        sum += Math.abs(share * Math.log(share));
      }
      return sum;
    },
  };
}
