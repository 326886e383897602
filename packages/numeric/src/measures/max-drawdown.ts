import { drawdownGradient, type DrawdownOptions, drawdownSeries, drawdownTraits } from "./drawdown-series.ts";
import type { RiskMeasure } from "./measure.ts";
import { worstMeasure } from "./worst.ts";
import { negated } from "./sorted.ts";

/** Maximum drawdown: the largest loss from a running maximum. */
export const maxDrawdownMeasure: RiskMeasure<"max-drawdown", DrawdownOptions> = {
  kind: "max-drawdown",
  value: (series, options = {}) => worstMeasure.value(negated(drawdownSeries(series, options))),
  gradient: (series, options = {}) =>
    drawdownGradient(series, options, (drawdown) => negated(worstMeasure.gradient(negated(drawdown)))),
  traits: drawdownTraits,
};
