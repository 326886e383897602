import { invalidInput, PlimsollError } from "@plimsoll/core";
import type { FeatureFamily } from "./feature.ts";
import { FeatureStream } from "./feature-stream.ts";
import { FeatureTable } from "./feature-table.ts";
import { readFeatures } from "./read-feature.ts";

/** Columns of a family's inputs, all of one length; an input left out is missing throughout. */
export type FeatureColumns<Row> = { readonly [Input in keyof Row]?: ArrayLike<number> | undefined } & {
  readonly dates?: readonly string[] | undefined;
};

/** What to do with a feature for which there are too few rows, or whose input is not there. */
export interface FeatureOptions {
  /** `"error"`: throw; `"missing"`: leave its columns NaN. @defaultValue "error" for included features, "missing" without `include` */
  readonly shortHistory?: "error" | "missing" | undefined;
}

/**
 * The features of a family over a whole history: a {@link FeatureStream} fed row by row.
 *
 * @throws `INVALID_INPUT` for columns of different lengths, bad numbers, or a feature whose input is not there; `NOT_ENOUGH_DATA` where
 * a feature needs more rows
 */
export function computeFeatures<Row extends object>(
  family: FeatureFamily<Row>,
  columns: FeatureColumns<Row>,
  include: readonly unknown[] | undefined,
  options: FeatureOptions = {},
): FeatureTable {
  const { shortHistory = include === undefined ? "missing" : "error" } = options;
  const given = family.inputs.filter((input) => columns[input] !== undefined);
  const arrays = given.map((input) => columns[input]!);
  const rows = arrays[0]?.length ?? 0;
  arrays.forEach((array, i) => {
    if (array.length === rows) return;
    throw invalidInput(
      given[i]!,
      `${given[i]!} has ${array.length} values, ${given[0]!} has ${rows}: make them equally long`,
    );
  });
  if (rows === 0) {
    throw new PlimsollError("NOT_ENOUGH_DATA", `expected at least one row of ${family.inputs.join(", ")}, was none`, {
      argument: given[0] ?? family.inputs[0] ?? "rows",
      required: 1,
      available: 0,
    });
  }
  if (shortHistory === "error") checkHistory(family, given, rows, include);
  const stream = FeatureStream.start(family, include);
  const width = stream.names.length;
  const values = new Float64Array(rows * width);
  const block = emptyRows(family);
  for (let start = 0; start < rows; start += block.length) {
    const count = Math.min(block.length, rows - start);
    for (let t = 0; t < count; t++) {
      for (let i = 0; i < given.length; i++) block[t]![given[i]!] = arrays[i]![start + t]!;
    }
    stream.updateBlock(block as unknown as readonly Row[], count, values, start * width);
  }
  return FeatureTable.of({ names: stream.names, values, dates: columns.dates });
}

/** A block of rows to be filled again and again, every input missing. */
function emptyRows(family: FeatureFamily<never>): Record<string, number>[] {
  return Array.from({ length: 64 }, () => {
    const row: Record<string, number> = {};
    for (const input of family.inputs) row[input] = NaN;
    return row;
  });
}

function checkHistory<Row>(
  family: FeatureFamily<Row>,
  given: readonly (keyof Row & string)[],
  rows: number,
  include: readonly unknown[] | undefined,
): void {
  for (const { name, inputs, lookback } of readFeatures(include, family)) {
    const absent = inputs.find((input) => !given.includes(input));
    if (absent !== undefined) {
      throw invalidInput(absent, `"${name}" reads ${absent}, which is not there: add it, or leave "${name}" out`);
    }
    if (rows > lookback) continue;
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `"${name}" has its first value after ${lookback + 1} rows, there are ${rows}: pass a longer history, shorten it, or set shortHistory: "missing"`,
      { argument: name, required: lookback + 1, available: rows },
    );
  }
}
