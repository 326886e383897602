import { gemv } from "@plimsoll/numeric";
import type { Scenarios } from "../problem/context.ts";
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
  const { target, divisor } = spec;
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
    shape: { form: "shortfalls", scenarios, spec, root },
    value: valueOf,
    magnitude,
  };
}
