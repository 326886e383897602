import { readSeries, type SeriesInput } from "../read-series.ts";
import { type GarchModel, garchModelFrom } from "./garch-model.ts";
import { type GarchOptions, type GarchStructure, readRegressors, specificationOf } from "./garch-options.ts";
import type { MeanData } from "./mean/mean-equation.ts";
import { rescaleMean } from "./mean/mean-settings.ts";
import { maximiseLikelihood } from "./maximise.ts";
import { varianceModels } from "./models/table.ts";
import { readParameters } from "./named-parameters.ts";
import { type GarchSpecification, parameterLayout, partsOf, type GarchPresample } from "./specification.ts";
import { columnSizes, leastSquaresMean, presampleVariance } from "./starting-point.ts";
import { invalidInput, PlimsollError } from "@plimsoll/core";

/** Rows without which nothing is fitted. */
function leastRows(specification: GarchSpecification): number {
  const { mean, variance } = specification;
  const lags = Math.max(variance.p, variance.o, variance.q, mean.ma);
  return mean.ar + lags + 2 * parameterLayout(specification).names.length + 10;
}

function readData(
  returns: SeriesInput,
  options: Pick<GarchOptions, "regressors" | "presample"> & GarchStructure,
): { readonly specification: GarchSpecification; readonly data: MeanData } {
  const values = readSeries(returns, "returns");
  const { values: regressors, width } = readRegressors(options.regressors, values.length);
  const specification = specificationOf(options, width);
  const required = leastRows(specification);
  if (values.length < required) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `returns: has ${values.length} values, ${specification.model} needs at least ${required}: pass a longer history or a smaller model`,
      { argument: "returns", required, available: values.length },
    );
  }
  return { specification, data: { values, regressors } };
}

/**
 * Fits a volatility model to returns by maximum likelihood.
 *
 * `returns` is one series, in any unit (fractions or per cent): it is rescaled inside, and everything is reported in the
 * unit given. Missing values are refused. Parameters stay in the domain of the model (GARCH and GJR: alpha + gamma / 2 + beta
 * below 1; EGARCH: stationary; TARCH and APARCH: positive, stationarity shows in `persistence`). `converged` says whether
 * the maximum was reached; otherwise the best point found is returned.
 *
 * Throws `INVALID_INPUT` for bad options, missing or infinite values and a constant series, `NOT_ENOUGH_DATA` for too few
 * rows.
 *
 * @example
 * ```ts
 * import { fitGarch, simulateGarch } from "@plimsoll/ml";
 *
 * const { returns } = simulateGarch(
 *   { model: "gjr-garch", distribution: "student-t" },
 *   { mu: 0.05, omega: 0.03, alpha: 0.04, gamma: 0.1, beta: 0.88, degreesOfFreedom: 7 },
 *   { seed: 4, length: 3000 },
 * );
 * const garch = fitGarch(returns, { model: "gjr-garch", distribution: "student-t" });
 * console.log(garch.converged, Object.keys(garch.parameters).join(" ")); // true mu omega alpha gamma beta degreesOfFreedom
 * console.log(Math.abs(garch.parameters["beta"]! - 0.88) < 3 * garch.standardErrors["beta"]!); // true
 * console.log(garch.forecast({ horizon: 10 }).volatility.length); // 10
 * ```
 */
