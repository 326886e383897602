import { invalidInput } from "@plimsoll/core";
import { chooseWeighted, RandomStream } from "@plimsoll/numeric";
import { type ObservationInput, readObservations } from "../observations.ts";
import type { HmmParameters } from "./baum-welch.ts";
import type { Emission, StateMoments } from "./emission.ts";
import { backward, createWorkspace, forward, type ForwardBackwardWorkspace } from "./forward-backward.ts";
import type { ChainParameters, HmmFitSummary } from "./hmm-data.ts";
import { type HmmState, permuteStates } from "./hmm-state.ts";
import { propagate, stationaryLaw } from "./markov-chain.ts";
import { RegimeFilter } from "./regime-filter.ts";
import { RegimeProbabilities } from "./regime-probabilities.ts";
import { type RowsOptions, sequenceBounds } from "./rows-options.ts";
import { type DecodedPath, viterbi } from "./viterbi.ts";

/** The JSON of any hidden Markov model. */
export interface HmmData extends HmmFitSummary {
  readonly kind: string;
  readonly parameters: ChainParameters;
}

/** Rows drawn from a model, and the states that they came from; the value itself can be passed as X. */
export interface SimulatedRows {
  readonly rows: number;
  readonly columns: number;
  /** Row-major `rows` x `columns`. */
  readonly values: Float64Array;
  readonly path: Int32Array;
}

let read: (model: HiddenMarkovModel<HmmData>) => HmmState;
let remake: <Model extends HiddenMarkovModel<HmmData>>(model: Model, parameters: HmmParameters) => Model;

/** What a model is made of, for the functions of this folder. */
export function stateOf(model: HiddenMarkovModel<HmmData>): HmmState {
  return read(model);
}

/** A model like `model` with other parameters. */
export function modelFrom<Model extends HiddenMarkovModel<HmmData>>(model: Model, parameters: HmmParameters): Model {
  return remake(model, parameters);
}

/**
 * What all hidden Markov models have in common; `GaussianHmm`, `MixtureHmm`, `StudentTHmm` and `DiscreteHmm` differ in the
 * law of the rows in each state.
 *
 * `filter` conditions on the past only, given the parameters; `smooth` and `decode` look ahead. Parameters that were fitted
 * on the same rows have looked at all of them, so out-of-sample work refits on the past (definition 37). A row with a NaN
 * is missing as a whole and carries no information. A flat array as X has the model's width.
 */
export abstract class HiddenMarkovModel<Data extends HmmData> {
  readonly #state: HmmState;

