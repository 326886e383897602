import { invalidInput, PlimsollError } from "@plimsoll/core";
import { normalCdf, normalQuantile } from "@plimsoll/numeric";
import { informationCriteria } from "../information-criteria.ts";
import { readSeries, type SeriesInput } from "../read-series.ts";
import { innovationLaws } from "./distributions/table.ts";
import { type ForecastOptions, type ForecastState, forecastVolatility, type VolatilityForecast } from "./forecast.ts";
import { type GarchModelData, GarchModelSchema } from "./garch-data.ts";
import { type CovarianceEstimator, readRegressors } from "./garch-options.ts";
import { GarchLikelihood, type LikelihoodPass } from "./likelihood.ts";
import type { MeanData } from "./mean/mean-equation.ts";
import { isPlain, rescaleMean } from "./mean/mean-settings.ts";
import { varianceModels } from "./models/table.ts";
import type { InnovationMoments, VolatilityModelName } from "./models/variance-model.ts";
import { innovationMoments } from "./moments.ts";
import { nameParameters, readParameters } from "./named-parameters.ts";
import { newsImpact, type NewsImpactCurve, type NewsImpactOptions } from "./news-impact.ts";
import {
  identity,
  parameterCovariance,
  type ParameterInformation,
  parameterInformation,
} from "./parameter-covariance.ts";
import { type SimulatedPath, type SimulationOptions, simulatePath } from "./simulate.ts";
import { type GarchSpecification, type ParameterLayout, parameterLayout, partsOf } from "./specification.ts";
import { leastSquaresMean } from "./starting-point.ts";
import { VolatilityTracker } from "./volatility-tracker.ts";

/** What a model is made of; everything else follows. */
export interface GarchState {
  readonly specification: GarchSpecification;
  readonly data: MeanData;
  /** The variance before the first row; null when it moves with the residuals. */
  readonly presample: number | null;
  readonly parameters: Float64Array;
  readonly source: "fitted" | "given";
  readonly covariance: CovarianceEstimator;
  readonly converged: boolean;
  readonly iterations: number;
}

/** Volatilities of a series under known parameters: entry t is the forecast made before return t. */
export interface FilteredReturns {
  readonly logLikelihood: number;
  /** NaN in the first `ar` rows, which the mean conditions on; so are the residuals. */
  readonly conditionalVolatility: Float64Array;
  readonly residuals: Float64Array;
  readonly standardizedResiduals: Float64Array;
  /** The volatility forecast for the row after the last. */
  readonly nextVolatility: number;
}

/** An estimate with its uncertainty. */
export interface ParameterEstimate {
  readonly name: string;
  readonly value: number;
  readonly standardError: number;
  readonly tStatistic: number;
  /** Two-sided, normal. */
  readonly pValue: number;
}

/** A fitted GARCH or GJR(1,1) as `@plimsoll/risk` takes it. */
export interface GarchRiskParameters {
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma?: number;
  readonly mean: number;
  readonly initialVariance: number;
}

/**
 * A volatility model with its parameters and the returns they were fitted to; made by {@link fitGarch} or
 * {@link fixGarch}, immutable.
 *
 * All numbers are in the unit of the returns. Volatilities at t use rows before t only, given the parameters; parameters
 * fitted to the whole series looked at all of it.
 */
export class GarchModel {
  readonly #state: GarchState;
  readonly #layout: ParameterLayout;
  readonly #pass: LikelihoodPass;
  readonly #moments: InnovationMoments;
  #information: { readonly information: ParameterInformation; readonly jacobian: Float64Array } | undefined;

  private constructor(state: GarchState) {
    this.#state = state;
    this.#layout = parameterLayout(state.specification);
    const likelihood = new GarchLikelihood(state.specification, state.data, state.presample);
    this.#pass = likelihood.pass(state.parameters);
    this.#moments = innovationMoments(state.specification.distribution, partsOf(this.#layout, state.parameters).shape);
  }

  /** A model from its parts, for the functions that fit. */
  static from(state: GarchState): GarchModel {
    return new GarchModel(state);
  }

