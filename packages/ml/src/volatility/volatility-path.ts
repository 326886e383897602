import { type MeanEquation, meanEquation } from "./mean/mean-equation.ts";
import { varianceModels } from "./models/table.ts";
import type { VarianceRecursion, VarianceRun } from "./models/variance-model.ts";
import { type GarchSpecification, parameterLayout, partsOf } from "./specification.ts";

/** Rows that a path goes on from. */
export interface PathHistory {
  readonly rows: number;
  readonly residuals: Float64Array;
  readonly levels: Float64Array;
  readonly variances: Float64Array;
  /** `rows` + ar returns. */
  readonly values: Float64Array;
  readonly presample: number;
  readonly presampleMoves: boolean;
  readonly absoluteMoment: number;
}

/** Rows before the next that a specification looks at. */
export function memoryOf({ model, mean, variance }: GarchSpecification): number {
  const { p, o, q } = variance;
  return Math.max(1, p, o, q, mean.ar, mean.ma, varianceModels[model].memory?.(variance) ?? 0);
}

/** A path of a model with known parameters, one row after the other; rows ahead can be written again and again. */
export class VolatilityPath {
  readonly run: VarianceRun;
  readonly values: Float64Array;
  readonly #ar: number;
  readonly #equation: MeanEquation;
  readonly #recursion: VarianceRecursion;

  /** `regressors` are the outside variables of rows by their position in `values`, the rows ahead included. */
  constructor(
    specification: GarchSpecification,
    parameters: Float64Array,
    history: PathHistory,
    room: number,
    regressors: Float64Array,
  ) {
    const { mean, model, variance } = specification;
    const length = history.rows + room;
    const extend = (from: Float64Array, to: number): Float64Array => {
      const longer = new Float64Array(to);
      longer.set(from.subarray(0, Math.min(from.length, to)));
      return longer;
    };
    const at = partsOf(parameterLayout(specification), parameters);
    this.run = {
      rows: history.rows,
      residuals: extend(history.residuals, length),
      levels: extend(history.levels, length),
      variances: extend(history.variances, length),
      byResidual: new Float64Array(0),
      byVariance: new Float64Array(0),
      presample: history.presample,
      byPresample: 0,
      presampleMoves: history.presampleMoves,
      absoluteMoment: history.absoluteMoment,
      byAbsoluteMoment: 0,
      coupling: null,
    };
    this.values = extend(history.values, length + mean.ar);
    this.#ar = mean.ar;
    this.#equation = meanEquation(mean, { values: this.values, regressors }, this.run, at.mean, new Float64Array(0));
    this.#recursion = varianceModels[model].recursion(variance, at.variance);
  }

  /** The variance of row t, from the rows before it. */
  variance(t: number): number {
    const level = this.#recursion.level(this.run, t);
    const variance = this.#recursion.variance(level);
    this.run.levels[t] = level;
    this.run.variances[t] = variance;
    return variance;
  }

  /** The mean of row t, once its variance is known. */
  mean(t: number): number {
    return this.#equation.mean(t, this.run.variances[t]!);
  }

  /** Writes the residual of row t and returns the return that it makes. */
  shock(t: number, residual: number): number {
    const value = this.mean(t) + residual;
    this.run.residuals[t] = residual;
    this.values[t + this.#ar] = value;
    return value;
  }

  /** Writes the return of row t and returns its residual. */
  observe(t: number, value: number): number {
    const residual = value - this.mean(t);
    this.run.residuals[t] = residual;
    this.values[t + this.#ar] = value;
    return residual;
  }

  /** Keeps the last `kept` of `rows` rows and moves them to the front. */
  shift(rows: number, kept: number): void {
    const { residuals, levels, variances } = this.run;
    for (const array of [residuals, levels, variances]) array.copyWithin(0, rows - kept, rows);
    this.values.copyWithin(0, rows - kept, rows + this.#ar);
  }
}
