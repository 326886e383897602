import type * as z from "zod";
import type { ObservationInput } from "../observations.ts";
import {
  discreteKind,
  type DiscreteOptions,
  type DiscreteParameters,
  type DiscreteSettings,
} from "./emissions/discrete/kind.ts";
import { fitHiddenMarkov } from "./fit-hidden-markov.ts";
import { HiddenMarkovModel, type HmmData } from "./hidden-markov-model.ts";
import { type ChainParameters, hmmSchema, stateFromJson, stateFromParameters } from "./hmm-data.ts";
import type { HmmOptions } from "./hmm-options.ts";
import type { HmmState } from "./hmm-state.ts";

/** A discrete hidden Markov model as plain JSON. */
export interface DiscreteHmmData extends HmmData, DiscreteSettings {
  readonly kind: "discrete-hmm";
  readonly parameters: ChainParameters & DiscreteParameters;
}

export const DiscreteHmmSchema: z.ZodType<DiscreteHmmData> = hmmSchema<DiscreteHmmData>(discreteKind);

/** Options of {@link DiscreteHmm.fit}. */
export interface DiscreteHmmOptions extends HmmOptions, DiscreteOptions {}

/** Known parameters of a {@link DiscreteHmm}. */
export type DiscreteHmmParameters = ChainParameters & DiscreteParameters;

/**
 * A hidden Markov model whose rows are symbols 0, 1, ..., such as up and down days, ratings or buckets of a quantile.
 *
 * States are ordered by their mean symbol. Everything else is as in {@link GaussianHmm}.
 *
 * @example
 * ```ts
 * import { DiscreteHmm } from "@plimsoll/ml";
 *
 * // healthy or feverish behind normal, cold, dizzy (Wikipedia, "Viterbi algorithm")
 * const model = DiscreteHmm.fromParameters({
 *   startProbabilities: [0.6, 0.4],
 *   transition: [[0.7, 0.3], [0.4, 0.6]],
 *   symbolProbabilities: [[0.5, 0.4, 0.1], [0.1, 0.3, 0.6]],
 * });
 * const { path, logProbability } = model.decode([0, 1, 2]);
 * console.log(path.join(" "), Math.exp(logProbability).toFixed(5)); // 0 0 1 0.01512
 * ```
 */
export class DiscreteHmm extends HiddenMarkovModel<DiscreteHmmData> {
  readonly kind = "discrete-hmm" as const;

  private constructor(state: HmmState) {
    super(state);
  }

  /** @internal */
  protected override rebuild(state: HmmState): this {
    return new DiscreteHmm(state) as this;
  }

  /**
   * Fits by Baum-Welch from several starts and keeps the best.
   *
   * @throws `INVALID_INPUT` for bad options, a symbol that is no whole number from 0 on, or one symbol alone;
   * `NOT_ENOUGH_DATA` for fewer than `2 states + 1` complete rows, `ABORTED`.
   */
  static fit(X: ObservationInput, options: DiscreteHmmOptions): DiscreteHmm {
    return new DiscreteHmm(fitHiddenMarkov(discreteKind, X, options));
  }

  /** A model with known parameters, its states in the order given. */
  static fromParameters(parameters: DiscreteHmmParameters): DiscreteHmm {
    return new DiscreteHmm(stateFromParameters(discreteKind, parameters, undefined));
  }

  /** The model that {@link DiscreteHmm.toJSON} wrote. Throws `INVALID_INPUT` on anything else. */
  static fromJSON(json: unknown): DiscreteHmm {
    return new DiscreteHmm(stateFromJson(discreteKind, DiscreteHmmSchema, json));
  }
}