  static {
    read = (model) => model.#state;
    remake = (model, parameters) => model.rebuild({ parameters, fit: model.#state.fit });
  }

  /** @internal */
  protected constructor(state: HmmState) {
    this.#state = state;
  }

  /** @internal A model of the same class. */
  protected abstract rebuild(state: HmmState): this;

  abstract readonly kind: Data["kind"];

  get #emission(): Emission {
    return this.#state.parameters.emission;
  }

  /** The model as plain JSON; `fromJSON` restores it without loss. */
  toJSON(): Data {
    return {
      kind: this.kind,
      parameters: this.parameters,
      ...this.#emission.settings,
      ...this.#state.fit,
    } as unknown as Data;
  }

  /** The chain (start law, and transition matrix with row i from state i) and the law of each state. */
  get parameters(): Data["parameters"] {
    const { start, transition } = this.#state.parameters;
    const { states } = this;
    return {
      startProbabilities: [...start],
      transition: Array.from({ length: states }, (_, i) => [...transition.subarray(i * states, (i + 1) * states)]),
      ...this.#emission.parameters,
    };
  }

  get states(): number {
    return this.#emission.states;
  }

  /** Numbers in a row of X. */
  get columns(): number {
    return this.#emission.columns;
  }

  /** Log-likelihood of the rows it was fitted on; NaN for a model made from known parameters, as are the criteria. */
  get logLikelihood(): number {
    return this.#state.fit.logLikelihood ?? Number.NaN;
  }

  /** -2 log-likelihood + 2 parameters (Akaike 1974). */
  get aic(): number {
    return this.#state.fit.aic ?? Number.NaN;
  }

  /** -2 log-likelihood + parameters ln(rows) (Schwarz 1978). */
  get bic(): number {
    return this.#state.fit.bic ?? Number.NaN;
  }

  /** BIC + 2 x classification entropy, the entropy of the path approximated by the sum over rows (definition 36). */
  get icl(): number {
    return this.#state.fit.icl ?? Number.NaN;
  }

  /** Free parameters, those of the chain included. */
  get parameterCount(): number {
    return this.#state.fit.parameterCount;
  }

  get converged(): boolean {
    return this.#state.fit.converged;
  }

  get iterations(): number {
    return this.#state.fit.iterations;
  }

  /** Long-run share of time in each state; NaN when the chain falls apart into parts that do not communicate. */
  get stationary(): Float64Array {
    return stationaryLaw(this.#state.parameters.transition, this.states);
  }

  /** Mean stay in each state, in rows: 1 / (1 - transition[k][k]). */
  get expectedDurations(): Float64Array {
    const { transition } = this.#state.parameters;
    return Float64Array.from({ length: this.states }, (_, k) => 1 / (1 - transition[k * this.states + k]!));
  }

  /**
   * Mean and covariance (columns x columns) of a row in `state`. Throws `INVALID_INPUT` for a state that doesn't exist or
   * has none: a Student law with 2 degrees of freedom or less, symbols.
   */
  moments(state: number): StateMoments {
    if (!Number.isInteger(state) || state < 0 || state >= this.states) {
      throw invalidInput("state", `expected a state from 0 to ${this.states - 1}, was ${state}`);
    }
    const moments = this.#emission.moments(state);
    if (moments !== undefined) return moments;
    throw invalidInput(
      "state",
      `state ${state} has no mean and covariance: its rows are symbols, or its tails too heavy`,
    );
  }

  /**
   * Log-likelihood of rows under this model. With `from` that of the rows from there on given those before: the predictive
   * log score where the model was fitted on rows before `from`.
   */
  score(X: ObservationInput, options: RowsOptions & { readonly from?: number } = {}): number {
    const { from = 0 } = options;
    const { workspace, logLikelihood } = this.#forward(X, options);
    if (from === 0) return logLikelihood;
    if (!Number.isInteger(from) || from < 0 || from > workspace.rows) {
      throw invalidInput("from", `expected a row from 0 to ${workspace.rows}, was ${from}`);
    }
    return scoresOf(workspace)
      .subarray(from)
      .reduce((sum, value) => sum + value, 0);
  }

  /** ln p(row t | rows before t) for each row: the terms of {@link HiddenMarkovModel.score}; 0 for a missing row. */
  rowScores(X: ObservationInput, options: RowsOptions = {}): Float64Array {
    return scoresOf(this.#forward(X, options).workspace);
  }

  /** P(state | rows up to and including this one): given the parameters it uses the past only. */
  filter(X: ObservationInput, options: RowsOptions = {}): RegimeProbabilities {
    const { workspace } = this.#forward(X, options);
    return new RegimeProbabilities("filtered", workspace.rows, this.states, workspace.filtered);
  }

  /** P(state | all rows): it looks ahead, so never trade on it. */
  smooth(X: ObservationInput, options: RowsOptions = {}): RegimeProbabilities {
    const { workspace } = this.#forward(X, options);
    backward(workspace, this.#state.parameters.transition);
    return new RegimeProbabilities("smoothed", workspace.rows, this.states, workspace.smoothed);
  }

  /** The most probable path of states over all rows (Viterbi 1967) and its joint log-probability: it looks ahead. */
  decode(X: ObservationInput, options: RowsOptions = {}): DecodedPath {
    const { workspace } = this.#densities(X, options);
    const { start, transition } = this.#state.parameters;
    return viterbi(workspace.logDensities, workspace.bounds, start, transition);
  }

  /** State probabilities 1..horizon rows after the last row of X. */
  forecast(X: ObservationInput, options: RowsOptions & { readonly horizon: number }): RegimeProbabilities {
    const { horizon } = options;
    if (!Number.isInteger(horizon) || horizon < 1)
      throw invalidInput("horizon", `expected a whole number >= 1, was ${horizon}`);
    const { workspace } = this.#forward(X, options);
    const values = new Float64Array(horizon * this.states);
    let law: Float64Array = workspace.filtered.slice((workspace.rows - 1) * this.states);
    for (let step = 0; step < horizon; step++) {
      law = propagate(law, this.#state.parameters.transition, 1);
      values.set(law, step * this.states);
    }
    return new RegimeProbabilities("forecast", horizon, this.states, values);
  }

  /** A filter that takes one row at a time and gives the same numbers as {@link HiddenMarkovModel.filter}. */
  online(): RegimeFilter {
    return new RegimeFilter(this.#state.parameters);
  }

  /** Draws `length` rows with the states behind them; the same seed gives the same rows. */
  simulate(seed: number, length: number): SimulatedRows {
    if (!Number.isInteger(length) || length < 1)
      throw invalidInput("length", `expected a whole number >= 1, was ${length}`);
    if (!Number.isFinite(seed)) throw invalidInput("seed", `expected a finite number, was ${seed}`);
    const { start, transition, emission } = this.#state.parameters;
    const { states, columns } = emission;
    const random = RandomStream.of(seed);
    const chain = random.substream("states");
    const rows = random.substream("rows");
    const values = new Float64Array(length * columns);
    const path = new Int32Array(length);
    let law = start;
    for (let t = 0; t < length; t++) {
      const state = chooseWeighted(chain, law);
      path[t] = state;
      emission.draw(state, rows, values, t * columns);
      law = transition.subarray(state * states, (state + 1) * states);
    }
    return { rows: length, columns, values, path };
  }

  /** The same model with its states named anew: state k of the result is state `order[k]` of this one. */
  permuted(order: readonly number[]): this {
    const sorted = [...order].sort((a, b) => a - b);
    if (sorted.length !== this.states || sorted.some((state, k) => state !== k)) {
      throw invalidInput("order", `expected each of the states 0 to ${this.states - 1} once, was ${order.join(", ")}`);
    }
    const { parameters, fit } = this.#state;
    return this.rebuild({ parameters: permuteStates(parameters, order), fit });
  }

  #densities(X: ObservationInput, options: RowsOptions): { readonly workspace: ForwardBackwardWorkspace } {
    const { emission } = this.#state.parameters;
    const observations = readObservations(X, 0, X instanceof Float64Array ? emission.columns : undefined);
    emission.check(observations);
    if (observations.rows === 0) throw invalidInput("X", "X has no rows: pass at least one");
    const bounds = sequenceBounds(observations.rows, options);
    const workspace = createWorkspace(observations.rows, emission.states, bounds);
    emission.logDensities(observations, workspace.logDensities);
    return { workspace };
  }

  #forward(
    X: ObservationInput,
    options: RowsOptions,
  ): { readonly workspace: ForwardBackwardWorkspace; readonly logLikelihood: number } {
    const { workspace } = this.#densities(X, options);
    const { start, transition } = this.#state.parameters;
    return { workspace, logLikelihood: forward(workspace, start, transition) };
  }
}

function scoresOf({ scales, largest }: ForwardBackwardWorkspace): Float64Array {
  return scales.map((scale, t) => Math.log(scale) + largest[t]!);
}
