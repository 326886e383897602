import { invalidInput } from "@plimsoll/core";
import { chooseWeighted, type RandomStream } from "@plimsoll/numeric";
import type { Observations } from "../../../observations.ts";
import type { Emission, FreeParameters, StateDistance } from "../../emission.ts";
import { permuteBlocks, toRows } from "../../nested.ts";
import { freeLaws, normalizeLaw, normalizeLaws, withFreeLaws } from "../../simplex.ts";
import { discreteDistance } from "../distances.ts";
import { requireColumns } from "../require-columns.ts";
import type { DiscreteParameters, DiscreteSettings } from "./kind.ts";

/** Discrete emissions: state k draws symbol j with probability symbolProbabilities[k][j]. */
export class DiscreteEmission implements Emission {
  readonly states: number;
  readonly columns = 1;
  readonly symbols: number;
  /** states x symbols */
  readonly probabilities: Float64Array;
  readonly pseudocount: number;

  constructor(probabilities: Float64Array, states: number, pseudocount: number) {
    this.probabilities = probabilities;
    this.states = states;
    this.symbols = probabilities.length / states;
    this.pseudocount = pseudocount;
  }

  get parameterCount(): number {
    return this.states * (this.symbols - 1);
  }

  get parameters(): DiscreteParameters {
    return { symbolProbabilities: toRows(this.probabilities, this.symbols) };
  }

  get settings(): DiscreteSettings {
    return { pseudocount: this.pseudocount };
  }

  /** Each row of probabilities ~ Dirichlet(1 + pseudocount). */
  get logPrior(): number {
    if (this.pseudocount === 0) return 0;
    let sum = 0;
    for (const probability of this.probabilities) sum += this.pseudocount * Math.log(probability);
    return sum;
  }

  check(observations: Observations): void {
    requireColumns(observations, 1);
    requireSymbols(observations, this.symbols);
  }

  logDensities({ rows, values, missing }: Observations, out: Float64Array): void {
    const { states, symbols } = this;
    const logs = this.probabilities.map(Math.log);
    for (let t = 0; t < rows; t++) {
      for (let k = 0; k < states; k++) {
        out[t * states + k] = missing[t] === 1 ? 0 : logs[k * symbols + values[t]!]!;
      }
    }
  }

  reestimate({ rows, values, missing }: Observations, responsibilities: Float64Array): DiscreteEmission {
    const { states, symbols } = this;
    const counts = new Float64Array(states * symbols).fill(this.pseudocount);
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      for (let k = 0; k < states; k++) counts[k * symbols + values[t]!]! += responsibilities[t * states + k]!;
    }
    const probabilities = this.probabilities.slice();
    for (let k = 0; k < states; k++) {
      const law = counts.subarray(k * symbols, (k + 1) * symbols);
      // a state that no observation speaks for keeps its law
      if (law.some((count) => count > 0)) probabilities.set(normalizeLaw(law), k * symbols);
    }
    return new DiscreteEmission(probabilities, states, this.pseudocount);
  }

  /** The mean symbol. */
  dispersion(state: number): number {
    let sum = 0;
    for (let j = 0; j < this.symbols; j++) sum += j * this.probabilities[state * this.symbols + j]!;
    return sum;
  }

  permute(order: readonly number[]): DiscreteEmission {
    return new DiscreteEmission(permuteBlocks(this.probabilities, this.symbols, order), this.states, this.pseudocount);
  }

  draw(state: number, random: RandomStream, out: Float64Array, offset: number): void {
    out[offset] = chooseWeighted(random, this.#law(state));
  }

  #law(state: number): Float64Array {
    return this.probabilities.subarray(state * this.symbols, (state + 1) * this.symbols);
  }

  moments(): undefined {
    return undefined;
  }

  distance(state: number, other: DiscreteEmission, otherState: number, metric: StateDistance): number {
    return discreteDistance(this.#law(state), other.#law(otherState), metric);
  }

  vector(): FreeParameters {
    return { values: this.probabilities, scales: this.probabilities.map(() => 1) };
  }

  fromVector(values: Float64Array): DiscreteEmission | undefined {
    const laws = normalizeLaws(values, this.symbols);
    return laws === undefined ? undefined : new DiscreteEmission(laws, this.states, this.pseudocount);
  }

  free(): FreeParameters {
    const { values, scales } = freeLaws(this.probabilities, this.symbols);
    return { values: Float64Array.from(values), scales: Float64Array.from(scales) };
  }

  withFree(values: Float64Array): DiscreteEmission {
    let at = 0;
    const probabilities = withFreeLaws(this.probabilities, this.symbols, () => values[at++]!);
    return new DiscreteEmission(probabilities, this.states, this.pseudocount);
  }
}

/** Throws `INVALID_INPUT` unless all rows are whole numbers from 0 to `symbols` - 1, or missing. */
export function requireSymbols({ rows, values, missing }: Observations, symbols: number): void {
  for (let t = 0; t < rows; t++) {
    const value = values[t]!;
    if (missing[t] === 1 || (Number.isInteger(value) && value >= 0 && value < symbols)) continue;
    throw invalidInput("X", `row ${t} is ${value}: expected symbols as whole numbers from 0 to ${symbols - 1}`);
  }
}
