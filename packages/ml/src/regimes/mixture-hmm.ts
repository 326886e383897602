import type * as z from "zod";
import type { ObservationInput } from "../observations.ts";
import { mixtureKind, type MixtureOptions, type MixtureParameters } from "./emissions/mixture/kind.ts";
import type { CovarianceSettings } from "./emissions/settings.ts";
import { fitHiddenMarkov } from "./fit-hidden-markov.ts";
import { HiddenMarkovModel, type HmmData } from "./hidden-markov-model.ts";
import { type ChainParameters, hmmSchema, stateFromJson, stateFromParameters } from "./hmm-data.ts";
import type { HmmOptions } from "./hmm-options.ts";
import type { HmmState } from "./hmm-state.ts";

/** A hidden Markov model with Gaussian mixtures as plain JSON. */
export interface MixtureHmmData extends HmmData, CovarianceSettings {
  readonly kind: "mixture-hmm";
  readonly parameters: ChainParameters & MixtureParameters;
}

export const MixtureHmmSchema: z.ZodType<MixtureHmmData> = hmmSchema<MixtureHmmData>(mixtureKind);

/** Options of {@link MixtureHmm.fit}. */
export interface MixtureHmmOptions extends HmmOptions, MixtureOptions {}

/** Known parameters of a {@link MixtureHmm}. */
export type MixtureHmmParameters = ChainParameters &
  Omit<MixtureParameters, "covariance"> &
  Partial<Pick<MixtureParameters, "covariance">>;

/**
 * A hidden Markov model whose states draw from Gaussian mixtures: skewed or heavy-tailed regimes. Everything else is as in
 * {@link GaussianHmm}.
 *
 * @example
 * ```ts
 * import { MixtureHmm } from "@plimsoll/ml";
 *
 * const known = MixtureHmm.fromParameters({
 *   startProbabilities: [0.5, 0.5],
 *   transition: [[0.98, 0.02], [0.02, 0.98]],
 *   weights: [[0.5, 0.5], [0.8, 0.2]],
 *   means: [[[-1], [1]], [[0], [6]]],
 *   covariances: [[[[0.1]], [[0.1]]], [[[9]], [[4]]]],
 * });
 * const X = known.simulate(1, 1500);
 * const model = MixtureHmm.fit(X, { states: 2, components: 2, seed: 7 });
 * console.log(model.parameters.means[0]!.map(([mean]) => mean!.toFixed(0)).sort().join(" ")); // -1 1
 * ```
 */
export class MixtureHmm extends HiddenMarkovModel<MixtureHmmData> {
  readonly kind = "mixture-hmm" as const;

  private constructor(state: HmmState) {
    super(state);
  }

  /** @internal */
  protected override rebuild(state: HmmState): this {
    return new MixtureHmm(state) as this;
  }

  /**
   * Fits by Baum-Welch from several starts and keeps the best.
   *
   * @throws `INVALID_INPUT` for bad options or a constant column, `NOT_ENOUGH_DATA` for fewer than `2 states components` +
   * width complete rows, `ABORTED`.
   */
  static fit(X: ObservationInput, options: MixtureHmmOptions): MixtureHmm {
    return new MixtureHmm(fitHiddenMarkov(mixtureKind, X, options));
  }

  /** A model with known parameters, its states in the order given. `covariance` is `"full"` unless stated. */
  static fromParameters(parameters: MixtureHmmParameters): MixtureHmm {
    return new MixtureHmm(stateFromParameters(mixtureKind, { covariance: "full", ...parameters }, undefined));
  }

  /** The model that {@link MixtureHmm.toJSON} wrote. Throws `INVALID_INPUT` on anything else. */
  static fromJSON(json: unknown): MixtureHmm {
    return new MixtureHmm(stateFromJson(mixtureKind, MixtureHmmSchema, json));
  }
}
