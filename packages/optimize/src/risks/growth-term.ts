import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../problem/context.ts";
import { conicGrowth } from "../solve/conic/growth.ts";
import { minimizeGrowthLoss } from "../solve/scenario/growth.ts";
import { scenarioProgramOf } from "../solve/scenario/scenario-program.ts";
import type { RiskTerm } from "./risk-kind.ts";

/** Log growth forgone: -mean ln(1 + return'w), infinite where a scenario leaves nothing. Convex, not homogeneous. */
export function growthTerm(scenarios: Scenarios): RiskTerm {
  const { rows, values } = scenarios;
  const size = values.length / rows;
  const seriesOf = (weights: Float64Array): Float64Array => gemv(values, rows, size, weights);
  return {
    kind: "kelly",
    degree: undefined,
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
    minorant(weights, gradient) {
      const series = seriesOf(weights);
      const loss = growthLoss(series);
      // where nothing is left there is no slope: that of holding nothing supports growth too
      const ruined = loss === Infinity;
      gradient.set(
        gemvTransposed(
          values,
          rows,
          size,
          series.map((earned) => -1 / (rows * (ruined ? 1 : 1 + earned))),
        ),
      );
      return ruined ? gradient.reduce((sum, slope, i) => sum + slope * weights[i]!, 0) : loss;
    },
    conic: (model) => conicGrowth(model, scenarios),
    solver: "Newton-SQP",
    minimize: (polyhedron, coefficient, linear) =>
      minimizeGrowthLoss(scenarioProgramOf(polyhedron, scenarios, coefficient, linear, "returns"), coefficient),
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
