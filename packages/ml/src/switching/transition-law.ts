import { luFactor, luSolve } from "@plimsoll/numeric";
import { type ParameterLayout, transitionPlace } from "./specification.ts";

/**
 * Writes the transition matrix (row i: from state i) at the variables `z`: a logit for each move, the last state being the
 * base (Filardo 1994; Diebold, Lee & Weinbach 1994).
 */
export function transitionMatrix(
  layout: ParameterLayout,
  theta: Float64Array,
  z: Float64Array,
  out: Float64Array,
): Float64Array {
  const { states } = layout.specification;
  const width = layout.transitionWidth;
  for (let from = 0; from < states; from++) {
    const row = from * states;
    let largest = 0;
    for (let to = 0; to < states; to++) {
      let logit = 0;
      if (to < states - 1) {
        const place = transitionPlace(layout, from, to, 0);
        for (let c = 0; c < width; c++) logit += theta[place + c]! * z[c]!;
      }
      out[row + to] = logit;
      largest = Math.max(largest, logit);
    }
    let total = 0;
    for (let to = 0; to < states; to++) total += out[row + to] = Math.exp(out[row + to]! - largest);
    for (let to = 0; to < states; to++) out[row + to]! /= total;
  }
  return out;
}

/**
 * Adds to `gradient` the derivatives by logits of sum over moves of weights[from, to] ln P[from, to], at the variables `z`.
 */
export function addTransitionScore(
  layout: ParameterLayout,
  transition: Float64Array,
  weights: Float64Array,
  z: Float64Array,
  gradient: Float64Array,
): void {
  const { states } = layout.specification;
  for (let from = 0; from < states; from++) {
    let total = 0;
    for (let to = 0; to < states; to++) total += weights[from * states + to]!;
    for (let to = 0; to < states - 1; to++) {
      const slope = weights[from * states + to]! - total * transition[from * states + to]!;
      const place = transitionPlace(layout, from, to, 0);
      for (let c = 0; c < layout.transitionWidth; c++) gradient[place + c]! += slope * z[c]!;
    }
  }
}

/**
 * What the weights of moves have to be so that their score is the derivative of sum over states of weights[k] ln law[k], for
 * the stationary law of `transition`: d law' = law' dP Z, with Z = (I - P + 1 law')^-1 (Schweitzer 1968).
 */
export function stationaryScoreWeights(
  transition: Float64Array,
  law: Float64Array,
  weights: Float64Array,
): Float64Array {
  const states = law.length;
  const matrix = new Float64Array(states * states);
  for (let i = 0; i < states; i++) {
    for (let j = 0; j < states; j++) {
      matrix[i * states + j] = (i === j ? 1 : 0) - transition[i * states + j]! + law[j]!;
    }
  }
  // u = Z (weights / law)
  const u = luSolve(
    luFactor(matrix, states),
    Float64Array.from(weights, (weight, k) => (weight === 0 ? 0 : weight / law[k]!)),
  );
  const out = new Float64Array(states * states);
  for (let i = 0; i < states; i++) {
    // d ln P = dP / P, so a weight law_i P_ij u_j of ln P_ij stands for law_i u_j of P_ij
    for (let j = 0; j < states; j++) out[i * states + j] = law[i]! * transition[i * states + j]! * u[j]!;
  }
  return out;
}
