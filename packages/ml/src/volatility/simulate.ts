import { invalidInput } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { innovationLaws } from "./distributions/table.ts";
import { type GarchStructure, readRegressors, specificationOf } from "./garch-options.ts";
import { varianceModels } from "./models/table.ts";
import { innovationMoments } from "./moments.ts";
import { readParameters } from "./named-parameters.ts";
import { type GarchSpecification, parameterLayout, partsOf } from "./specification.ts";
import { VolatilityPath } from "./volatility-path.ts";

/** How long a path to draw, and from what. */
export interface GarchSimulationOptions {
  /** The same seed gives the same path. */
  readonly seed: number | string;
  /** Rows. */
  readonly length: number;
  /** Rows drawn before the first, then forgotten. @defaultValue 500 */
  readonly burnIn?: number;
  /** The variance before the first row. @defaultValue the long-run variance, where there is one */
  readonly initialVariance?: number;
  /** Outside variables, a row for each of `length` rows; those of the burn-in count as 0. */
  readonly regressors?: readonly (readonly number[])[];
}

/** A simulated path. */
export interface SimulatedReturns {
  readonly returns: Float64Array;
  /** Root of the conditional variance of each row. */
  readonly volatility: Float64Array;
  readonly residuals: Float64Array;
}

/**
 * Draws returns from a volatility model with known parameters, named as in {@link GarchModel.parameters}.
 *
 * Throws `INVALID_INPUT` for parameters that are missing, unknown or outside the domain, and when the long-run variance is
 * not finite and no `initialVariance` is given.
 *
 * @example
 * ```ts
 * import { simulateGarch } from "@plimsoll/ml";
 *
 * const path = simulateGarch(
 *   { model: "garch", distribution: "student-t" },
 *   { mu: 0.05, omega: 0.02, alpha: 0.08, beta: 0.9, degreesOfFreedom: 6 },
 *   { seed: 1, length: 1000 },
 * );
 * console.log(path.returns.length, path.volatility.every((sigma) => sigma > 0)); // 1000 true
 * ```
 */
export function simulateGarch(
  structure: GarchStructure,
  parameters: Readonly<Record<string, number>>,
  options: GarchSimulationOptions,
): SimulatedReturns {
  const width = options.regressors?.[0]?.length ?? 0;
  const specification = specificationOf(structure, width);
  return simulatePath(specification, readParameters(specification, parameters), options);
}

/** {@link simulateGarch} on what has been checked. */
export function simulatePath(
  specification: GarchSpecification,
  parameters: Float64Array,
  { seed, length, burnIn = 500, initialVariance, regressors }: GarchSimulationOptions,
): SimulatedReturns {
  for (const [name, value, least] of [
    ["length", length, 1],
    ["burnIn", burnIn, 0],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      throw invalidInput(name, `${name}: expected a whole number of at least ${least}, was ${value}`);
    }
  }
  const { model, distribution, mean, variance } = specification;
  const at = partsOf(parameterLayout(specification), parameters);
  const moments = innovationMoments(distribution, at.shape);
  const presample = initialVariance ?? varianceModels[model].unconditionalVariance(variance, at.variance, moments);
  if (!(presample > 0 && presample < Infinity)) {
    throw invalidInput(
      "initialVariance",
      `initialVariance: expected a positive number, was ${presample}: the model has no long-run variance to start from, so give one`,
    );
  }
  const given = readRegressors(regressors, length, mean.regressors).values;
  const before = (mean.ar + burnIn) * mean.regressors;
  const outside = new Float64Array(before + given.length);
  outside.set(given, before);
  const rows = burnIn + length;
  const history = {
    rows: 0,
    residuals: new Float64Array(0),
    levels: new Float64Array(0),
    variances: new Float64Array(0),
    values: new Float64Array(mean.ar).fill(longRunMean(specification, at.mean)),
    presample,
    presampleMoves: false,
    absoluteMoment: moments.absolute,
  };
  const path = new VolatilityPath(specification, parameters, history, rows, outside);
  const law = innovationLaws[distribution];
  const stream = RandomStream.of(seed);
  for (let t = 0; t < rows; t++) path.shock(t, Math.sqrt(path.variance(t)) * law.draw(stream, at.shape));
  return {
    returns: path.values.slice(mean.ar + burnIn),
    volatility: path.run.variances.slice(burnIn).map(Math.sqrt),
    residuals: path.run.residuals.slice(burnIn),
  };
}

/** mu / (1 - sum of ar), or 0 where that is not a mean. */
function longRunMean({ mean: { constant, ar } }: GarchSpecification, parameters: Float64Array): number {
  if (!constant) return 0;
  const rest = 1 - parameters.subarray(1, 1 + ar).reduce((sum, value) => sum + value, 0);
  return rest > 0 ? parameters[0]! / rest : 0;
}
