import { invalidInput } from "@plimsoll/core";
import { type ObservationInput, readObservations } from "../observations.ts";
import { readSeries, type SeriesInput } from "../read-series.ts";
import type { ParameterLayout } from "./specification.ts";

/** Outside variables of a Markov-switching model, one row for each row of the series. */
export interface SwitchingInputs {
  /** Regressors of the series; rows x as many as the model has. */
  readonly regressors?: ObservationInput | undefined;
  /** What drives the transition into each row: use what is known the row before. Rows x as many as the model has. */
  readonly transitionRegressors?: ObservationInput | undefined;
}

/** A sample in the shape of the likelihood, all arrays row-major over all rows of the series. */
export interface SwitchingSample {
  readonly rows: number;
  readonly y: Float64Array;
  /** Rows x columns: intercept, regressors, lags of the `intercept` form (NaN before the first usable row). */
  readonly x: Float64Array;
  /** Rows x transition width, the constant first. */
  readonly z: Float64Array;
}

/** Reads outside variables: `rows` x `columns` finite numbers. */
export function readVariables(
  input: ObservationInput | undefined,
  name: string,
  rows: number,
  columns: number,
): Float64Array {
  if (input === undefined) {
    if (columns === 0) return new Float64Array(0);
    throw invalidInput(name, `${name}: the model has ${columns}, give them for each of the ${rows} rows`);
  }
  const read = readObservations(input, 0, columns === 0 ? 1 : columns);
  if (read.rows !== rows || read.columns !== columns) {
    throw invalidInput(
      name,
      `${name}: expected ${rows} rows of ${columns} (as many rows as the series), was ${read.rows} of ${read.columns}`,
    );
  }
  const missing = read.missing.indexOf(1);
  if (missing >= 0) throw invalidInput(name, `${name}: row ${missing} is missing: drop or fill it first`);
  return read.values;
}

/** Reads a series with its outside variables; at least one row after the lags. */
export function readSample(
  input: SeriesInput,
  inputs: SwitchingInputs,
  layout: ParameterLayout,
  minimum = 1,
): SwitchingSample {
  const { order, regressors, transitionRegressors } = layout.specification;
  const y = readSeries(input, "y", Math.max(minimum, order + 1));
  const outside = readVariables(inputs.regressors, "regressors", y.length, regressors);
  const drivers = readVariables(inputs.transitionRegressors, "transitionRegressors", y.length, transitionRegressors);
  return { rows: y.length, y, x: designOf(layout, y, outside), z: transitionDesign(layout, y.length, drivers) };
}

function designOf({ specification, columns }: ParameterLayout, y: Float64Array, outside: Float64Array): Float64Array {
  const { intercept, regressors } = specification;
  const x = new Float64Array(y.length * columns);
  const first = intercept === "none" ? 0 : 1;
  for (let t = 0; t < y.length; t++) {
    const row = x.subarray(t * columns, (t + 1) * columns);
    if (first === 1) row[0] = 1;
    for (let j = 0; j < regressors; j++) row[first + j] = outside[t * regressors + j]!;
    for (let j = first + regressors, lag = 1; j < columns; j++, lag++) row[j] = y[t - lag] ?? Number.NaN;
  }
  return x;
}

/** Rows of variables with the constant in front. */
export function transitionDesign(
  { transitionWidth }: ParameterLayout,
  rows: number,
  drivers: Float64Array,
): Float64Array {
  const z = new Float64Array(rows * transitionWidth);
  const width = transitionWidth - 1;
  for (let t = 0; t < rows; t++) {
    z[t * transitionWidth] = 1;
    for (let j = 0; j < width; j++) z[t * transitionWidth + 1 + j] = drivers[t * width + j]!;
  }
  return z;
}
