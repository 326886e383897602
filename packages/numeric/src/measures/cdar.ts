import { cvarMeasure } from "./cvar.ts";
import { drawdownGradient, type DrawdownOptions, drawdownSeries, drawdownTraits } from "./drawdown-series.ts";
import type { ConfidenceOptions, RiskMeasure } from "./measure.ts";
import { negated } from "./sorted.ts";

/** Conditional drawdown at risk (Chekhlov, Uryasev & Zabarankin 2005): the exact CVaR of the drawdown series. */
export const cdarMeasure: RiskMeasure<"cdar", ConfidenceOptions & DrawdownOptions> = {
  kind: "cdar",
  value: (series, { confidence = 0.95, ...options } = {}) =>
    cvarMeasure.value(negated(drawdownSeries(series, options)), { confidence }),
  gradient: (series, { confidence = 0.95, ...options } = {}) =>
    drawdownGradient(series, options, (drawdown) => negated(cvarMeasure.gradient(negated(drawdown), { confidence }))),
  traits: drawdownTraits,
};
