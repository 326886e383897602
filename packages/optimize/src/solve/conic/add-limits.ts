import type { AbsoluteRow, Program, Row } from "../../program/program.ts";
import { aboveKink } from "./add-charges.ts";
import {
  type Affine,
  affine,
  type ConicDuals,
  type ConicModel,
  type ConicProgramModel,
  scaledAffine,
  sumOf,
} from "./conic-model.ts";

/** Reads a multiplier, d(objective)/d(limit), from the duals. */
export type Price = (duals: ConicDuals) => number;

/** Adds bounds on weights; their multipliers aren't needed. */
export function limitWeights(model: ConicModel, { lower, upper }: Program): void {
  for (let i = 0; i < model.weights; i += 1) {
    const [low, high] = [lower[i]!, upper[i]!];
    if (low === high) {
      model.zero(affine(-low, [i, 1]));
      continue;
    }
    if (low > -Infinity) model.nonnegative(affine(-low, [i, 1]));
    if (high < Infinity) model.nonnegative(affine(high, [i, -1]));
  }
}

/** Adds lower <= coefficients'w <= upper, with a priced violation where the limit may be broken. */
export function limitRow(model: ConicProgramModel, { coefficients, lower, upper, penalty }: Row): Price {
  const value: Affine = { constant: 0, ...nonzeros(coefficients) };
  const hard = penalty === Infinity;
  if (hard && lower === upper) {
    const row = model.zero({ ...value, constant: -lower });
    return (duals) => duals.of(row);
  }
  const violation = hard ? affine(0) : pricedViolation(model, penalty);
  const above = lower > -Infinity ? model.nonnegative(sumOf({ ...value, constant: -lower }, violation)) : undefined;
  const below = upper < Infinity ? model.nonnegative(sumOf(scaledAffine(value, -1, upper), violation)) : undefined;
  return (duals) => (above === undefined ? 0 : duals.of(above)) - (below === undefined ? 0 : duals.of(below));
}

/** Adds a row of absolute values: one variable a weight that is at least its term. */
export function limitAbsolute(model: ConicProgramModel, { above, below, centres, upper, penalty }: AbsoluteRow): Price {
  const terms: [number, number][] = [];
  for (let i = 0; i < model.weights; i += 1)
    if (above[i]! + below[i]! > 0) terms.push([aboveKink(model, i, centres[i]!, above[i]!, below[i]!), -1]);
  const violation = penalty === Infinity ? affine(0) : pricedViolation(model, penalty);
  const row = model.nonnegative(sumOf(affine(upper, ...terms), violation));
  return (duals) => -duals.of(row);
}

/** A violation of at least 0, of which a unit costs `penalty`. */
export function pricedViolation(model: ConicProgramModel, penalty: number): Affine {
  const violation = model.variables();
  model.nonnegative(affine(0, [violation, 1]));
  model.minimize(affine(0, [violation, penalty]));
  return affine(0, [violation, 1]);
}

function nonzeros(values: Float64Array): Pick<Affine, "variables" | "coefficients"> {
  const variables: number[] = [];
  values.forEach((value, i) => {
    if (value !== 0) variables.push(i);
  });
  return { variables, coefficients: variables.map((i) => values[i]!) };
}
