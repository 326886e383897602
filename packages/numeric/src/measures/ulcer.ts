import { drawdownGradient, type DrawdownOptions, drawdownSeries, drawdownTraits } from "./drawdown-series.ts";
import type { RiskMeasure } from "./measure.ts";

function rootMeanSquare(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]! ** 2;
  return Math.sqrt(total / values.length);
}

/** Ulcer index (Martin 1987): sqrt(mean D_t^2). */
export const ulcerMeasure: RiskMeasure<"ulcer", DrawdownOptions> = {
  kind: "ulcer",
  value: (series, options = {}) => rootMeanSquare(drawdownSeries(series, options)),
  gradient: (series, options = {}) =>
    drawdownGradient(series, options, (drawdown) => {
      const ulcer = rootMeanSquare(drawdown);
      return drawdown.map((depth) => (ulcer === 0 ? 0 : depth / (drawdown.length * ulcer)));
    }),
  traits: drawdownTraits,
};
