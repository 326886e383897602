import { diagonalOfForm, multiplyForm } from "../../problem/quadratic-form.ts";
import type { QuadraticRisk } from "../../risks/risk-shape.ts";
import { type CheckedMeasure, productOf } from "./checked-measure.ts";
import { readRootProof } from "./root-support.ts";

/** Volatility, relative to the assets' volatilities added up, that is no more than rounding. */
const rounding = 3e-8;

/** (w - centre)'Q(w - centre), or its root. */
export function checkedQuadratic({ form, centre, root }: QuadraticRisk): CheckedMeasure {
  const { size } = form;
  const product = new Float64Array(size);
  const away = new Float64Array(size);
  let sizes: Float64Array | undefined;
  /** Leaves Q(w - centre) in `product`. */
  const squareOf = (weights: Float64Array): number => {
    for (let i = 0; i < size; i += 1) away[i] = weights[i]! - (centre?.[i] ?? 0);
    multiplyForm(form, away, product);
    return Math.max(0, productOf(product, away));
  };
  const value = (weights: Float64Array): number => {
    const square = squareOf(weights);
    if (!root) return square;
    sizes ??= diagonalOfForm(form).map(Math.sqrt);
    let together = 0;
    let largest = 0;
    for (let i = 0; i < size; i += 1) {
      together += sizes[i]! * (Math.abs(weights[i]!) + Math.abs(centre?.[i] ?? 0));
      largest = Math.max(largest, sizes[i]!);
    }
    const deviation = Math.sqrt(square);
    // the root of what is rounding in the square
    return deviation <= rounding * Math.max(together, 1e-6 * largest) ? 0 : deviation;
  };
  return {
    value,
    support(weights, gradient, proof) {
      const stated = root ? readRootProof(proof, size) : undefined;
      const at = stated === undefined ? weights : Float64Array.from(stated.at);
      const risk = value(at);
      // by Cauchy-Schwarz the slope anywhere supports a root; 0 does where there is no risk
      const factor = root ? (risk > 0 ? (stated?.share ?? 1) / risk : 0) : 2;
      for (let i = 0; i < size; i += 1) gradient[i] = factor * product[i]!;
      if (stated === undefined) return risk;
      let support = 0;
      for (let i = 0; i < size; i += 1) support += gradient[i]! * (weights[i]! - (centre?.[i] ?? 0));
      return support;
    },
  };
}
