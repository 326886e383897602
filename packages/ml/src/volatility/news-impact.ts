import { invalidInput } from "@plimsoll/core";
import { varianceModels } from "./models/table.ts";
import { type GarchSpecification, parameterLayout, partsOf } from "./specification.ts";

/** Options of {@link GarchModel.newsImpactCurve}. */
export interface NewsImpactOptions {
  /** Odd, so that no shock is among them. @defaultValue 61 */
  readonly points?: number;
  /** Largest shock, in standard deviations. @defaultValue 4 */
  readonly width?: number;
}

/** The next variance as a function of the last shock (Engle & Ng 1993). */
export interface NewsImpactCurve {
  /** Residuals, in the unit of returns, ascending. */
  readonly shocks: Float64Array;
  /** The variance of the row after the shock. */
  readonly variances: Float64Array;
  /** The variance that all earlier rows are held at. */
  readonly baseline: number;
}

/** The curve of a model whose earlier variances and squared shocks are all `baseline`. */
export function newsImpact(
  specification: GarchSpecification,
  parameters: Float64Array,
  baseline: number,
  absoluteMoment: number,
  { points = 61, width = 4 }: NewsImpactOptions,
): NewsImpactCurve {
  if (!Number.isInteger(points) || points < 3) {
    throw invalidInput("points", `points: expected a whole number of at least 3, was ${points}`);
  }
  if (!(width > 0 && width < Infinity)) {
    throw invalidInput("width", `width: expected a positive number of standard deviations, was ${width}`);
  }
  const { model, variance } = specification;
  const at = partsOf(parameterLayout(specification), parameters);
  const recursion = varianceModels[model].recursion(variance, at.variance);
  const end = width * Math.sqrt(baseline);
  const shocks = Float64Array.from({ length: points }, (_, i) => end * ((2 * i) / (points - 1) - 1));
  const run = {
    rows: 1,
    residuals: new Float64Array(2),
    levels: Float64Array.of(recursion.levelOf(baseline), 0),
    variances: Float64Array.of(baseline, 0),
    byResidual: new Float64Array(0),
    byVariance: new Float64Array(0),
    presample: baseline,
    byPresample: 0,
    presampleMoves: false,
    absoluteMoment,
    byAbsoluteMoment: 0,
    coupling: null,
  };
  const variances = shocks.map((shock) => {
    run.residuals[0] = shock;
    return recursion.variance(recursion.level(run, 1));
  });
  return { shocks, variances, baseline };
}
