import { gemv } from "@plimsoll/numeric";
import type { Scenarios } from "../problem/context.ts";
import type { RiskTerm } from "./risk-kind.ts";

/** Log growth forgone: -mean ln(1 + return'w), infinite where a scenario leaves nothing. Convex, not homogeneous. */
export function growthTerm(scenarios: Scenarios): RiskTerm {
  const { rows, values } = scenarios;
  const size = values.length / rows;
  const seriesOf = (weights: Float64Array): Float64Array => gemv(values, rows, size, weights);
  return {
    kind: "kelly",
    degree: undefined,
    shape: { form: "growth", scenarios },
    value: (weights) => growthLoss(seriesOf(weights)),
    magnitude(weights, slopes) {
      const series = seriesOf(weights);
      slopes.fill(0);
      let value = 0;
      for (let t = 0; t < rows; t += 1) {
        const share = 1 / (rows * Math.max(1 + series[t]!, Number.MIN_VALUE));
        for (let i = 0; i < size; i += 1) {
          const slope = share * Math.abs(values[t * size + i]!);
          slopes[i] = slopes[i]! + slope;
          value += slope * Math.abs(weights[i]!);
        }
      }
      return value;
    },
  };
}

/** -mean ln(1 + return). */
function growthLoss(series: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < series.length; t += 1) {
    if (!(series[t]! > -1)) return Infinity;
    sum -= Math.log1p(series[t]!);
  }
  return sum / series.length;
}
