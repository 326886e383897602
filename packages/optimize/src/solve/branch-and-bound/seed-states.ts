import type { PerspectivePenalty } from "./perspective-penalty.ts";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { UNDECIDED } from "./program.ts";
import { AT_FAR, AT_NEAR, FAR, NEAR, type RelaxationStates, SHARED, WHOLE, ZERO } from "./relaxation-states.ts";

/**
 * States for the present x and y, with the price at which x would fill the count, 0 where it doesn't; false where more would
 * have to be in, or none is.
 */
export function seedStates(
  program: CardinalityProgram,
  penalty: PerspectivePenalty,
  branches: Int8Array,
  states: RelaxationStates,
  point: { readonly x: Float64Array; readonly y: Float64Array },
  least: number,
  most: number,
): boolean {
  const { variables, signs } = states;
  const { x, y } = point;
  const { d } = penalty;
  const { counted } = penalty.domains;
  const limits = program.rows;
  for (let i = 0; i < y.length; i++) {
    if (limits!.lower[i] !== limits!.upper[i]) states.rows[i] = y[i]! > 0 ? 1 : y[i]! < 0 ? 2 : 0;
  }
  const held: number[] = [];
  let highest = 0;
  for (let j = 0; j < program.size; j++) {
    if (counted[j] === 0 || branches[j] !== UNDECIDED) continue;
    variables[j] = ZERO;
    if (x[j] === 0) continue;
    signs[j] = x[j]! < 0 ? -1 : 1;
    if (penalty.near(j, signs[j]!) > penalty.far(j, signs[j]!)) continue;
    held.push(j);
    highest = Math.max(highest, 0.5 * d[j]! * penalty.far(j, signs[j]!) ** 2);
  }
  const filled = (theta: number): number => {
    penalty.theta = theta;
    let sum = 0;
    for (const j of held) {
      const s = penalty.turn(j, signs[j]!);
      sum += s > 0 ? Math.min(1, Math.abs(x[j]!) / s) : 1;
    }
    return sum;
  };
  const free = filled(0);
  if (free < least || held.length === 0) return false;
  if (free > most) {
    let low = 1e-16 * highest;
    let high = highest;
    for (let round = 0; round < 50 && high > 1.0001 * low; round++) {
      const middle = Math.sqrt(low * high);
      if (filled(middle) > most) low = middle;
      else high = middle;
    }
    filled(high);
  }
  states.theta = penalty.theta;
  for (const j of held) {
    const sign = signs[j]!;
    const s = penalty.turn(j, sign);
    const near = penalty.near(j, sign);
    const far = penalty.far(j, sign);
    const length = Math.abs(x[j]!);
    if (length >= s) variables[j] = length >= far ? AT_FAR : length <= near && near > 0 ? AT_NEAR : WHOLE;
    else variables[j] = s >= far ? FAR : s <= near ? NEAR : SHARED;
  }
  return true;
}
