import { invalidInput } from "@plimsoll/core";
import type { RandomStream } from "@plimsoll/numeric";
import * as z from "zod";
import type { Observations } from "../../../observations.ts";
import type { EmissionKind } from "../../emission.ts";
import { lawRowsSchema, requireLaws } from "../laws.ts";
import { flattenRows } from "../matrices.ts";
import { requireColumns } from "../require-columns.ts";
import { DiscreteEmission, requireSymbols } from "./discrete-emission.ts";
import { normalizeLaw } from "../../simplex.ts";

/** The law of each state of a discrete hidden Markov model. */
export interface DiscreteParameters {
  /** states x symbols; each row sums to 1 */
  readonly symbolProbabilities: readonly (readonly number[])[];
}

/** What a discrete law needs beside its parameters. */
export interface DiscreteSettings {
  readonly pseudocount: number;
}

/** Options of a discrete law. */
export interface DiscreteOptions {
  /**
   * Number of symbols: rows hold 0 to `symbols` - 1.
   * @defaultValue the largest symbol seen + 1
   */
  readonly symbols?: number;
  /**
   * Added to the expected count of each symbol in each state: a Dirichlet(1 + pseudocount) prior, which keeps a symbol that
   * a state never showed possible. 0 is maximum likelihood.
   * @defaultValue 0
   */
  readonly pseudocount?: number;
}

/** Number of symbols and how often each appears. */
function countSymbols(observations: Observations, symbols: number | undefined): Float64Array {
  requireColumns(observations, 1);
  if (symbols !== undefined && !(Number.isInteger(symbols) && symbols >= 2)) {
    throw invalidInput("symbols", `expected a whole number >= 2, was ${symbols}`);
  }
  requireSymbols(observations, symbols ?? 65_536);
  const { rows, values, missing } = observations;
  let largest = 0;
  for (let t = 0; t < rows; t++) if (missing[t] === 0) largest = Math.max(largest, values[t]!);
  const counts = new Float64Array(symbols ?? largest + 1);
  for (let t = 0; t < rows; t++) if (missing[t] === 0) counts[values[t]!]! += 1;
  if (counts.filter((count) => count > 0).length < 2) {
    throw invalidInput("X", "column 0 is constant: one symbol alone says nothing about regimes");
  }
  return counts;
}

export const discreteKind: EmissionKind<DiscreteOptions, DiscreteParameters, DiscreteSettings> = {
  kind: "discrete-hmm",
  title: "a discrete HMM",
  parametersShape: { symbolProbabilities: lawRowsSchema },
  settingsShape: { pseudocount: z.number().min(0) },
  minimumRows: (states) => 2 * states + 1,
  starts(observations, states, { symbols, pseudocount = 0 }) {
    if (!(pseudocount >= 0 && pseudocount < Infinity)) {
      throw invalidInput("pseudocount", `expected a number >= 0, was ${pseudocount}`);
    }
    const counts = countSymbols(observations, symbols);
    return (_attempt: number, random: RandomStream) => {
      const probabilities = new Float64Array(states * counts.length);
      for (let k = 0; k < states; k++) {
        // frequencies of the whole sample, each state leaning to other symbols
        const law = counts.map((count) => (count + 0.1) * random.gamma(1.5));
        probabilities.set(normalizeLaw(law), k * counts.length);
      }
      return new DiscreteEmission(probabilities, states, pseudocount);
    };
  },
  of({ symbolProbabilities }, settings) {
    const symbols = symbolProbabilities[0]?.length ?? 0;
    const rows = requireLaws(flattenRows(symbolProbabilities, "symbolProbabilities"), symbols, "symbolProbabilities");
    return new DiscreteEmission(rows, symbolProbabilities.length, settings?.pseudocount ?? 0);
  },
};
