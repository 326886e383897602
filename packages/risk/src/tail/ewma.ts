import { normalPdf, normalQuantile } from "@plimsoll/numeric";
import * as z from "zod";
import { defaultSeed, ewmaConcentration, ewmaGradient, ewmaVariances } from "./ewma-variance.ts";
import type { TailEstimate, TailInput, TailMethod } from "./tail-method.ts";

/** A normal law with mean zero and the exponentially weighted variance. */
export interface EwmaSpec {
  readonly kind: "ewma";
  /** Strictly between 0 and 1. @defaultValue 0.94 */
  readonly decay?: number;
  /** First returns whose variance starts the recursion. @defaultValue 250, at most half of the series */
  readonly seedObservations?: number;
}

const schema: z.ZodType<EwmaSpec> = z.strictObject({
  kind: z.literal("ewma"),
  decay: z.exactOptional(z.number().gt(0).lt(1)),
  seedObservations: z.exactOptional(z.int().min(1)),
});

function estimate({ series }: TailInput, spec: EwmaSpec, factor: number): TailEstimate {
  const { decay = 0.94, seedObservations = defaultSeed(series.length) } = spec;
  const options = { decay, seedObservations };
  const deviation = Math.sqrt(ewmaVariances(series, options)[series.length]!);
  return {
    value: factor * deviation,
    // the variance of r^2 is 2 s^4 under normality
    standardError: Math.abs(factor) * deviation * Math.sqrt(ewmaConcentration(series.length, options) / 2),
    gradient: () =>
      ewmaGradient(series, options).map((slope) => (deviation > 0 ? (factor * slope) / (2 * deviation) : 0)),
    conventions: { decay, seedObservations, mean: "zero", standardError: "delta method under normality" },
  };
}

/** Definitions 11 (RiskMetrics 1996). */
export const ewmaMethod: TailMethod<EwmaSpec> = {
  kind: "ewma",
  schema,
  minimum: 2,
  scaling: "square-root-of-time",
  valueAtRisk: (input, spec) => estimate(input, spec, -normalQuantile(input.tail)),
  expectedShortfall: (input, spec) => estimate(input, spec, normalPdf(normalQuantile(input.tail)) / input.tail),
  sampler: ({ series, horizon }, { decay = 0.94, seedObservations = defaultSeed(series.length) }) => {
    const first = ewmaVariances(series, { decay, seedObservations })[series.length]!;
    return (stream) => {
      let wealth = 1;
      let variance = first;
      for (let step = 0; step < horizon; step++) {
        const draw = Math.sqrt(variance) * stream.normal();
        wealth *= 1 + draw;
        variance = decay * variance + (1 - decay) * draw * draw;
      }
      return wealth - 1;
    };
  },
};
