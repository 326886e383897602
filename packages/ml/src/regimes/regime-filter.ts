import { invalidInput } from "@plimsoll/core";
import { readObservations } from "../observations.ts";
import type { HmmParameters } from "./baum-welch.ts";
import { createWorkspace, forward, type ForwardBackwardWorkspace } from "./forward-backward.ts";
import { propagate } from "./markov-chain.ts";

/** What a {@link RegimeFilter} knows after some rows, as JSON. */
export interface RegimeFilterState {
  readonly rows: number;
  readonly logLikelihood: number;
  /** P(state | rows so far); null before the first row. */
  readonly probabilities: readonly number[] | null;
}

/**
 * The filter of a hidden Markov model, one row at a time; made by `online()` of a model. It holds one law of states and
 * nothing else of the past.
 *
 * @example
 * ```ts
 * import { GaussianHmm } from "@plimsoll/ml";
 *
 * const model = GaussianHmm.fromParameters({
 *   startProbabilities: [0.5, 0.5],
 *   transition: [[0.95, 0.05], [0.1, 0.9]],
 *   means: [[0.05], [-0.1]],
 *   covariances: [[[0.5]], [[4]]],
 * });
 * const filter = model.online();
 * for (const row of [0.2, -2.1, 1.8]) filter.update(row);
 * console.log(filter.probabilities[1]!.toFixed(3)); // 0.953
 * ```
 */
export class RegimeFilter {
  readonly #parameters: HmmParameters;
  readonly #workspace: ForwardBackwardWorkspace;
  #law: Float64Array | undefined;
  #rows = 0;
  #logLikelihood = 0;

  /** @internal */
  constructor(parameters: HmmParameters) {
    this.#parameters = parameters;
    this.#workspace = createWorkspace(1, parameters.emission.states);
  }

  /** Rows taken so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Log-likelihood of the rows taken so far. */
  get logLikelihood(): number {
    return this.#logLikelihood;
  }

  /** P(state | rows so far); before the first row the start law. */
  get probabilities(): Float64Array {
    return (this.#law ?? this.#parameters.start).slice();
  }

  /** Takes the next row (a number where the model has one column; NaN is missing) and returns the probabilities after it. */
  update(row: number | ArrayLike<number>): Float64Array {
    const { emission, start, transition } = this.#parameters;
    const values = typeof row === "number" ? Float64Array.of(row) : Float64Array.from(row);
    const observations = readObservations({ values, columns: values.length }, 0);
    emission.check(observations);
    emission.logDensities(observations, this.#workspace.logDensities);
    const prior = this.#law === undefined ? start : propagate(this.#law, transition, 1);
    this.#logLikelihood += forward(this.#workspace, prior, transition);
    this.#law = this.#workspace.filtered.slice();
    this.#rows += 1;
    return this.probabilities;
  }

  /** Where the filter stands; {@link RegimeFilter.restore} goes on from there. */
  toJSON(): RegimeFilterState {
    const probabilities = this.#law === undefined ? null : [...this.#law];
    return { rows: this.#rows, logLikelihood: this.#logLikelihood, probabilities };
  }

  /** Sets the filter to where another one of the same model stood; returns it. */
  restore(state: RegimeFilterState): this {
    const { rows, logLikelihood, probabilities } = state;
    if (probabilities !== null && probabilities.length !== this.#parameters.emission.states) {
      throw invalidInput(
        "state",
        `expected ${this.#parameters.emission.states} probabilities, was ${probabilities.length}`,
      );
    }
    this.#law = probabilities === null ? undefined : Float64Array.from(probabilities);
    this.#rows = rows;
    this.#logLikelihood = logLikelihood;
    return this;
  }
}
