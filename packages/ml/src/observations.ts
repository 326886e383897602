import { invalidInput, PlimsollError } from "@plimsoll/core";

/**
 * What the models of this package accept as observations: rows of numbers, a flat array (of one column, or of the width
 * that is asked for or that a fitted model has), a series, or a panel. NaN is missing, `null` in the JSON of a panel too.
 */
export type ObservationInput =
  | readonly (readonly number[])[]
  | readonly number[]
  | Float64Array
  | { readonly values: Float64Array; readonly columns: number }
  | { readonly assets: readonly string[]; readonly values: readonly (readonly (number | null)[])[] };

/** Clean observations: `values` is row-major, `rows` x `columns`; `missing[t]` is 1 where row t has a missing value. */
export interface Observations {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly missing: Uint8Array;
  /** Rows without a missing value. */
  readonly complete: number;
}

function flatten(input: ObservationInput, width: number | undefined): { values: Float64Array; columns: number } {
  if (input instanceof Float64Array) return { values: input, columns: width ?? 1 };
  if ("columns" in input) return { values: input.values, columns: input.columns };
  if ("assets" in input) return flattenRows(input.values);
  const first = input[0];
  if (first === undefined) return { values: new Float64Array(0), columns: width ?? 1 };
  if (typeof first === "number") {
    return { values: Float64Array.from(input as readonly number[]), columns: width ?? 1 };
  }
  return flattenRows(input as readonly (readonly number[])[]);
}

function flattenRows(rows: readonly (readonly (number | null)[])[]): { values: Float64Array; columns: number } {
  const columns = rows[0]?.length ?? 1;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, index) => {
    if (row.length !== columns) {
      throw invalidInput(
        "X",
        `row ${index} has ${row.length} values, row 0 has ${columns}: make all rows equally long`,
      );
    }
    row.forEach((value, column) => {
      values[index * columns + column] = value ?? Number.NaN;
    });
  });
  return { values, columns };
}

/**
 * Reads observations: a row that holds a NaN is missing as a whole and carries no information; infinite values are an
 * `INVALID_INPUT`, fewer than `minimum` complete rows a `NOT_ENOUGH_DATA` error. `width` is the number of columns of a
 * flat array.
 */
export function readObservations(input: ObservationInput, minimum = 1, width?: number): Observations {
  const { values, columns } = flatten(input, width);
  if (!Number.isInteger(columns) || columns < 1 || values.length % columns !== 0) {
    throw invalidInput("X", `expected a multiple of ${columns} values (the width), was ${values.length}`);
  }
  const rows = values.length / columns;
  const missing = new Uint8Array(rows);
  let complete = rows;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column]!;
      if (Number.isFinite(value)) continue;
      if (!Number.isNaN(value)) {
        throw invalidInput(
          "X",
          `row ${row}, column ${column} is ${value}: replace it by a number, or by NaN if missing`,
        );
      }
      missing[row] = 1;
    }
    complete -= missing[row]!;
  }
  if (complete < minimum) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `X has ${complete} complete rows, at least ${minimum} are needed: pass a longer history or a smaller model`,
      { argument: "X", required: minimum, available: complete },
    );
  }
  return { rows, columns, values, missing, complete };
}
