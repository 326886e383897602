import { invalidInput } from "@plimsoll/core";
import type { Observations } from "../observations.ts";
import type { HmmParameters } from "./baum-welch.ts";
import type { CovarianceForm } from "./covariance-form.ts";
import { GaussianEmission } from "./emissions/gaussian.ts";

/** Least variance of a state, by column: `relative` times the variance over the complete rows. */
export function varianceFloor(observations: Observations, relative: number): Float64Array {
  const { rows, columns, values, missing, complete } = observations;
  const floor = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let t = 0; t < rows; t++) if (missing[t] === 0) sum += values[t * columns + j]!;
    let square = 0;
    for (let t = 0; t < rows; t++) if (missing[t] === 0) square += (values[t * columns + j]! - sum / complete) ** 2;
    floor[j] = (relative * square) / complete;
    if (!(floor[j]! > 0)) throw invalidInput("X", `column ${j} is constant: drop it, it says nothing about regimes`);
  }
  return floor;
}

/** The model that start responsibilities (rows x states) lead to, each state left with probability .1. */
export function initialParameters(
  observations: Observations,
  states: number,
  form: CovarianceForm,
  floor: Float64Array,
  responsibilities: Float64Array,
): HmmParameters<GaussianEmission> {
  const { columns } = observations;
  const covariances = new Float64Array(states * columns * columns);
  for (let k = 0; k < states; k++)
    for (let i = 0; i < columns; i++) covariances[(k * columns + i) * columns + i] = floor[i]!;
  const seedLaw = new GaussianEmission(form, new Float64Array(states * columns), covariances, floor);
  const stay = states === 1 ? 1 : 0.9;
  const transition = new Float64Array(states * states).fill(states === 1 ? 1 : (1 - stay) / (states - 1));
  for (let k = 0; k < states; k++) transition[k * states + k] = stay;
  return {
    start: new Float64Array(states).fill(1 / states),
    transition,
    emission: seedLaw.reestimate(observations, responsibilities),
  };
}

/** The same model with its states in order, the calmest first. */
export function orderByDispersion(parameters: HmmParameters<GaussianEmission>): HmmParameters<GaussianEmission> {
  const { start, transition, emission } = parameters;
  const { states } = emission;
  const order = Array.from({ length: states }, (_, k) => k).sort(
    (a, b) => emission.dispersion(a) - emission.dispersion(b) || a - b,
  );
  return {
    start: Float64Array.from(order, (k) => start[k]!),
    transition: Float64Array.from({ length: states * states }, (_, index) => {
      const from = order[Math.floor(index / states)]!;
      return transition[from * states + order[index % states]!]!;
    }),
    emission: emission.permute(order),
  };
}
