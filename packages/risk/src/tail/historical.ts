import { cvarMeasure, type QuantileType, valueAtRiskMeasure } from "@plimsoll/numeric";
import * as z from "zod";
import { quantileError, shortfallError } from "./standard-errors.ts";
import { compounded, type ShortfallEstimator, type TailInput, type TailMethod } from "./tail-method.ts";

/** The empirical distribution, every return alike. */
export interface HistoricalSpec {
  readonly kind: "historical";
  /** Type of Hyndman & Fan (1996). @defaultValue the option `quantileType` */
  readonly quantileType?: QuantileType;
  /** @defaultValue the option `estimator` */
  readonly estimator?: ShortfallEstimator;
}

const schema: z.ZodType<HistoricalSpec> = z.strictObject({
  kind: z.literal("historical"),
  quantileType: z.exactOptional(z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9])),
  estimator: z.exactOptional(z.enum(["exact", "mean-beyond"])),
});

function quantileTypeOf(input: TailInput, spec: HistoricalSpec): QuantileType {
  return spec.quantileType ?? input.settings.quantileType;
}

/** Definitions 1 to 3. */
export const historicalMethod: TailMethod<HistoricalSpec> = {
  kind: "historical",
  schema,
  minimum: 2,
  scaling: "square-root-of-time",
  valueAtRisk: (input, spec) => {
    const quantileType = quantileTypeOf(input, spec);
    const options = { confidence: input.confidence, quantileType };
    const value = valueAtRiskMeasure.value(input.series, options);
    return {
      value,
      standardError: quantileError(input.series, input.tail, value, input.series.length),
      gradient: () => valueAtRiskMeasure.gradient(input.series, options),
      conventions: { quantileType, standardError: "kernel density at the quantile" },
    };
  },
  expectedShortfall: (input, spec) => {
    const estimator = spec.estimator ?? input.settings.estimator;
    const options = { confidence: input.confidence, estimator };
    const value = cvarMeasure.value(input.series, options);
    const edge = valueAtRiskMeasure.value(input.series, { confidence: input.confidence });
    return {
      value,
      standardError: shortfallError(input.series, input.tail, edge, value),
      gradient: () => cvarMeasure.gradient(input.series, options),
      conventions: { estimator, standardError: "Manistre & Hancock (2005)" },
    };
  },
  sampler: ({ series, horizon }) => compounded(horizon, (stream) => series[stream.integer(series.length)]!),
};
