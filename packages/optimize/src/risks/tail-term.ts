import { gemv } from "@plimsoll/numeric";
import type { Scenarios } from "../problem/context.ts";
import type { TailSpec } from "./tail-spec.ts";
import type { RiskTerm } from "./risk-kind.ts";
import { scenarioMagnitude } from "./scenario-magnitude.ts";

/**
 * A measure that is a sum of tails of scenario losses, piecewise linear in the weights. `measure` is its value for the
 * portfolio's returns, by the definition that reports use.
 */
export function tailTerm(
  kind: string,
  scenarios: Scenarios,
  tails: readonly TailSpec[],
  measure: (series: Float64Array) => number,
): RiskTerm {
  const size = scenarios.values.length / scenarios.rows;
  const mass = tails.reduce((sum, { total, upper }) => sum + (total ?? upper * scenarios.rows), 0);
  const target = tails.reduce((sum, tail) => sum + sizeOf(tail.target), 0);
  let last: { readonly weights: Float64Array; readonly series: Float64Array } | undefined;
  // checks and reports ask for the same portfolio several times
  const seriesOf = (weights: Float64Array): Float64Array => {
    if (last === undefined || !last.weights.every((weight, i) => weight === weights[i]))
      last = { weights: weights.slice(), series: gemv(scenarios.values, scenarios.rows, size, weights) };
    return last.series;
  };
  return {
    kind,
    degree: 1,
    polyhedral: true,
    shape: { form: "tails", scenarios, tails },
    value: (weights) => measure(seriesOf(weights)),
    magnitude: (weights, slopes) => scenarioMagnitude(scenarios, weights, slopes, mass) + mass * target,
  };
}

function sizeOf(target: TailSpec["target"]): number {
  return typeof target === "number"
    ? Math.abs(target)
    : target.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
