import type { Observations } from "../observations.ts";

/** What a hidden Markov model needs to know of its emission law; one file for each law in `emissions/`. */
export interface Emission {
  readonly states: number;
  /** Free parameters of the law, for information criteria. */
  readonly parameterCount: number;
  /** Writes ln p(x_t | state k) to `out[t * states + k]`, and 0 where the row is missing. */
  logDensities(observations: Observations, out: Float64Array): void;
  /** The law that maximises the expected log-likelihood given `responsibilities` (rows x states, each row sums to 1). */
  reestimate(observations: Observations, responsibilities: Float64Array): Emission;
  /** A scalar by which states are put in order: small for a calm state. */
  dispersion(state: number): number;
  /** The same law with the states in the order given. */
  permute(order: readonly number[]): Emission;
}
