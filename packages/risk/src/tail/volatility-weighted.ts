import { cvarMeasure, valueAtRiskMeasure } from "@plimsoll/numeric";
import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { defaultSeed, ewmaPathGradient, ewmaVariances } from "./ewma-variance.ts";
import { historicalMethod } from "./historical.ts";
import { compounded, type TailEstimate, type TailInput, type TailMethod } from "./tail-method.ts";

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

interface Rescaled {
  readonly decay: number;
  readonly seedObservations: number;
  readonly variances: Float64Array;
  /** r_t sigma_(T+1) / sigma_t, sigma_t being the forecast for t made at t - 1. */
  readonly scenarios: Float64Array;
}

function rescaled({ series }: TailInput, spec: VolatilityWeightedSpec): Rescaled {
  const { decay = 0.94, seedObservations = defaultSeed(series.length) } = spec;
  if (seedObservations > series.length - 2) {
    throw invalidInput(
      "method.seedObservations",
      `method.seedObservations: ${seedObservations} of ${series.length} returns leave fewer than 2 to rescale: lower it`,
      { expected: `at most ${series.length - 2}`, received: String(seedObservations) },
    );
  }
  const variances = ewmaVariances(series, { decay, seedObservations });
  const today = Math.sqrt(variances[series.length]!);
  const scenarios = series.slice(seedObservations).map((value, i) => {
    const then = Math.sqrt(variances[seedObservations + i]!);
    if (then === 0) {
      throw invalidInput(
        "returns",
        "returns: a volatility forecast is 0, since the returns before it are: lengthen seedObservations",
      );
    }
    return (value * today) / then;
  });
  return { decay, seedObservations, variances, scenarios };
}

/** The chain rule through every forecast. */
function backward({ series }: TailInput, state: Rescaled, byScenario: Float64Array): Float64Array {
  const { decay, seedObservations, variances, scenarios } = state;
  const n = series.length;
  const gradient = new Float64Array(n);
  const byVariance = new Float64Array(n + 1);
  const today = Math.sqrt(variances[n]!);
  for (let i = 0; i < scenarios.length; i++) {
    const t = seedObservations + i;
    gradient[t] = (byScenario[i]! * today) / Math.sqrt(variances[t]!);
    byVariance[t] = (-byScenario[i]! * scenarios[i]!) / (2 * variances[t]!);
    byVariance[n]! += (byScenario[i]! * scenarios[i]!) / (2 * variances[n]!);
  }
  const through = ewmaPathGradient(series, { decay, seedObservations }, byVariance);
  return gradient.map((slope, t) => slope + through[t]!);
}

function through(
  which: "valueAtRisk" | "expectedShortfall",
): (input: TailInput, spec: VolatilityWeightedSpec) => TailEstimate {
  return (input, spec) => {
    const state = rescaled(input, spec);
    const { scenarios, decay, seedObservations } = state;
    const { value, standardError, conventions } = historicalMethod[which](
      { ...input, series: scenarios },
      { kind: "historical" },
    );
    const { confidence, settings } = input;
    return {
      value,
      standardError,
      gradient: () =>
        backward(
          input,
          state,
          which === "valueAtRisk"
            ? valueAtRiskMeasure.gradient(scenarios, { confidence, quantileType: settings.quantileType })
            : cvarMeasure.gradient(scenarios, { confidence, estimator: settings.estimator }),
        ),
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
  scaling: "square-root-of-time",
  valueAtRisk: through("valueAtRisk"),
  expectedShortfall: through("expectedShortfall"),
  sampler: (input, spec) => {
    const { scenarios } = rescaled(input, spec);
    return compounded(input.horizon, (stream) => scenarios[stream.integer(scenarios.length)]!);
  },
};
