import { invalidInput, PlimsollError, ReturnPanel } from "@plimsoll/core";

/** What models of one series accept: numbers, or a panel with one column. */
export type SeriesInput = readonly number[] | Float64Array | ReturnPanel;

/**
 * Reads one series of finite numbers: a copy, so that the caller's array may change.
 *
 * A missing value (NaN) is refused, because leaving it out would join days that are not neighbours. `name` is the argument
 * that errors name. Throws `INVALID_INPUT` for a panel of several columns and for a value that is not a finite number,
 * `NOT_ENOUGH_DATA` for fewer than `minimum` values.
 */
export function readSeries(input: SeriesInput, name: string, minimum = 1): Float64Array {
  const values = seriesValues(input, name);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isFinite(value)) continue;
    const remedy = Number.isNaN(value) ? "drop or fill missing values first" : "replace it by a number";
    throw invalidInput(name, `${name}: row ${row} is ${value}: ${remedy}`, {
      reason: "not-finite",
      expected: "finite numbers",
      received: String(value),
    });
  }
  if (values.length < minimum) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `${name}: has ${values.length} values, at least ${minimum} are needed: pass a longer history or a smaller model`,
      { argument: name, required: minimum, available: values.length },
    );
  }
  return values;
}

function seriesValues(input: SeriesInput, name: string): Float64Array {
  if (ReturnPanel.is(input)) {
    if (input.columns !== 1) {
      throw invalidInput(
        name,
        `${name}: expected a panel with one column, was one with ${input.columns}: select(["${input.assets[0] ?? "A"}"]) picks one`,
        { expected: "1 column", received: `${input.columns} columns` },
      );
    }
    return input.values.slice(0, input.rows);
  }
  if (input instanceof Float64Array) return input.slice();
  if (Array.isArray(input) && input.every((value) => typeof value === "number")) return Float64Array.from(input);
  throw invalidInput(name, `${name}: expected an array of numbers, a Float64Array or a ReturnPanel with one column`, {
    reason: "not-a-series",
  });
}
