import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import type { DownsideSpec } from "../../risks/downside-spec.ts";
import { type CheckedMeasure, productOf } from "./checked-measure.ts";
import { readRootProof } from "./root-support.ts";

/** A sum of squared shortfalls, or its root. */
export function checkedShortfalls(scenarios: Scenarios, spec: DownsideSpec, root: boolean): CheckedMeasure {
  const { rows, values } = scenarios;
  const { centre, target, divisor } = spec;
  const size = values.length / rows;
  const shortfallsOf = (weights: Float64Array): Float64Array => {
    const middle = centre === undefined ? 0 : productOf(centre, weights);
    return gemv(values, rows, size, weights).map((earned) => Math.max(0, target + middle - earned));
  };
  const measureOf = (short: Float64Array): number => {
    const square = productOf(short, short) / divisor;
    return root ? Math.sqrt(square) : square;
  };
  /** Root mean square of the sizes of the terms of each shortfall, or its square. */
  const unitOf = (weights: Float64Array): number => {
    let sum = 0;
    for (let t = 0; t < rows; t += 1) {
      let terms = Math.abs(target);
      for (let i = 0; i < size; i += 1)
        terms += Math.abs(weights[i]!) * (Math.abs(values[t * size + i]!) + Math.abs(centre?.[i] ?? 0));
      sum += terms * terms;
    }
    return root ? Math.sqrt(sum / divisor) : sum / divisor;
  };
  return {
    value: (weights) => measureOf(shortfallsOf(weights)),
    support(weights, gradient, proof) {
      const stated = root ? readRootProof(proof, size) : undefined;
      const short = shortfallsOf(stated === undefined ? weights : Float64Array.from(stated.at));
      const risk = measureOf(short);
      // rounding of 0, where 0 is a subgradient; what is little beside equal weights' terms is rounding too
      const rounded = (): boolean => {
        if (stated !== undefined) return risk === 0;
        const equal = unitOf(new Float64Array(size).fill(1 / size));
        return risk <= (root ? 1e-13 : 1e-26) * Math.max(unitOf(weights), (root ? 1e-3 : 1e-6) * equal);
      };
      if (rounded()) {
        gradient.fill(0);
        return 0;
      }
      // by Cauchy-Schwarz the shortfalls of any portfolio, made to sum squares of 1, support the root
      const factor = root ? (stated?.share ?? 1) / (risk * divisor) : 2 / divisor;
      const prices = short.map((loss) => factor * loss);
      let total = 0;
      for (let t = 0; t < rows; t += 1) total += prices[t]!;
      const pulled = gemvTransposed(values, rows, size, prices);
      for (let i = 0; i < size; i += 1) gradient[i] = total * (centre?.[i] ?? 0) - pulled[i]!;
      return stated === undefined ? risk : total * target + productOf(gradient, weights);
    },
  };
}
