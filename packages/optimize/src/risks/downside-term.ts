import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../problem/context.ts";
import { minimizeDownside } from "../solve/downside/minimize-downside.ts";
import type { DownsideSpec } from "./downside-spec.ts";
import type { RiskTerm } from "./risk-kind.ts";
import { scenarioMagnitude } from "./scenario-magnitude.ts";

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
  const valueOf = (weights: Float64Array): number => measure(gemv(values, rows, size, weights));
  const magnitude = (weights: Float64Array, slopes: Float64Array): number => {
    const together = scenarioMagnitude(scenarios, weights, slopes, spread) + spread * Math.abs(target);
    if (root) return together;
    for (let i = 0; i < size; i += 1) slopes[i] = 2 * together * slopes[i]!;
    return together * together;
  };
  return {
    kind,
    degree: root ? 1 : 2,
    value: valueOf,
    magnitude,
    minorant(weights, gradient) {
      const value = valueOf(weights);
      const unit = magnitude(weights, gradient);
      // rounding of 0, where 0 is a subgradient
      if (value <= (root ? 1e-13 : 1e-26) * unit) {
        gradient.fill(0);
        return 0;
      }
      const series = gemv(values, rows, size, weights);
      let middle = 0;
      for (let i = 0; i < size; i += 1) middle += (centre?.[i] ?? 0) * weights[i]!;
      const short = series.map((earned) => Math.max(0, target + middle - earned));
      const total = short.reduce((sum, loss) => sum + loss, 0);
      const pulled = gemvTransposed(values, rows, size, short);
      const factor = (root ? 1 / value : 2) / divisor;
      for (let i = 0; i < size; i += 1) gradient[i] = factor * (total * (centre?.[i] ?? 0) - pulled[i]!);
      return value;
    },
    minimize: (polyhedron, coefficient, linear, state) =>
      minimizeDownside(scenarios, spec, root, polyhedron, coefficient, linear, state),
  };
}
