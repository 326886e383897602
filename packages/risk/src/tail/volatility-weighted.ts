import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { defaultSeed, ewmaVariances } from "./ewma-variance.ts";
import { historicalMethod } from "./historical.ts";
import type { TailEstimate, TailInput, TailMethod } from "./tail-method.ts";

/** The empirical distribution of returns brought to the volatility of today, by EWMA. */
export interface VolatilityWeightedSpec {
  readonly kind: "volatility-weighted";
  /** Strictly between 0 and 1. @defaultValue 0.94 */
  readonly decay?: number;
  /** First returns, which start the recursion and are then left out. @defaultValue 250, at most half of the series */
  readonly seedObservations?: number;
}

const schema: z.ZodType<VolatilityWeightedSpec> = z.strictObject({
  kind: z.literal("volatility-weighted"),
  decay: z.exactOptional(z.number().gt(0).lt(1)),
  seedObservations: z.exactOptional(z.int().min(1)),
});

/** r_t sigma_(T+1) / sigma_t, sigma_t being the forecast for t made at t - 1. */
function rescaled({ series }: TailInput, decay: number, seedObservations: number): Float64Array {
  if (seedObservations > series.length - 2) {
    throw invalidInput(
      "method.seedObservations",
      `method.seedObservations: ${seedObservations} of ${series.length} returns leave fewer than 2 to rescale: lower it`,
      { expected: `at most ${series.length - 2}`, received: String(seedObservations) },
    );
  }
  const variances = ewmaVariances(series, { decay, seedObservations });
  const today = Math.sqrt(variances[series.length]!);
  return series.slice(seedObservations).map((value, i) => {
    const then = Math.sqrt(variances[seedObservations + i]!);
    if (then === 0) {
      throw invalidInput(
        "returns",
        "returns: a volatility forecast is 0, since the returns before it are: lengthen seedObservations",
      );
    }
    return (value * today) / then;
  });
}

function through(
  which: "valueAtRisk" | "expectedShortfall",
): (input: TailInput, spec: VolatilityWeightedSpec) => TailEstimate {
  return (input, { decay = 0.94, seedObservations = defaultSeed(input.series.length) }) => {
    const series = rescaled(input, decay, seedObservations);
    const { value, standardError, conventions } = historicalMethod[which]({ ...input, series }, { kind: "historical" });
    return {
      value,
      standardError,
      conventions: {
        ...conventions,
        decay,
        seedObservations,
        standardError: `${conventions["standardError"]}; the volatility counts as known`,
      },
    };
  };
}

/** Definitions 9 (Hull & White 1998). */
export const volatilityWeightedMethod: TailMethod<VolatilityWeightedSpec> = {
  kind: "volatility-weighted",
  schema,
  minimum: 4,
  valueAtRisk: through("valueAtRisk"),
  expectedShortfall: through("expectedShortfall"),
};
