import { normalPdf, normalQuantile, studentTDistribution } from "@plimsoll/numeric";
import * as z from "zod";
import type { TailEstimate, TailInput, TailMethod } from "./tail-method.ts";
import { filterVolatility, type VolatilityModel, volatilitySchema } from "./volatility-filter.ts";

/** The volatility ahead of a fitted model times a quantile of its innovations. */
export interface GarchSpec {
  readonly kind: "garch";
  /** Parameters of a fitted GARCH, or the forecasts themselves: observations + 1 of them. */
  readonly volatility: VolatilityModel;
  /** Law of the innovations, of variance 1. @defaultValue "gaussian" */
  readonly innovations?: "gaussian" | "student-t";
  /** Of Student-t innovations, above 2. @defaultValue 8 */
  readonly degreesOfFreedom?: number;
}

const schema: z.ZodType<GarchSpec> = z.strictObject({
  kind: z.literal("garch"),
  volatility: volatilitySchema,
  innovations: z.exactOptional(z.enum(["gaussian", "student-t"])),
  degreesOfFreedom: z.exactOptional(z.number().gt(2).max(1000)),
});

/** Quantile and tail mean of an innovation, as losses. */
function factors(spec: GarchSpec, tail: number): { readonly quantile: number; readonly mean: number } {
  if (spec.innovations !== "student-t") {
    const at = normalQuantile(tail);
    return { quantile: -at, mean: normalPdf(at) / tail };
  }
  const nu = spec.degreesOfFreedom ?? 8;
  const law = studentTDistribution(nu);
  const at = law.quantile(tail);
  const unit = Math.sqrt((nu - 2) / nu);
  return { quantile: -at * unit, mean: (((law.pdf(at) / tail) * (nu + at * at)) / (nu - 1)) * unit };
}

function estimate(input: TailInput, spec: GarchSpec, factor: number): TailEstimate {
  const filter = filterVolatility(input.series, spec.volatility);
  const n = input.series.length;
  const ahead = filter.deviations[n]!;
  return {
    value: -filter.mean + factor * ahead,
    standardError: ahead / Math.sqrt(n),
    gradient: () => {
      const byDeviation = new Float64Array(n + 1);
      byDeviation[n] = factor;
      return filter.backward(-1, new Float64Array(n), byDeviation);
    },
    conventions: {
      ...filter.conventions,
      innovations: spec.innovations ?? "gaussian",
      ...(spec.innovations === "student-t" ? { degreesOfFreedom: spec.degreesOfFreedom ?? 8 } : {}),
      standardError: "of the mean; the volatility counts as known",
    },
  };
}

/** VaR = -mean + sigma q, ES = -mean + sigma times the tail mean of an innovation. */
export const garchMethod: TailMethod<GarchSpec> = {
  kind: "garch",
  schema,
  minimum: 2,
  scaling: "simulation",
  valueAtRisk: (input, spec) => estimate(input, spec, factors(spec, input.tail).quantile),
  expectedShortfall: (input, spec) => estimate(input, spec, factors(spec, input.tail).mean),
  sampler: (input, spec) => {
    const filter = filterVolatility(input.series, spec.volatility);
    const first = filter.deviations[input.series.length]! ** 2;
    const nu = spec.degreesOfFreedom ?? 8;
    const unit = Math.sqrt((nu - 2) / nu);
    return (stream) => {
      let wealth = 1;
      let variance = first;
      for (let step = 0; step < input.horizon; step++) {
        const shock = spec.innovations === "student-t" ? unit * stream.studentT(nu) : stream.normal();
        const residual = Math.sqrt(variance) * shock;
        wealth *= 1 + filter.mean + residual;
        variance = filter.advance(variance, residual);
      }
      return wealth - 1;
    };
  },
};
