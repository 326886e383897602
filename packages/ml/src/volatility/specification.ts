import type { InnovationDistribution } from "./distributions/innovation-law.ts";
import { innovationLaws } from "./distributions/table.ts";
import { type GarchMeanSettings, meanParameterNames } from "./mean/mean-settings.ts";
import { varianceModels } from "./models/table.ts";
import type { GarchVarianceSettings, VolatilityModelName } from "./models/variance-model.ts";

/** What the recursion stands on before the first row. */
export type GarchPresample =
  /** Exponentially weighted squares (.94) of the first 75 least-squares residuals, fixed. */
  | "backcast"
  /** The mean of squared residuals, which moves with the parameters of the mean (Fiorentini, Calzolari & Panattoni 1996). */
  | "sample"
  /** A given variance. */
  | { readonly variance: number };

/** A model of mean, variance and innovations, without numbers. */
export interface GarchSpecification {
  readonly model: VolatilityModelName;
  readonly distribution: InnovationDistribution;
  readonly mean: GarchMeanSettings;
  readonly variance: GarchVarianceSettings;
  readonly presample: GarchPresample;
}

/** Parts of a vector of all parameters: mean, variance, shape. */
export interface ParameterLayout {
  readonly names: readonly string[];
  readonly mean: number;
  readonly variance: number;
  readonly shape: number;
}

export function parameterLayout({ model, distribution, mean, variance }: GarchSpecification): ParameterLayout {
  const meanNames = meanParameterNames(mean);
  const varianceNames = varianceModels[model].parameterNames(variance);
  const shapeNames = innovationLaws[distribution].parameterNames;
  return {
    names: [...meanNames, ...varianceNames, ...shapeNames],
    mean: meanNames.length,
    variance: varianceNames.length,
    shape: shapeNames.length,
  };
}

/** Views of the parts of a vector. */
export function partsOf(
  { mean, variance, shape }: ParameterLayout,
  all: Float64Array,
): { readonly mean: Float64Array; readonly variance: Float64Array; readonly shape: Float64Array } {
  return {
    mean: all.subarray(0, mean),
    variance: all.subarray(mean, mean + variance),
    shape: all.subarray(mean + variance, mean + variance + shape),
  };
}