  /** The model that {@link GarchModel.toJSON} wrote. Throws `INVALID_INPUT`. */
  static fromJSON(json: unknown): GarchModel {
    const parsed = GarchModelSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput(issue.path.join("."), `not a volatility model: ${issue.path.join(".")}: ${issue.message}`);
    }
    const { specification, parameters, presampleVariance, returns, regressors, source, covariance, ...rest } =
      parsed.data;
    const width = specification.mean.regressors;
    return new GarchModel({
      specification,
      data: {
        values: Float64Array.from(returns),
        regressors: readRegressors(regressors, returns.length, width).values,
      },
      presample: presampleVariance,
      parameters: readParameters(specification, parameters),
      source,
      covariance,
      converged: rest.converged,
      iterations: rest.iterations,
    });
  }

  /** The model with its returns as plain JSON; {@link GarchModel.fromJSON} restores it without loss. */
  toJSON(): GarchModelData {
    const { specification, data, presample, source, covariance, converged, iterations } = this.#state;
    const width = specification.mean.regressors;
    const rows = Array.from({ length: data.values.length }, (_, t) => [
      ...data.regressors.subarray(t * width, (t + 1) * width),
    ]);
    return {
      kind: "garch-model",
      specification,
      parameters: this.parameters,
      presampleVariance: presample,
      returns: [...data.values],
      ...(width === 0 ? {} : { regressors: rows }),
      source,
      covariance,
      converged,
      iterations,
      logLikelihood: this.logLikelihood,
      aic: this.aic,
      bic: this.bic,
    };
  }

  get specification(): GarchSpecification {
    return this.#state.specification;
  }

  get model(): VolatilityModelName {
    return this.#state.specification.model;
  }

  /**
   * By name: `mu`, `ar`, `ma`, `inMean`, `x`; then those of the variance (`omega`, `alpha`, `gamma`, `beta`, `delta`, `phi`,
   * `d`, `decay`); then those of the law (`degreesOfFreedom`, `skewness`, `tail`). Several lags are numbered from 1.
   */
  get parameters(): Readonly<Record<string, number>> {
    return nameParameters(this.#layout.names, this.#state.parameters);
  }

  /** Estimated parameters: all, but for a tied intercept. */
  get parameterCount(): number {
    return this.#layout.names.length - (this.#state.specification.variance.target === null ? 0 : 1);
  }

  get logLikelihood(): number {
    return this.#pass.value;
  }

  /** Rows of the likelihood: returns less the `ar` first ones. */
  get observations(): number {
    return this.#pass.run.rows;
  }

  get aic(): number {
    return informationCriteria(this.logLikelihood, this.parameterCount, this.observations).aic;
  }

  get bic(): number {
    return informationCriteria(this.logLikelihood, this.parameterCount, this.observations).bic;
  }

  get converged(): boolean {
    return this.#state.converged;
  }

  get iterations(): number {
    return this.#state.iterations;
  }

  /** By name, from the estimator that `covariance` chose ("robust" unless told otherwise). */
  get standardErrors(): Readonly<Record<string, number>> {
    return this.standardErrorsBy(this.#state.covariance);
  }

  /** Standard errors of one estimator; NaN where the information is singular, as at the edge of the domain. */
  standardErrorsBy(estimator: CovarianceEstimator): Readonly<Record<string, number>> {
    const size = this.#layout.names.length;
    const covariance = this.#covarianceBy(estimator);
    return nameParameters(
      this.#layout.names,
      Float64Array.from({ length: size }, (_, i) => Math.sqrt(covariance[i * size + i]!)),
    );
  }

  /** Covariance matrix of the parameters, in the order of `names`. */
  parameterCovariance(estimator: CovarianceEstimator = this.#state.covariance): {
    readonly names: readonly string[];
    readonly values: readonly (readonly number[])[];
  } {
    const { names } = this.#layout;
    const flat = this.#covarianceBy(estimator);
    const values = names.map((_, i) => [...flat.subarray(i * names.length, (i + 1) * names.length)]);
    return { names, values };
  }

  /** value -/+ z standard errors, by name; `level` strictly between 0 and 1. */
  confidenceIntervals(
    options: { readonly level?: number; readonly covariance?: CovarianceEstimator } = {},
  ): Readonly<Record<string, { readonly lower: number; readonly upper: number }>> {
    const { level = 0.95, covariance = this.#state.covariance } = options;
    if (!(level > 0 && level < 1)) {
      throw invalidInput("level", `level: expected a number strictly between 0 and 1, was ${level}`);
    }
    const z = normalQuantile((1 + level) / 2);
    const errors = this.standardErrorsBy(covariance);
    return Object.fromEntries(
      Object.entries(this.parameters).map(([name, value]) => {
        const half = z * errors[name]!;
        return [name, { lower: value - half, upper: value + half }];
      }),
    );
  }

  /** One row for each parameter: value, standard error, t statistic, p-value. */
  estimates(estimator: CovarianceEstimator = this.#state.covariance): readonly ParameterEstimate[] {
    const errors = this.standardErrorsBy(estimator);
    return Object.entries(this.parameters).map(([name, value]) => {
      const tStatistic = value / errors[name]!;
      return { name, value, standardError: errors[name]!, tStatistic, pValue: 2 * normalCdf(-Math.abs(tStatistic)) };
    });
  }

  #covarianceBy(estimator: CovarianceEstimator): Float64Array {
    if (this.#state.source === "given") {
      throw new PlimsollError(
        "UNSUPPORTED",
        "standardErrors: the parameters were given, so they have none: fit the model",
        { feature: "standard errors of given parameters" },
      );
    }
    if (!["hessian", "opg", "robust"].includes(estimator)) {
      throw invalidInput("covariance", `covariance: expected "hessian", "opg" or "robust", was ${estimator}`);
    }
    this.#information ??= this.#inform();
    return parameterCovariance(this.#information.information, this.#information.jacobian, estimator);
  }

  /** The information in a unit in which residuals have variance 1, and the way back. */
  #inform(): { readonly information: ParameterInformation; readonly jacobian: Float64Array } {
    const { specification, data, presample, parameters } = this.#state;
    const { model, mean, variance } = specification;
    const size = parameters.length;
    const scale = Math.sqrt(leastSquaresMean(mean, data).variance);
    const at = partsOf(this.#layout, parameters);
    const unit = Float64Array.of(
      ...rescaleMean(mean, at.mean, 1 / scale),
      ...varianceModels[model].rescale(variance, at.variance, 1 / scale),
      ...at.shape,
    );
    const jacobian = { values: identity(size), stride: size };
    const there = partsOf(this.#layout, unit);
    rescaleMean(mean, there.mean, scale, { ...jacobian, offset: 0 });
    varianceModels[model].rescale(variance, there.variance, scale, { ...jacobian, offset: this.#layout.mean });
    const scaled = {
      ...specification,
      variance: { ...variance, target: variance.target === null ? null : variance.target / scale ** 2 },
    };
    const information = parameterInformation(
      scaled,
      { values: data.values.map((value) => value / scale), regressors: data.regressors },
      presample === null ? null : presample / scale ** 2,
      unit,
    );
    return { information, jacobian: jacobian.values };
  }

  #padded(values: Float64Array): Float64Array {
    const { ar } = this.#state.specification.mean;
    const all = new Float64Array(values.length + ar).fill(Number.NaN, 0, ar);
    all.set(values, ar);
    return all;
  }

  #filtered({ run, recursion, value }: LikelihoodPass): FilteredReturns {
    const { rows } = run;
    const volatility = run.variances.slice(0, rows).map(Math.sqrt);
    const residuals = run.residuals.slice(0, rows);
    return {
      logLikelihood: value,
      conditionalVolatility: this.#padded(volatility),
      residuals: this.#padded(residuals),
      standardizedResiduals: this.#padded(residuals.map((e, t) => e / volatility[t]!)),
      nextVolatility: Math.sqrt(recursion.variance(recursion.level(run, rows))),
    };
  }

  /** Root of the variance of each return, forecast from the rows before it; NaN in the first `ar` rows. */
  get conditionalVolatility(): Float64Array {
    return this.#filtered(this.#pass).conditionalVolatility;
  }

  /** Returns less their conditional mean; NaN in the first `ar` rows. */
  get residuals(): Float64Array {
    return this.#filtered(this.#pass).residuals;
  }

  /** Residuals over their volatility; NaN in the first `ar` rows. */
  get standardizedResiduals(): Float64Array {
    return this.#filtered(this.#pass).standardizedResiduals;
  }

  /**
   * How much of a shock to the variance is left a row later: alpha + E[z^2; z < 0] gamma + beta (GARCH, GJR), beta (EGARCH),
   * (alpha + gamma / 2) E|z| + beta (TARCH, of the root), alpha E(|z| - gamma z)^delta + beta (APARCH, of the power), the sum
   * of the weights kept (FIGARCH), 1 (EWMA); sums over lags.
   */
  get persistence(): number {
    const { model, variance } = this.#state.specification;
    return varianceModels[model].persistence(
      variance,
      partsOf(this.#layout, this.#state.parameters).variance,
      this.#moments,
    );
  }

  /** Rows until half of a shock is left, ln(1/2) / ln(persistence); Infinity where it stays, NaN for FIGARCH, which has no rate. */
  get halfLife(): number {
    if (this.model === "figarch") return Number.NaN;
    const { persistence } = this;
    return persistence >= 1 ? Infinity : persistence <= 0 ? 0 : Math.log(0.5) / Math.log(persistence);
  }

  /**
   * Root of the long-run variance: Infinity where there is none (persistence of 1, EGARCH with tails of a power), NaN where it
   * has no closed form (TARCH of several lags). Of APARCH (E s^delta)^(1 / delta), of FIGARCH that of the weights kept.
   */
  get unconditionalVolatility(): number {
    const { model, variance } = this.#state.specification;
    const at = partsOf(this.#layout, this.#state.parameters).variance;
    return Math.sqrt(varianceModels[model].unconditionalVariance(variance, at, this.#moments));
  }

  /** The law of standardised residuals at the parameters. */
  get innovations(): {
    readonly density: (z: number) => number;
    readonly cdf: (z: number) => number;
    readonly quantile: (probability: number) => number;
  } {
    const law = innovationLaws[this.#state.specification.distribution];
    const { shape } = partsOf(this.#layout, this.#state.parameters);
    return {
      density: (z) => Math.exp(law.logDensity(z, shape)),
      cdf: (z) => law.cdf(z, shape),
      quantile: (probability) => law.quantile(probability, shape),
    };
  }

  /** The next variance as a function of the last shock, all before it held at the long-run (or mean) variance. */
  newsImpactCurve(options: NewsImpactOptions = {}): NewsImpactCurve {
    const { specification, parameters } = this.#state;
    return newsImpact(specification, parameters, this.#typicalVariance(), this.#moments.absolute, options);
  }

  #typicalVariance(): number {
    const longRun = this.unconditionalVolatility ** 2;
    if (Number.isFinite(longRun)) return longRun;
    const { rows, variances } = this.#pass.run;
    return variances.subarray(0, rows).reduce((sum, h) => sum + h / rows, 0);
  }

  /**
   * Means and variances of the rows after the last: by closed form where one exists, otherwise by seeded paths. Under
   * EGARCH with a t the expected variance is infinite two rows ahead, so read the intervals of its paths.
   */
  forecast(options: ForecastOptions = {}): VolatilityForecast {
    return forecastVolatility(this.#forecastState(), options);
  }

  #forecastState(): ForecastState {
    const { specification, parameters, data } = this.#state;
    return {
      specification,
      parameters,
      history: { ...this.#pass.run, values: data.values },
      regressors: data.regressors,
      moments: this.#moments,
      innovations: () => {
        const { rows, residuals, variances } = this.#pass.run;
        const z = Float64Array.from({ length: rows }, (_, t) => residuals[t]! / Math.sqrt(variances[t]!));
        const center = z.reduce((sum, value) => sum + value / rows, 0);
        const spread = Math.sqrt(z.reduce((sum, value) => sum + (value - center) ** 2 / rows, 0));
        return z.map((value) => (value - center) / spread);
      },
    };
  }

  /** Draws a path with these parameters, or others by the same names. */
  simulate(options: SimulationOptions & { readonly parameters?: Readonly<Record<string, number>> }): SimulatedPath {
    const { specification, parameters } = this.#state;
    const values = options.parameters === undefined ? parameters : readParameters(specification, options.parameters);
    const longRun = options.parameters === undefined ? { initialVariance: this.#typicalVariance() } : {};
    return simulatePath(specification, values, { ...longRun, ...options });
  }

  /**
   * Volatilities of other returns under these parameters, from the presample variance of the fit: entry t uses rows before
   * t only.
   */
  filter(
    returns: SeriesInput,
    options: { readonly regressors?: readonly (readonly number[])[] } = {},
  ): FilteredReturns {
    const { specification, parameters } = this.#state;
    const values = readSeries(returns, "returns", specification.mean.ar + 1);
    const regressors = readRegressors(options.regressors, values.length, specification.mean.regressors).values;
    const likelihood = new GarchLikelihood(specification, { values, regressors }, this.#pass.run.presample);
    return this.#filtered(likelihood.pass(parameters));
  }

  /** A tracker that stands after the last return and takes in further ones. */
  track(): VolatilityTracker {
    const { specification, parameters, data } = this.#state;
    return new VolatilityTracker(specification, parameters, { ...this.#pass.run, values: data.values });
  }

  /** As `@plimsoll/risk` takes it; `UNSUPPORTED` unless it is GARCH or GJR of one lag with a constant or zero mean. */
  toGarchParameters(): GarchRiskParameters {
    const { specification } = this.#state;
    const { p, o, q } = specification.variance;
    const simple = (this.model === "garch" || this.model === "gjr-garch") && p === 1 && q === 1 && o <= 1;
    if (!simple || !isPlain(specification.mean)) {
      throw new PlimsollError(
        "UNSUPPORTED",
        `toGarchParameters: ${this.model} (${p}, ${o}, ${q}) is not a GARCH or GJR of one lag with a constant mean: pass conditional volatilities instead`,
        { feature: "GARCH parameters of another model" },
      );
    }
    const { omega, alpha, beta, gamma, mu } = this.parameters;
    return {
      omega: omega!,
      alpha: alpha!,
      beta: beta!,
      ...(gamma === undefined ? {} : { gamma }),
      mean: mu ?? 0,
      initialVariance: this.#pass.run.variances[0]!,
    };
  }
}
