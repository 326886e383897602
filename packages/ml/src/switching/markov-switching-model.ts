import { invalidInput } from "@plimsoll/core";
import type { SeriesInput } from "../read-series.ts";
import { stationaryLaw } from "../regimes/markov-chain.ts";
import { RegimeProbabilities } from "../regimes/regime-probabilities.ts";
import { forecastMoments } from "./forecast-switching.ts";
import { type ParameterLayout, parameterLayout, type SwitchingSpecification } from "./specification.ts";
import type { SwitchingCovariance } from "./switching-covariance.ts";
import { SwitchingLikelihood } from "./switching-likelihood.ts";
import { type MarkovSwitchingData, MarkovSwitchingSchema, type SwitchingErrors } from "./switching-model-data.ts";
import { flattened, structured, type SwitchingParameters } from "./switching-parameters.ts";
import { readSample, readVariables, type SwitchingInputs, transitionDesign } from "./switching-sample.ts";
import { transitionMatrix } from "./transition-law.ts";

/** One-row-ahead predictions: row i belongs to row `order` + i of the series and knows only what came before it. */
export interface SwitchingPrediction {
  readonly probabilities: RegimeProbabilities;
  readonly mean: Float64Array;
}

/** What is to come after the last row. */
export interface SwitchingForecast {
  /** Laws of the state, one row a step. */
  readonly probabilities: RegimeProbabilities;
  readonly mean: Float64Array;
  /** Variance of the series, the uncertainty of the state included and that of the parameters not. */
  readonly variance: Float64Array;
}

/** Options of {@link MarkovSwitchingModel.forecast}. */
export interface SwitchingForecastOptions extends SwitchingInputs {
  readonly horizon: number;
  /** Outside variables of the rows to come, `horizon` rows of each that the model has. */
  readonly future?: SwitchingInputs | undefined;
}

/**
 * A Markov-switching regression or autoregression, made by {@link fitMarkovSwitching}; immutable.
 *
 * `filter`, `predict` and `forecast` condition on the past only, given the parameters; parameters fitted on the same rows
 * still looked at all of them (definition 37). States are ordered by variance where it switches, else by intercept. Since
 * the first `order` rows are given, row i of what is computed belongs to row `order` + i of the series.
 */
export class MarkovSwitchingModel {
  readonly #layout: ParameterLayout;
  readonly #theta: Float64Array;
  readonly #data: MarkovSwitchingData;

  private constructor(data: MarkovSwitchingData) {
    this.#layout = parameterLayout(data.specification);
    this.#theta = flattened(this.#layout, data.parameters);
    this.#data = data;
  }

  /**
   * The model that {@link MarkovSwitchingModel.toJSON} wrote, or one with known parameters.
   *
   * @throws `INVALID_INPUT` for what is no such model
   */
  static fromJSON(json: unknown): MarkovSwitchingModel {
    const parsed = MarkovSwitchingSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const path = issue.path.join(".");
      throw invalidInput(path, `not a Markov-switching model: ${path}: ${issue.message}`);
    }
    const model = new MarkovSwitchingModel(parsed.data);
    const { parameters } = parsed.data;
    const again = structured(model.#layout, model.#theta);
    const given = JSON.stringify(parameters, (_, value: unknown) => (typeof value === "number" ? 0 : value));
    const same = (a: unknown, b: unknown): boolean =>
      Array.isArray(a)
        ? a.every((value, i) => same(value, (b as unknown[])[i]))
        : a === b || Math.abs((a as number) - (b as number)) <= 1e-8 * Math.max(1, Math.abs(a as number));
    if (given !== JSON.stringify(again, (_, value: unknown) => (typeof value === "number" ? 0 : value))) {
      throw invalidInput("parameters", "not a Markov-switching model: parameters: they don't fit the specification");
    }
    for (const name of Object.keys(again) as (keyof SwitchingParameters)[]) {
      if (same(parameters[name], again[name])) continue;
      throw invalidInput(
        `parameters.${name}`,
        `not a Markov-switching model: parameters.${name}: transitions must be those of their coefficients, and what is common the same in all states`,
      );
    }
    return model;
  }

  /** The model as plain JSON; {@link MarkovSwitchingModel.fromJSON} restores it without loss. */
  toJSON(): MarkovSwitchingData {
    return this.#data;
  }

  /** What the model is made of. */
  get specification(): SwitchingSpecification {
    return this.#data.specification;
  }

  get states(): number {
    return this.#data.specification.states;
  }

  /** Transition matrix, intercepts, coefficients, autoregression and variances by state, in the unit of the series. */
  get parameters(): SwitchingParameters {
    return this.#data.parameters;
  }

  /** Standard errors in the shape of the parameters (delta method where needed); `null` for given parameters. */
  get standardErrors(): SwitchingErrors | null {
    return this.#data.standardErrors;
  }

  /** Which matrix the standard errors come from. */
  get covariance(): SwitchingCovariance {
    return this.#data.covariance;
  }

  /** Log-likelihood of the rows it was fitted on, given the first `order`. */
  get logLikelihood(): number {
    return this.#data.logLikelihood;
  }

  /** -2 log-likelihood + 2 parameters (Akaike 1974). */
  get aic(): number {
    return this.#data.aic;
  }

