import { invalidInput } from "@plimsoll/core";
import type { Observations } from "../observations.ts";

/** How the columns of a model that measures distances are brought to one scale: fitted on its training rows, kept with it. */
export interface ColumnScale {
  readonly centre: Float64Array;
  /** Positive. */
  readonly spread: Float64Array;
}

/** Mean and standard deviation (ddof 0) of each column over the complete rows; a constant column is an `INVALID_INPUT`. */
export function standardScale({ rows, columns, values, missing, complete }: Observations): ColumnScale {
  const centre = new Float64Array(columns);
  const spread = new Float64Array(columns);
  for (let t = 0; t < rows; t++) {
    if (missing[t] === 1) continue;
    for (let j = 0; j < columns; j++) centre[j]! += values[t * columns + j]! / complete;
  }
  for (let t = 0; t < rows; t++) {
    if (missing[t] === 1) continue;
    for (let j = 0; j < columns; j++) spread[j]! += (values[t * columns + j]! - centre[j]!) ** 2 / complete;
  }
  for (let j = 0; j < columns; j++) {
    spread[j] = Math.sqrt(spread[j]!);
    // the mean of equal numbers can be off by its rounding error
    if (!(spread[j]! > 1e-14 * Math.abs(centre[j]!))) {
      throw invalidInput("X", `column ${j} is constant: remove it, it tells no regime from another`);
    }
  }
  return { centre, spread };
}

/** The scale that leaves values as they are. */
export function unitScale(columns: number): ColumnScale {
  return { centre: new Float64Array(columns), spread: new Float64Array(columns).fill(1) };
}

/** The observations on the scale of the model; missing rows stay missing. */
export function scaled(observations: Observations, { centre, spread }: ColumnScale): Observations {
  const { columns, values } = observations;
  return { ...observations, values: values.map((value, i) => (value - centre[i % columns]!) / spread[i % columns]!) };
}
