import { mean } from "../statistics/index.ts";
import { drawdownGradient, type DrawdownOptions, drawdownSeries, drawdownTraits } from "./drawdown-series.ts";
import type { RiskMeasure } from "./measure.ts";

/** Average drawdown, also pain index: the mean of the drawdown over all periods (not of episode depths). */
export const averageDrawdownMeasure: RiskMeasure<"average-drawdown", DrawdownOptions> = {
  kind: "average-drawdown",
  value: (series, options = {}) => mean(drawdownSeries(series, options)),
  gradient: (series, options = {}) =>
    drawdownGradient(series, options, (drawdown) => drawdown.map(() => 1 / drawdown.length)),
  traits: drawdownTraits,
};