  /** -2 log-likelihood + parameters ln(rows) (Schwarz 1978). */
  get bic(): number {
    return this.#data.bic;
  }

  /** Whether the slopes were within tolerance at the end, with more rows in each state than parameters of its own. */
  get converged(): boolean {
    return this.#data.converged;
  }

  get iterations(): number {
    return this.#data.iterations;
  }

  /**
   * The transition matrix (row i: from state i), where the variables that drive it have the values given.
   *
   * @throws `INVALID_INPUT` unless there are as many values as variables
   */
  transition(transitionRegressors: readonly number[] = []): number[][] {
    const { states } = this;
    const expected = this.specification.transitionRegressors;
    if (transitionRegressors.length !== expected) {
      throw invalidInput(
        "transitionRegressors",
        `transitionRegressors: expected ${expected} values, was ${transitionRegressors.length}`,
      );
    }
    const z = Float64Array.of(1, ...transitionRegressors);
    const flat = transitionMatrix(this.#layout, this.#theta, z, new Float64Array(states * states));
    return Array.from({ length: states }, (_, i) => [...flat.subarray(i * states, (i + 1) * states)]);
  }

  /** Mean stay in each state, in rows: 1 / (1 - transition[k][k]); if variables drive it, as long as they stay as given. */
  expectedDurations(transitionRegressors: readonly number[] = []): Float64Array {
    return Float64Array.from(this.transition(transitionRegressors), (row, k) => {
      // not 1 - p: it would lose the digits of a long stay
      const leaving = row.reduce((sum, probability, to) => sum + (to === k ? 0 : probability), 0);
      return 1 / leaving;
    });
  }

  /** Long-run share of time in each state. */
  stationary(transitionRegressors: readonly number[] = []): Float64Array {
    return stationaryLaw(Float64Array.from(this.transition(transitionRegressors).flat()), this.states);
  }

  /** Log-likelihood of other rows under this model, given the first `order`. */
  score(y: SeriesInput, inputs: SwitchingInputs = {}): number {
    return this.#filtered(y, inputs).value;
  }

  /** P(state | rows up to and including this one): given the parameters it uses the past only. */
  filter(y: SeriesInput, inputs: SwitchingInputs = {}): RegimeProbabilities {
    const { likelihood } = this.#filtered(y, inputs);
    return this.#probabilities("filtered", likelihood, likelihood.filtered);
  }

  /** P(state | all rows), exact over histories of states (Kim 1994): it looks ahead, so never trade on it. */
  smooth(y: SeriesInput, inputs: SwitchingInputs = {}): RegimeProbabilities {
    const { likelihood } = this.#filtered(y, inputs);
    likelihood.smooth();
    return this.#probabilities("smoothed", likelihood, likelihood.smoothed);
  }

  /** For each row, the law of its state and the mean of the series given the rows before it. */
  predict(y: SeriesInput, inputs: SwitchingInputs = {}): SwitchingPrediction {
    const { likelihood } = this.#filtered(y, inputs);
    return {
      probabilities: this.#probabilities("forecast", likelihood, likelihood.predicted),
      mean: likelihood.predictions(),
    };
  }

  /** States and series 1 to `horizon` rows after the last row of `y`, exact first and second moments. */
  forecast(y: SeriesInput, options: SwitchingForecastOptions): SwitchingForecast {
    const { horizon, future = {} } = options;
    if (!Number.isInteger(horizon) || horizon < 1) {
      throw invalidInput("horizon", `horizon: expected a whole number >= 1, was ${horizon}`);
    }
    const { intercept, regressors, transitionRegressors } = this.specification;
    const outside = readVariables(future.regressors, "future.regressors", horizon, regressors);
    const drivers = readVariables(
      future.transitionRegressors,
      "future.transitionRegressors",
      horizon,
      transitionRegressors,
    );
    const first = intercept === "none" ? 0 : 1;
    const width = first + regressors;
    const x = new Float64Array(horizon * width);
    for (let step = 0; step < horizon; step++) {
      if (first === 1) x[step * width] = 1;
      for (let j = 0; j < regressors; j++) x[step * width + first + j] = outside[step * regressors + j]!;
    }
    const { likelihood } = this.#filtered(y, options);
    const z = transitionDesign(this.#layout, horizon, drivers);
    const { probabilities, mean, variance } = forecastMoments(likelihood, this.#theta, horizon, x, z);
    return {
      probabilities: new RegimeProbabilities("forecast", horizon, this.states, probabilities),
      mean,
      variance,
    };
  }

  #filtered(y: SeriesInput, inputs: SwitchingInputs): { likelihood: SwitchingLikelihood; value: number } {
    const likelihood = new SwitchingLikelihood(this.#layout, readSample(y, inputs, this.#layout));
    return { likelihood, value: likelihood.filter(this.#theta) };
  }

  #probabilities(
    kind: "filtered" | "smoothed" | "forecast",
    likelihood: SwitchingLikelihood,
    histories: Float64Array,
  ): RegimeProbabilities {
    return new RegimeProbabilities(kind, likelihood.rows, this.states, likelihood.marginal(histories));
  }
}
