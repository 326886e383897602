import { invalidInput, PlimsollError } from "@plimsoll/core";
import { normalCdf, normalQuantile } from "@plimsoll/numeric";
import { informationCriteria } from "../information-criteria.ts";
import { readSeries, type SeriesInput } from "../read-series.ts";
import { innovationLaws } from "./distributions/table.ts";
import { type FilteredReturns, filteredReturns } from "./filtered-returns.ts";
import {
  type ForecastState,
  forecastVolatility,
  type VolatilityForecast,
  type VolatilityForecastOptions,
} from "./forecast.ts";
import { type GarchModelData, GarchModelSchema } from "./garch-data.ts";
import { type GarchCovarianceEstimator, readRegressors } from "./garch-options.ts";
import type { GarchState } from "./garch-state.ts";
import { GarchLikelihood, type LikelihoodPass } from "./likelihood.ts";
import { varianceModels } from "./models/table.ts";
import type { InnovationMoments, VolatilityModelName } from "./models/variance-model.ts";
import { innovationMoments } from "./moments.ts";
import { nameParameters, readParameters } from "./named-parameters.ts";
import { newsImpact, type NewsImpactCurve, type NewsImpactOptions } from "./news-impact.ts";
import { parameterCovariance } from "./parameter-covariance.ts";
import { type GarchRiskParameters, riskParameters } from "./risk-parameters.ts";
import { scaledInformation, type ScaledInformation } from "./scaled-information.ts";
import { type GarchSimulationOptions, type SimulatedReturns, simulatePath } from "./simulate.ts";
import { type GarchSpecification, type ParameterLayout, parameterLayout, partsOf } from "./specification.ts";
import { type VolatilityTracker, volatilityTracker } from "./volatility-tracker.ts";

/** An estimate with its uncertainty. */
export interface GarchEstimate {
  readonly name: string;
  readonly value: number;
  readonly standardError: number;
  readonly tStatistic: number;
  /** Two-sided, normal. */
  readonly pValue: number;
}

let make: (state: GarchState) => GarchModel;

/** A model from its parts, for the functions that fit. */
export function garchModelFrom(state: GarchState): GarchModel {
  return make(state);
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
  #information: ScaledInformation | undefined;
  #filtered: FilteredReturns | undefined;

  private constructor(state: GarchState) {
    this.#state = state;
    this.#layout = parameterLayout(state.specification);
    const likelihood = new GarchLikelihood(state.specification, state.data, state.presample);
    this.#pass = likelihood.pass(state.parameters);
    this.#moments = innovationMoments(state.specification.distribution, partsOf(this.#layout, state.parameters).shape);
  }

  static {
    make = (state) => new GarchModel(state);
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
  standardErrorsBy(estimator: GarchCovarianceEstimator): Readonly<Record<string, number>> {
    const size = this.#layout.names.length;
    const covariance = this.#covarianceBy(estimator);
    return nameParameters(
      this.#layout.names,
      Float64Array.from({ length: size }, (_, i) => Math.sqrt(covariance[i * size + i]!)),
    );
  }

  /** Covariance matrix of the parameters, in the order of `names`. */
  parameterCovariance(estimator: GarchCovarianceEstimator = this.#state.covariance): {
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
    options: { readonly level?: number; readonly covariance?: GarchCovarianceEstimator } = {},
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
  estimates(estimator: GarchCovarianceEstimator = this.#state.covariance): readonly GarchEstimate[] {
    const errors = this.standardErrorsBy(estimator);
    return Object.entries(this.parameters).map(([name, value]) => {
      const tStatistic = value / errors[name]!;
      return { name, value, standardError: errors[name]!, tStatistic, pValue: 2 * normalCdf(-Math.abs(tStatistic)) };
    });
  }

  #covarianceBy(estimator: GarchCovarianceEstimator): Float64Array {
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
    this.#information ??= scaledInformation(this.#state);
    return parameterCovariance(this.#information.information, this.#information.jacobian, estimator);
  }

  #own(): FilteredReturns {
    this.#filtered ??= filteredReturns(this.#pass, this.#state.specification.mean.ar);
    return this.#filtered;
  }

  /**
   * Root of the variance of each return, forecast from the rows before it; NaN in the first `ar` rows. Shared memory, as the
   * residuals are: do not write.
   */
  get conditionalVolatility(): Float64Array {
    return this.#own().conditionalVolatility;
  }

  /** Returns less their conditional mean; NaN in the first `ar` rows. */
  get residuals(): Float64Array {
    return this.#own().residuals;
  }

  /** Residuals over their volatility; NaN in the first `ar` rows. */
  get standardizedResiduals(): Float64Array {
    return this.#own().standardizedResiduals;
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
  forecast(options: VolatilityForecastOptions = {}): VolatilityForecast {
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
  simulate(
    options: GarchSimulationOptions & { readonly parameters?: Readonly<Record<string, number>> },
  ): SimulatedReturns {
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
    return filteredReturns(likelihood.pass(parameters), specification.mean.ar);
  }

  /** A tracker that stands after the last return and takes in further ones. */
  track(): VolatilityTracker {
    const { specification, parameters, data } = this.#state;
    return volatilityTracker(specification, parameters, { ...this.#pass.run, values: data.values });
  }

  /** As `@plimsoll/risk` takes it; `UNSUPPORTED` unless it is GARCH or GJR of one lag with a constant or zero mean. */
  toGarchParameters(): GarchRiskParameters {
    return riskParameters(this.#state.specification, this.parameters, this.#pass.run.variances[0]!);
  }
}
