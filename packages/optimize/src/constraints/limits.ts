import { invalidInput } from "@plimsoll/core";
import type { ProblemContext } from "../problem/context.ts";
import type { VectorInput } from "../problem/inputs.ts";
import { readVector, readWeights } from "../problem/read-numbers.ts";
import type { LimitFields } from "./constraint-kind.ts";

/** Throws unless the fields hold at least one limit, and `min` doesn't exceed `max`. */
export function requireLimits(fields: LimitFields, name: string): void {
  const min = fields.min ?? undefined;
  const max = fields.max ?? undefined;
  const equals = fields.equals ?? undefined;
  if (equals !== undefined) {
    if (min === undefined && max === undefined) return;
    throw invalidInput(name, `constraint "${name}" has equals beside min or max: keep one of the two forms`);
  }
  if (min === undefined && max === undefined)
    throw invalidInput(name, `constraint "${name}" has no limit: give it min, max or equals`);
  if (min !== undefined && max !== undefined && min > max) {
    throw invalidInput(name, `constraint "${name}" has min ${min} above max ${max}`);
  }
}

/** Coefficients of a row: an entry for each asset; a record may leave out assets that count 0. */
export function readCoefficients(input: VectorInput, context: ProblemContext, argument: string): Float64Array {
  return readWeights(input, context.assets, argument);
}

/** Scores: an entry for every asset. */
export function readScores(input: VectorInput, context: ProblemContext, argument: string): Float64Array {
  return readVector(input, context.assets, argument);
}

/** coefficients'w and the size of its terms. */
export function weigh(
  coefficients: Float64Array,
  weights: Float64Array,
): { readonly value: number; readonly scale: number } {
  let value = 0;
  let scale = 0;
  let largest = 0;
  for (let i = 0; i < weights.length; i += 1) {
    const term = coefficients[i]! * weights[i]!;
    value += term;
    scale += Math.abs(term);
    largest = Math.max(largest, Math.abs(coefficients[i]!));
  }
  return { value, scale: Math.max(scale, largest) };
}

/** 1 at the given positions, 0 elsewhere. */
export function indicator(size: number, indices: Int32Array): Float64Array {
  const coefficients = new Float64Array(size);
  for (const index of indices) coefficients[index] = 1;
  return coefficients;
}
