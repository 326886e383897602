import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../problem/context.ts";
import { minimizeDownside } from "../solve/downside/minimize-downside.ts";
import type { DownsideSpec } from "./downside-spec.ts";
import type { RiskTerm } from "./risk-kind.ts";
import { readRootProof, type RootProof } from "./root-proof.ts";
import { scenarioMagnitude } from "./scenario-magnitude.ts";
import { conicShortfalls } from "../solve/conic/shortfalls.ts";

/**
 * A sum of squared shortfalls, or its root. `measure` is its value for the portfolio's returns, by the definition that
 * reports use.
 */
export function downsideTerm(
  kind: string,
  scenarios: Scenarios,
  spec: DownsideSpec,
  root: boolean,
  measure: (series: Float64Array) => number,
): RiskTerm {
  const { rows, values } = scenarios;
  const { centre, target, divisor } = spec;
  const size = values.length / rows;
  const spread = Math.sqrt(rows / divisor);
  const equal = new Float64Array(size).fill(1 / size);
  const valueOf = (weights: Float64Array): number => measure(gemv(values, rows, size, weights));
  const magnitude = (weights: Float64Array, slopes: Float64Array): number => {
    const together = scenarioMagnitude(scenarios, weights, slopes, spread) + spread * Math.abs(target);
    if (root) return together;
    for (let i = 0; i < size; i += 1) slopes[i] = 2 * together * slopes[i]!;
    return together * together;
  };
  /** By Cauchy-Schwarz the shortfalls of any portfolio, made to sum squares of 1, support the root. */
  const elsewhere = ({ at, share }: RootProof, weights: Float64Array, gradient: Float64Array): number => {
    const short = shortfallsOf(Float64Array.from(at));
    const length = Math.sqrt(divisor * short.reduce((sum, loss) => sum + loss * loss, 0));
    const prices = short.map((loss) => (length > 0 ? (share * loss) / length : 0));
    return pulledBy(prices, 1, weights, gradient);
  };
  const shortfallsOf = (weights: Float64Array): Float64Array => {
    const series = gemv(values, rows, size, weights);
    let middle = 0;
    for (let i = 0; i < size; i += 1) middle += (centre?.[i] ?? 0) * weights[i]!;
    return series.map((earned) => Math.max(0, target + middle - earned));
  };
  /** Writes the slopes of factor x sum prices'loss; returns it at the weights. */
  const pulledBy = (prices: Float64Array, factor: number, weights: Float64Array, gradient: Float64Array): number => {
    const total = prices.reduce((sum, price) => sum + price, 0);
    const pulled = gemvTransposed(values, rows, size, prices);
    let support = factor * total * target;
    for (let i = 0; i < size; i += 1) {
      gradient[i] = factor * (total * (centre?.[i] ?? 0) - pulled[i]!);
      support += gradient[i]! * weights[i]!;
    }
    return support;
  };
  return {
    kind,
    degree: root ? 1 : 2,
    value: valueOf,
    magnitude,
    minorant(weights, gradient, proof) {
      const stated = root ? readRootProof(proof, size) : undefined;
      const value = valueOf(weights);
      if (stated !== undefined) return elsewhere(stated, weights, gradient);
      // what little equal weights' rounding would be too
      const share = root ? 1e-3 : 1e-6;
      const unit = Math.max(magnitude(weights, gradient), share * magnitude(equal, gradient));
      // rounding of 0, where 0 is a subgradient
      if (value <= (root ? 1e-13 : 1e-26) * unit) {
        gradient.fill(0);
        return 0;
      }
      pulledBy(shortfallsOf(weights), (root ? 1 / value : 2) / divisor, weights, gradient);
      return value;
    },
    conic: (model) => conicShortfalls(model, scenarios, spec, root),
    solver: "Newton steps",
    minimize: (polyhedron, coefficient, linear, state) =>
      minimizeDownside(scenarios, spec, root, polyhedron, coefficient, linear, state),
  };
}