export function fitGarch(returns: SeriesInput, options: GarchOptions = {}): GarchModel {
  const { tolerance = 1e-10, maxIterations = 500, covariance = "robust", varianceTargeting = "none" } = options;
  if (!["hessian", "opg", "robust"].includes(covariance)) {
    throw invalidInput("covariance", `covariance: expected "hessian", "opg" or "robust", was ${covariance}`);
  }
  if (!(tolerance >= 0) || !Number.isInteger(maxIterations) || maxIterations < 1) {
    throw invalidInput("maxIterations", "expected a tolerance of at least 0 and at least 1 iteration");
  }
  const { specification: structure, data } = readData(returns, options);
  const { model, mean, variance } = structure;
  const start = leastSquaresMean(mean, data);
  const specification = {
    ...structure,
    variance: { ...variance, target: targetOf(varianceTargeting, structure, start.variance) },
  };
  const presample = presampleVariance(specification, start.residuals);
  const scale = Math.sqrt(start.variance);
  const sizes = columnSizes(data.regressors, mean.regressors);
  const unit: MeanData = {
    values: data.values.map((value) => value / scale),
    regressors: data.regressors.map((value, i) => value / sizes[i % mean.regressors]!),
  };
  const unitSpecification = {
    ...specification,
    variance: { ...variance, target: specification.variance.target === null ? null : 1 },
  };
  const found = maximiseLikelihood(
    unitSpecification,
    unit,
    presample === null ? null : presample / start.variance,
    leastSquaresMean(mean, unit),
    { tolerance, maxIterations },
  );
  const at = partsOf(parameterLayout(specification), found.parameters);
  const meanParameters = rescaleMean(mean, at.mean, scale);
  sizes.forEach((size, j) => (meanParameters[meanParameters.length - sizes.length + j]! /= size));
  return garchModelFrom({
    specification,
    data,
    presample,
    parameters: Float64Array.of(
      ...meanParameters,
      ...varianceModels[model].rescale(variance, at.variance, scale),
      ...at.shape,
    ),
    source: "fitted",
    covariance,
    converged: found.converged,
    iterations: found.iterations,
  });
}

function targetOf(
  targeting: "none" | "sample-variance",
  { model, variance }: GarchSpecification,
  sample: number,
): number | null {
  if (targeting === "none") return null;
  if (targeting !== "sample-variance") {
    throw invalidInput(
      "varianceTargeting",
      `varianceTargeting: expected "none" or "sample-variance", was ${String(targeting)}`,
    );
  }
  if (varianceModels[model].tie?.(variance, sample) === undefined) {
    throw new PlimsollError(
      "UNSUPPORTED",
      `varianceTargeting: ${model} has no long-run variance linear in its intercept: leave it out`,
      {
        feature: `variance targeting of ${model}`,
      },
    );
  }
  return sample;
}

/** Options of {@link fixGarch}. */
export interface FixedGarchOptions extends GarchStructure {
  /** Outside variables of the mean: a row for each return. */
  readonly regressors?: readonly (readonly number[])[];
  /** @defaultValue "backcast" */
  readonly presample?: GarchPresample;
}

/**
 * A model with given parameters over returns, not fitted: likelihood, volatilities, forecasts, but no standard errors.
 *
 * `parameters` are by name, in the unit of the returns. Throws `INVALID_INPUT` for parameters that are missing, unknown or
 * outside the domain (`reason: "non-stationary"`), and as {@link fitGarch} does for returns.
 *
 * @example
 * ```ts
 * import { fixGarch } from "@plimsoll/ml";
 *
 * const returns = Array.from({ length: 300 }, (_, day) => Math.sin(day * 12.9898) * (day < 200 ? 0.5 : 2));
 * const garch = fixGarch(returns, { mu: 0, omega: 0.02, alpha: 0.1, beta: 0.85 }, { model: "garch" });
 * console.log(garch.conditionalVolatility[250]! > garch.conditionalVolatility[150]!); // true
 * ```
 */
export function fixGarch(
  returns: SeriesInput,
  parameters: Readonly<Record<string, number>>,
  options: FixedGarchOptions = {},
): GarchModel {
  const { specification, data } = readData(returns, options);
  const values = readParameters(specification, parameters);
  const presample = presampleVariance(specification, leastSquaresMean(specification.mean, data).residuals);
  const model = garchModelFrom({
    specification,
    data,
    presample,
    parameters: values,
    source: "given",
    covariance: "robust",
    converged: true,
    iterations: 0,
  });
  if (!Number.isFinite(model.logLikelihood)) {
    throw invalidInput("parameters", "parameters: the returns have no finite likelihood under them: check their unit");
  }
  return model;
}
