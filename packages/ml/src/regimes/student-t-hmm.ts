import type * as z from "zod";
import type { ObservationInput } from "../observations.ts";
import {
  studentTKind,
  type StudentTOptions,
  type StudentTParameters,
  type StudentTSettings,
} from "./emissions/student-t/kind.ts";
import { fitHiddenMarkov } from "./fit-hidden-markov.ts";
import { HiddenMarkovModel, type HmmData } from "./hidden-markov-model.ts";
import { type ChainParameters, hmmSchema, stateFromJson, stateFromParameters } from "./hmm-data.ts";
import type { HmmOptions } from "./hmm-options.ts";
import type { HmmState } from "./hmm-state.ts";

/** A Student-t hidden Markov model as plain JSON. */
export interface StudentTHmmData extends HmmData, StudentTSettings {
  readonly kind: "student-t-hmm";
  readonly parameters: ChainParameters & StudentTParameters;
}

export const StudentTHmmSchema: z.ZodType<StudentTHmmData> = hmmSchema<StudentTHmmData>(studentTKind);

/** Options of {@link StudentTHmm.fit}. */
export interface StudentTHmmOptions extends HmmOptions, StudentTOptions {}

/** Known parameters of a {@link StudentTHmm}. */
export type StudentTHmmParameters = ChainParameters &
  Omit<StudentTParameters, "covariance"> &
  Partial<Pick<StudentTParameters, "covariance">>;

/**
 * A hidden Markov model whose states draw from multivariate Student t laws, each with its own degrees of freedom: a single
 * extreme day needn't be a regime of its own (Bulla 2011). Everything else is as in {@link GaussianHmm}.
 *
 * Fitted by conditional maximisation: locations and scatters, then degrees of freedom (ECME, Liu & Rubin 1995).
 *
 * @example
 * ```ts
 * import { StudentTHmm } from "@plimsoll/ml";
 *
 * const known = StudentTHmm.fromParameters({
 *   startProbabilities: [1, 0],
 *   transition: [[0.99, 0.01], [0.03, 0.97]],
 *   locations: [[0.05], [-0.1]],
 *   scatters: [[[0.3]], [[3]]],
 *   degreesOfFreedom: [5, 5],
 * });
 * const model = StudentTHmm.fit(known.simulate(3, 3000), { states: 2, seed: 7 });
 * console.log(model.parameters.degreesOfFreedom.every((nu) => nu > 3 && nu < 9)); // true
 * ```
 */
export class StudentTHmm extends HiddenMarkovModel<StudentTHmmData> {
  readonly kind = "student-t-hmm" as const;

  private constructor(state: HmmState) {
    super(state);
  }

  /** @internal */
  protected override rebuild(state: HmmState): this {
    return new StudentTHmm(state) as this;
  }

  /**
   * Fits by expectation and conditional maximisation from several starts and keeps the best.
   *
   * @throws `INVALID_INPUT` for bad options or a constant column, `NOT_ENOUGH_DATA` for fewer than `3 states` + width
   * complete rows, `ABORTED`.
   */
  static fit(X: ObservationInput, options: StudentTHmmOptions): StudentTHmm {
    return new StudentTHmm(fitHiddenMarkov(studentTKind, X, options));
  }

  /** A model with known parameters, its states in the order given. `covariance` is `"full"` unless stated. */
  static fromParameters(parameters: StudentTHmmParameters): StudentTHmm {
    return new StudentTHmm(stateFromParameters(studentTKind, { covariance: "full", ...parameters }, undefined));
  }

  /** The model that {@link StudentTHmm.toJSON} wrote. Throws `INVALID_INPUT` on anything else. */
  static fromJSON(json: unknown): StudentTHmm {
    return new StudentTHmm(stateFromJson(studentTKind, StudentTHmmSchema, json));
  }
}
