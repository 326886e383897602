import { drawdownGradient, type DrawdownOptions, drawdownSeries, drawdownTraits } from "./drawdown-series.ts";
import { evarMeasure } from "./evar.ts";
import type { ConfidenceOptions, RiskMeasure } from "./measure.ts";
import { negated } from "./sorted.ts";

/** Entropic drawdown at risk: the EVaR of the drawdown series. */
export const edarMeasure: RiskMeasure<"edar", ConfidenceOptions & DrawdownOptions> = {
  kind: "edar",
  value: (series, { confidence = 0.95, ...options } = {}) =>
    evarMeasure.value(negated(drawdownSeries(series, options)), { confidence }),
  gradient: (series, { confidence = 0.95, ...options } = {}) =>
    drawdownGradient(series, options, (drawdown) => negated(evarMeasure.gradient(negated(drawdown), { confidence }))),
  traits: drawdownTraits,
};
