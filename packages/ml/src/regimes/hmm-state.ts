import type { HmmParameters } from "./baum-welch.ts";
import type { HmmFitSummary } from "./hmm-data.ts";

/** What a model is made of: the law of the chain and of its rows, and how they were found. */
export interface HmmState {
  readonly parameters: HmmParameters;
  readonly fit: HmmFitSummary;
}

/** The same parameters with the states in another order: `order[new] = old`. */
export function permuteStates({ start, transition, emission }: HmmParameters, order: readonly number[]): HmmParameters {
  const states = order.length;
  return {
    start: Float64Array.from(order, (k) => start[k]!),
    transition: Float64Array.from({ length: states * states }, (_, index) => {
      const from = order[Math.floor(index / states)]!;
      return transition[from * states + order[index % states]!]!;
    }),
    emission: emission.permute(order),
  };
}

/** The states from the calmest to the wildest. */
export function orderByDispersion({ emission }: HmmParameters): number[] {
  return Array.from({ length: emission.states }, (_, k) => k).sort(
    (a, b) => emission.dispersion(a) - emission.dispersion(b) || a - b,
  );
}
