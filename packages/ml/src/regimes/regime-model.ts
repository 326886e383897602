import type { ObservationInput } from "../observations.ts";
import type { RegimeProbabilities } from "./regime-probabilities.ts";

/** What any model of regimes can do: the face that `regimeStability` and its like work with. */
export interface RegimeModel {
  readonly states: number;
  /** The parameters as plain JSON. */
  readonly parameters: unknown;
  /** ln p(row t | rows before t) for each row; 0 for a missing row. */
  rowScores(X: ObservationInput): Float64Array;
  /** P(state | rows up to and including this one): the past only, given the parameters. */
  filter(X: ObservationInput): RegimeProbabilities;
  /** P(state | all rows): it looks ahead. */
  smooth(X: ObservationInput): RegimeProbabilities;
  /** The most probable path of states: it looks ahead. */
  decode(X: ObservationInput): { readonly path: Int32Array };
}

/** A model of regimes whose states can be named anew. */
export interface PermutableRegimeModel extends RegimeModel {
  /** State k of the result is state `order[k]` of this one. */
  permuted(order: readonly number[]): this;
}
