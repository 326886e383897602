import { normalPdf, normalQuantile } from "@plimsoll/numeric";
import * as z from "zod";
import { momentGradient, sampleMoments } from "./moments.ts";
import { compounded, type TailEstimate, type TailInput, type TailMethod } from "./tail-method.ts";

/** A normal law with the mean and deviation of the sample. */
export interface GaussianSpec {
  readonly kind: "gaussian";
  /** @defaultValue the option `ddof` */
  readonly ddof?: number;
}

const schema: z.ZodType<GaussianSpec> = z.strictObject({
  kind: z.literal("gaussian"),
  ddof: z.exactOptional(z.literal([0, 1])),
});

/** -mean + factor times deviation; its variance under normality is s^2 (1 + factor^2 / 2) / n. */
function estimate(input: TailInput, spec: GaussianSpec, factor: number): TailEstimate {
  const ddof = spec.ddof ?? input.settings.ddof;
  const moments = sampleMoments(input.series, ddof);
  return {
    value: -moments.mean + factor * moments.deviation,
    standardError: moments.deviation * Math.sqrt((1 + factor ** 2 / 2) / input.series.length),
    gradient: () =>
      momentGradient(input.series, ddof, moments, {
        value: 0,
        byMean: -1,
        byDeviation: factor,
        bySkewness: 0,
        byKurtosis: 0,
      }),
    conventions: { ddof, standardError: "delta method under normality" },
  };
}

/** Definitions 4: VaR = -mean - sd z_a, ES = -mean + sd phi(z_a) / a. */
export const gaussianMethod: TailMethod<GaussianSpec> = {
  kind: "gaussian",
  schema,
  minimum: 2,
  scaling: "square-root-of-time",
  valueAtRisk: (input, spec) => estimate(input, spec, -normalQuantile(input.tail)),
  expectedShortfall: (input, spec) => estimate(input, spec, normalPdf(normalQuantile(input.tail)) / input.tail),
  sampler: (input, spec) => {
    const { mean, deviation } = sampleMoments(input.series, spec.ddof ?? input.settings.ddof);
    return compounded(input.horizon, (stream) => mean + deviation * stream.normal());
  },
};
