import type { ObservationInput } from "../observations.ts";
import { gaussianKind, type GaussianOptions, type GaussianParameters } from "./emissions/gaussian/kind.ts";
import { fitHiddenMarkov } from "./fit-hidden-markov.ts";
import { type GaussianHmmData, GaussianHmmSchema } from "./gaussian-hmm-data.ts";
import { HiddenMarkovModel } from "./hidden-markov-model.ts";
import { type ChainParameters, stateFromJson, stateFromParameters } from "./hmm-data.ts";
import type { HmmOptions } from "./hmm-options.ts";
import type { HmmState } from "./hmm-state.ts";

/** Options of {@link GaussianHmm.fit}. */
export interface GaussianHmmOptions extends HmmOptions, GaussianOptions {}

/** Known parameters of a {@link GaussianHmm}. */
export type GaussianHmmParameters = ChainParameters &
  Omit<GaussianParameters, "covariance"> &
  Partial<Pick<GaussianParameters, "covariance">>;

/**
 * A hidden Markov model with Gaussian emissions, fitted by expectation-maximisation and immutable after.
 *
 * States are ordered from the calmest (smallest total variance) to the wildest. `filter` conditions on the past only,
 * given the parameters; parameters fitted on the same rows still looked at all of them, so out-of-sample work refits on
 * the past (definition 37). A row with a NaN is missing and carries no information.
 *
 * @example
 * ```ts
 * import { GaussianHmm } from "@plimsoll/ml";
 *
 * const calmThenWild = Array.from({ length: 400 }, (_, day) => Math.sin(day * 12.9898) * (day < 200 ? 0.5 : 3));
 * const model = GaussianHmm.fit(calmThenWild, { states: 2, seed: 7 });
 * console.log(model.decode(calmThenWild).path[0], model.decode(calmThenWild).path[399]); // 0 1
 * ```
 */
export class GaussianHmm extends HiddenMarkovModel<GaussianHmmData> {
  readonly kind = "gaussian-hmm" as const;

  private constructor(state: HmmState) {
    super(state);
  }

  /** @internal */
  protected override rebuild(state: HmmState): this {
    return new GaussianHmm(state) as this;
  }

  /**
   * Fits by Baum-Welch from several starts and keeps the best.
   *
   * @throws `INVALID_INPUT` for bad options or a constant column, `NOT_ENOUGH_DATA` for fewer than `2 states` + width
   * complete rows, `ABORTED`.
   */
  static fit(X: ObservationInput, options: GaussianHmmOptions): GaussianHmm {
    return new GaussianHmm(fitHiddenMarkov(gaussianKind, X, options));
  }

  /** A model with known parameters, its states in the order given. `covariance` is `"full"` unless stated. */
  static fromParameters(parameters: GaussianHmmParameters): GaussianHmm {
    return new GaussianHmm(stateFromParameters(gaussianKind, { covariance: "full", ...parameters }, undefined));
  }

  /** The model that {@link GaussianHmm.toJSON} wrote. Throws `INVALID_INPUT` on anything else. */
  static fromJSON(json: unknown): GaussianHmm {
    return new GaussianHmm(stateFromJson(gaussianKind, GaussianHmmSchema, json));
  }
}
