import type { RandomStream } from "@plimsoll/numeric";
import type * as z from "zod";
import type { Observations } from "../observations.ts";

/** How far two states are from each other; see `alignStates`. */
export type StateDistance = "bhattacharyya" | "wasserstein";

/** The parameters of a law that are free to move, in the user's units. */
export interface FreeParameters {
  readonly values: Float64Array;
  /** A typical size of a move of each: a standard deviation for a mean. 0 where the value sits on its bound. */
  readonly scales: Float64Array;
}

/** Mean (columns) and covariance (columns x columns) of a row. */
export interface StateMoments {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** The emission law of a hidden Markov model, immutable; one folder for each in `emissions/`. */
export interface Emission {
  readonly states: number;
  readonly columns: number;
  /** Free parameters of the law, for information criteria. */
  readonly parameterCount: number;
  /** The parameters of the law as plain JSON. */
  readonly parameters: object;
  /** What else the law needs to be restored and refitted, as plain JSON. */
  readonly settings: object;
  /** Logarithm of the prior of the parameters, up to a constant; 0 without one. */
  readonly logPrior: number;
  /** Throws `INVALID_INPUT` on rows that the law can't produce. */
  check(observations: Observations): void;
  /** Writes ln p(x_t | state k) to `out[t * states + k]`, and 0 where the row is missing. */
  logDensities(observations: Observations, out: Float64Array): void;
  /**
   * A law whose expected log-likelihood (plus log-prior) given `responsibilities` (rows x states, each row sums to 1) is no
   * smaller than that of this one: the greatest, where that has a closed form.
   */
  reestimate(observations: Observations, responsibilities: Float64Array): Emission;
  /** A scalar by which states are put in order: small for a calm state. */
  dispersion(state: number): number;
  /** The same law with the states in the order given. */
  permute(order: readonly number[]): Emission;
  /** Draws a row of `state` into `out` from `offset` on. */
  draw(state: number, random: RandomStream, out: Float64Array, offset: number): void;
  /** Mean and covariance of a row of `state`; undefined where rows are names, not numbers. */
  moments(state: number): StateMoments | undefined;
  /** Distance between `state` and a state of another law of the same kind and width. */
  distance(state: number, other: Emission, otherState: number, metric: StateDistance): number;
  /**
   * All parameters in a row, those that depend on others too, with their typical sizes: what is linear among them (laws that
   * sum to 1, symmetry) survives extrapolation.
   */
  vector(): FreeParameters;
  /** The law with other values of its {@link Emission.vector}; undefined where they are not those of a law. */
  fromVector(values: Float64Array): Emission | undefined;
  free(): FreeParameters;
  /** This law with other values of its {@link Emission.free} parameters. */
  withFree(values: Float64Array): Emission;
}

/** What makes an emission law a kind of model; every law in `emissions/` exports one. */
export interface EmissionKind<Options, Parameters, Settings> {
  /** The `kind` of the JSON of its models. */
  readonly kind: string;
  /** How error messages call it, such as `"a Gaussian HMM"`. */
  readonly title: string;
  /** The JSON of the law's own parameters and settings. */
  readonly parametersShape: Readonly<Record<string, z.ZodType>>;
  readonly settingsShape: Readonly<Record<string, z.ZodType>>;
  /** Complete rows that a fit needs. */
  minimumRows(states: number, columns: number, options: Options): number;
  /** Checks options and rows, and returns the law from which the n-th start of expectation-maximisation sets out. */
  starts(
    observations: Observations,
    states: number,
    options: Options,
  ): (attempt: number, random: RandomStream) => Emission;
  /** The law with known parameters; without settings it takes defaults. */
  of(parameters: Parameters, settings: Settings | undefined): Emission;
}
