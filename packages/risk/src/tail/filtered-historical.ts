import { cvarMeasure, valueAtRiskMeasure } from "@plimsoll/numeric";
import * as z from "zod";
import { historicalMethod } from "./historical.ts";
import type { PathSampler, TailEstimate, TailInput, TailMethod } from "./tail-method.ts";
import {
  type FilteredVolatility,
  filterVolatility,
  type VolatilityModel,
  volatilitySchema,
} from "./volatility-filter.ts";

/** Standardised residuals of a volatility model, brought to the volatility of the period ahead. */
export interface FilteredHistoricalSpec {
  readonly kind: "filtered-historical";
  /**
   * Parameters of a fitted GARCH, or the forecasts themselves: observations + 1 of them.
   * @defaultValue EWMA with `decay`
   */
  readonly volatility?: VolatilityModel;
  /** Of the EWMA, strictly between 0 and 1. @defaultValue 0.94 */
  readonly decay?: number;
  /** First returns, which start the EWMA and are then left out. @defaultValue 250, at most half of the series */
  readonly seedObservations?: number;
}

const schema: z.ZodType<FilteredHistoricalSpec> = z.strictObject({
  kind: z.literal("filtered-historical"),
  volatility: z.exactOptional(volatilitySchema),
  decay: z.exactOptional(z.number().gt(0).lt(1)),
  seedObservations: z.exactOptional(z.int().min(1)),
});

interface Standardised {
  readonly filter: FilteredVolatility;
  /** e_t / sigma_t, centred and scaled to variance 1. */
  readonly shocks: Float64Array;
  /** Their deviation before that. */
  readonly spread: number;
  /** mean + sigma ahead x shock. */
  readonly scenarios: Float64Array;
}

function standardised({ series }: TailInput, spec: FilteredHistoricalSpec): Standardised {
  const model = spec.volatility ?? { decay: spec.decay ?? 0.94, seedObservations: spec.seedObservations };
  const filter = filterVolatility(series, model);
  const { residuals, deviations, start } = filter;
  const raw = residuals.slice(start).map((residual, i) => residual / deviations[start + i]!);
  const center = raw.reduce((sum, value) => sum + value, 0) / raw.length;
  const spread = Math.sqrt(raw.reduce((sum, value) => sum + (value - center) ** 2, 0) / raw.length);
  const shocks = raw.map((value) => (spread > 0 ? (value - center) / spread : 0));
  const ahead = deviations[series.length]!;
  return { filter, shocks, spread, scenarios: shocks.map((shock) => filter.mean + ahead * shock) };
}

/** The chain rule from the derivative by each scenario to that by each return. */
function backward({ filter, shocks, spread }: Standardised, byScenario: Float64Array): Float64Array {
  const { deviations, residuals, start } = filter;
  const n = residuals.length;
  const ahead = deviations[n]!;
  let byMean = 0;
  let byAhead = 0;
  let level = 0;
  let tilt = 0;
  for (let i = 0; i < shocks.length; i++) {
    byMean += byScenario[i]!;
    byAhead += byScenario[i]! * shocks[i]!;
    level += (ahead * byScenario[i]!) / shocks.length;
    tilt += (ahead * byScenario[i]! * shocks[i]!) / shocks.length;
  }
  const byResidual = new Float64Array(n);
  const byDeviation = new Float64Array(n + 1);
  byDeviation[n] = byAhead;
  for (let i = 0; i < shocks.length; i++) {
    if (spread === 0) break;
    const t = start + i;
    const byRaw = (ahead * byScenario[i]! - level - shocks[i]! * tilt) / spread;
    byResidual[t] = byRaw / deviations[t]!;
    byDeviation[t] = (-byRaw * residuals[t]!) / deviations[t]! ** 2;
  }
  return filter.backward(byMean, byResidual, byDeviation);
}

function through(
  which: "valueAtRisk" | "expectedShortfall",
): (input: TailInput, spec: FilteredHistoricalSpec) => TailEstimate {
  return (input, spec) => {
    const state = standardised(input, spec);
    const { value, standardError, conventions } = historicalMethod[which](
      { ...input, series: state.scenarios },
      { kind: "historical" },
    );
    const { confidence, settings } = input;
    const measure =
      which === "valueAtRisk"
        ? () => valueAtRiskMeasure.gradient(state.scenarios, { confidence, quantileType: settings.quantileType })
        : () => cvarMeasure.gradient(state.scenarios, { confidence, estimator: settings.estimator });
    return {
      value,
      standardError,
      gradient: () => backward(state, measure()),
      conventions: {
        ...conventions,
        ...state.filter.conventions,
        residuals: "centred, variance 1",
        standardError: `${conventions["standardError"]}; the volatility counts as known`,
      },
    };
  };
}

function sampler(input: TailInput, spec: FilteredHistoricalSpec): PathSampler {
  const { filter, shocks } = standardised(input, spec);
  const first = filter.deviations[input.series.length]! ** 2;
  return (stream) => {
    let wealth = 1;
    let variance = first;
    for (let step = 0; step < input.horizon; step++) {
      const residual = Math.sqrt(variance) * shocks[stream.integer(shocks.length)]!;
      wealth *= 1 + filter.mean + residual;
      variance = filter.advance(variance, residual);
    }
    return wealth - 1;
  };
}

/** Definitions 10 (Barone-Adesi, Giannopoulos & Vosper 1999); of one period exact, without drawing. */
export const filteredHistoricalMethod: TailMethod<FilteredHistoricalSpec> = {
  kind: "filtered-historical",
  schema,
  minimum: 4,
  scaling: "simulation",
  valueAtRisk: through("valueAtRisk"),
  expectedShortfall: through("expectedShortfall"),
  sampler,
};
