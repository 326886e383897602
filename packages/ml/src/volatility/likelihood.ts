import type { LikelihoodRows } from "./distributions/innovation-law.ts";
import { innovationLaws } from "./distributions/table.ts";
import { type MeanData, meanEquation } from "./mean/mean-equation.ts";
import { varianceModels } from "./models/table.ts";
import type { VarianceRecursion, VarianceRun } from "./models/variance-model.ts";
import { type GarchSpecification, type ParameterLayout, parameterLayout, partsOf } from "./specification.ts";

/** A run with room for the next row. */
function emptyRun(
  rows: number,
  room: number,
  presampleMoves: boolean,
  detail: "sum" | "rows",
): VarianceRun & LikelihoodRows {
  return {
    rows,
    residuals: new Float64Array(rows + room),
    levels: new Float64Array(rows + room),
    variances: new Float64Array(rows + room),
    byResidual: new Float64Array(rows + room),
    byVariance: new Float64Array(rows + room),
    logLikelihoods: detail === "rows" ? new Float64Array(rows) : null,
    presample: 1,
    byPresample: 0,
    presampleMoves,
    absoluteMoment: 0,
    byAbsoluteMoment: 0,
    coupling: null,
  };
}

/** One pass: its arrays, its recursion and its likelihood. */
export interface LikelihoodPass {
  readonly run: VarianceRun & LikelihoodRows;
  readonly recursion: VarianceRecursion;
  readonly value: number;
}

/**
 * The log-likelihood of a series under a specification, with its gradient by one way back over the rows (reverse
 * accumulation: the cost does not grow with the number of parameters).
 */
export class GarchLikelihood {
  readonly layout: ParameterLayout;
  readonly rows: number;
  readonly #specification: GarchSpecification;
  readonly #data: MeanData;
  readonly #presample: number | null;
  readonly #run: VarianceRun & LikelihoodRows;

  /** `presample` is the variance before the first row; null when it is the mean square of residuals. With `detail` "rows" passes write the log-likelihood of each row. */
  constructor(
    specification: GarchSpecification,
    data: MeanData,
    presample: number | null,
    detail: "sum" | "rows" = "sum",
  ) {
    this.#specification = specification;
    this.#data = data;
    this.#presample = presample;
    this.layout = parameterLayout(specification);
    this.rows = data.values.length - specification.mean.ar;
    this.#run = emptyRun(this.rows, 1, presample === null, detail);
  }

  /**
   * The log-likelihood at `parameters` (mean, variance, shape); its gradient is written where one is given. NaN or infinite
   * outside the domain. Arrays of the pass are overwritten by the next.
   */
  evaluate(parameters: Float64Array, gradient: Float64Array = new Float64Array(parameters.length)): number {
    return this.pass(parameters, gradient).value;
  }

  pass(parameters: Float64Array, gradient: Float64Array | null = null): LikelihoodPass {
    const { model, distribution, mean: meanSettings, variance: varianceSettings } = this.#specification;
    const law = innovationLaws[distribution];
    const varianceModel = varianceModels[model];
    const at = partsOf(this.layout, parameters);
    const slopes = gradient ?? new Float64Array(parameters.length);
    slopes.fill(0);
    const by = partsOf(this.layout, slopes);
    const equation = meanEquation(meanSettings, this.#data, this.#run, at.mean, by.mean);
    const coupled = meanSettings.inMean !== null;
    const run = this.#run;
    run.coupling = coupled ? equation : null;
    if (!coupled) equation.fill();
    run.presample = this.#presample ?? meanSquare(run.residuals, this.rows);
    run.byPresample = 0;
    run.byAbsoluteMoment = 0;
    const byMoment = new Float64Array(by.shape.length);
    run.absoluteMoment = varianceModel.usesAbsoluteMoment ? law.absoluteMoment(at.shape, byMoment) : 0;
    const recursion = varianceModel.recursion(varianceSettings, at.variance);
    recursion.forward(run);
    const value = law.evaluate(run, at.shape, by.shape);
    if (gradient !== null && Number.isFinite(value)) {
      recursion.backward(run, by.variance);
      if (run.presampleMoves) {
        const share = (2 * run.byPresample) / this.rows;
        for (let t = 0; t < this.rows; t++) run.byResidual[t]! += share * run.residuals[t]!;
      }
      if (!coupled) equation.drain();
      for (let i = 0; i < byMoment.length; i++) by.shape[i]! += run.byAbsoluteMoment * byMoment[i]!;
    }
    return { run, recursion, value };
  }
}

function meanSquare(residuals: Float64Array, rows: number): number {
  let sum = 0;
  for (let t = 0; t < rows; t++) sum += residuals[t]! * residuals[t]!;
  return sum / rows;
}
