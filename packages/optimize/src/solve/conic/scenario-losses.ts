import type { Scenarios } from "../../problem/context.ts";
import type { Affine, ConicDuals, RowName } from "./conic-model.ts";

/** Root mean square return: rows of scenarios are divided by it, so that they are of the size of the weights. */
export function returnUnit({ values }: Scenarios): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length) || 1;
}

/** target - sign x (return - centre'weights) of each scenario, divided by `unit`. */
export function scenarioLosses(
  { rows, values }: Scenarios,
  unit: number,
  target: number | Float64Array = 0,
  sign: 1 | -1 = 1,
  centre?: Float64Array,
): readonly Affine[] {
  const size = values.length / rows;
  const variables = Int32Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: rows }, (_, t): Affine => {
    const coefficients = new Float64Array(size);
    for (let i = 0; i < size; i += 1) coefficients[i] = (-sign * (values[t * size + i]! - (centre?.[i] ?? 0))) / unit;
    return { constant: (typeof target === "number" ? target : target[t]!) / unit, variables, coefficients };
  });
}

/** Duals of rows as prices: what a unit of each loss adds to a unit of the risk. */
export function pricesOf(duals: ConicDuals, rows: readonly RowName[], worth: number): number[] {
  return rows.map((row) => duals.of(row) / worth);
}
