import { luFactor, luSolve } from "@plimsoll/numeric";
import type { GarchCovarianceEstimator } from "./garch-options.ts";
import { GarchLikelihood } from "./likelihood.ts";
import type { MeanData } from "./mean/mean-equation.ts";
import { varianceModels } from "./models/table.ts";
import { type GarchSpecification, partsOf } from "./specification.ts";

/** Information about parameters: row-major, all of them, the tied intercept left out by `tie`. */
export interface ParameterInformation {
  readonly size: number;
  /** -Hessian of the log-likelihood, by fourth-order differences of its exact gradient. */
  readonly observed: Float64Array;
  /** Sum of outer products of scores, by fourth-order differences of the likelihood of each row. */
  readonly outer: Float64Array;
  /** Derivatives of parameters by those that are free, `size` x `free`. */
  readonly tie: Float64Array;
  readonly free: number;
}

const offsets = [1, -1, 2, -2] as const;
const weights = [8, -8, -1, 1] as const;
const RELATIVE_STEP = 2e-4;
const LEAST_SIZE = 0.05;

/** Information at parameters of data with residuals of variance near 1, which makes steps fit. */
export function parameterInformation(
  specification: GarchSpecification,
  data: MeanData,
  presample: number | null,
  parameters: Float64Array,
): ParameterInformation {
  const size = parameters.length;
  const likelihood = new GarchLikelihood(specification, data, presample, "rows");
  const { rows, layout } = likelihood;
  const observed = new Float64Array(size * size);
  const scores = new Float64Array(size * rows);
  const gradient = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const step = RELATIVE_STEP * Math.max(Math.abs(parameters[i]!), LEAST_SIZE);
    offsets.forEach((offset, k) => {
      const moved = parameters.slice();
      moved[i]! += offset * step;
      const { run } = likelihood.pass(moved, gradient);
      const weight = weights[k]! / (12 * step);
      for (let j = 0; j < size; j++) observed[i * size + j]! -= weight * gradient[j]!;
      for (let t = 0; t < rows; t++) scores[i * rows + t]! += weight * run.logLikelihoods![t]!;
    });
  }
  const outer = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let t = 0; t < rows; t++) sum += scores[i * rows + t]! * scores[j * rows + t]!;
      outer[i * size + j] = sum;
      outer[j * size + i] = sum;
      const middle = 0.5 * (observed[i * size + j]! + observed[j * size + i]!);
      observed[i * size + j] = middle;
      observed[j * size + i] = middle;
    }
  }
  return { size, observed, outer, ...tieOf(specification, layout.mean, size, partsOf(layout, parameters).variance) };
}

function tieOf(
  { model, variance }: GarchSpecification,
  intercept: number,
  size: number,
  parameters: Float64Array,
): { readonly tie: Float64Array; readonly free: number } {
  const tied = variance.target === null ? undefined : varianceModels[model].tie?.(variance, variance.target);
  if (tied === undefined) return { tie: identity(size), free: size };
  const free = size - 1;
  const tie = new Float64Array(size * free);
  for (let j = 0; j < free; j++) {
    const at = j < intercept ? j : j + 1;
    tie[at * free + j] = 1;
    const position = at - intercept;
    if (position > 0 && position < parameters.length) tie[intercept * free + j] = tied[position]!;
  }
  return { tie, free };
}

/** The identity, row-major. */
export function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  return matrix;
}

/** A B, row-major, A `rows` x `inner`, B `inner` x `columns`; A transposed first where told. */
function product(
  a: Float64Array,
  b: Float64Array,
  [rows, inner, columns]: readonly [number, number, number],
  form: "plain" | "transposed-first" | "transposed-second" = "plain",
): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        const left = form === "transposed-first" ? a[k * rows + i]! : a[i * inner + k]!;
        sum += left * (form === "transposed-second" ? b[j * inner + k]! : b[k * columns + j]!);
      }
      out[i * columns + j] = sum;
    }
  }
  return out;
}

/** The inverse; NaN throughout when the matrix is singular. */
function inverse(matrix: Float64Array, size: number): Float64Array {
  const factor = luFactor(matrix, size);
  const out = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const unit = new Float64Array(size);
    unit[j] = 1;
    const column = factor.singular ? unit.fill(Number.NaN) : luSolve(factor, unit);
    for (let i = 0; i < size; i++) out[i * size + j] = column[i]!;
  }
  return out;
}

/** M A M', A `inner` square. */
function sandwich(m: Float64Array, a: Float64Array, rows: number, inner: number): Float64Array {
  return product(product(m, a, [rows, inner, inner]), m, [rows, inner, rows], "transposed-second");
}

/**
 * Covariance of estimates in the unit of returns, given the derivatives `jacobian` of parameters in that unit by those of
 * the information. Entries are NaN where the information is singular, as at the edge of the domain.
 */
export function parameterCovariance(
  { size, observed, outer, tie, free }: ParameterInformation,
  jacobian: Float64Array,
  estimator: GarchCovarianceEstimator,
): Float64Array {
  const reduce = (matrix: Float64Array): Float64Array =>
    product(tie, product(matrix, tie, [size, size, free]), [free, size, free], "transposed-first");
  const bread = inverse(reduce(estimator === "opg" ? outer : observed), free);
  const core = estimator === "robust" ? sandwich(bread, reduce(outer), free, free) : bread;
  return sandwich(product(jacobian, tie, [size, size, free]), core, size, free);
}
