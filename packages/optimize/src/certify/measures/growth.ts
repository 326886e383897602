import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import { type CheckedMeasure, productOf } from "./checked-measure.ts";

/** -mean ln(1 + return), infinite where a scenario leaves nothing. */
export function checkedGrowth({ rows, values }: Scenarios): CheckedMeasure {
  const size = values.length / rows;
  const seriesOf = (weights: Float64Array): Float64Array => gemv(values, rows, size, weights);
  const lossOf = (series: Float64Array): number =>
    series.every((earned) => earned > -1)
      ? -series.reduce((sum, earned) => sum + Math.log1p(earned), 0) / rows
      : Infinity;
  return {
    value: (weights) => lossOf(seriesOf(weights)),
    support(weights, gradient) {
      const series = seriesOf(weights);
      const loss = lossOf(series);
      // where nothing is left there is no slope: that of holding nothing supports growth too
      const ruined = loss === Infinity;
      const shares = series.map((earned) => -1 / (rows * (ruined ? 1 : 1 + earned)));
      gradient.set(gemvTransposed(values, rows, size, shares));
      return ruined ? productOf(gradient, weights) : loss;
    },
  };
}
