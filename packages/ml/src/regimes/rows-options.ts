import { invalidInput } from "@plimsoll/core";

/** How rows are cut into sequences. */
export interface RowsOptions {
  /**
   * Lengths of independent sequences that lie one after the other in the rows, such as one for each asset; each begins anew
   * from the start law.
   * @defaultValue one sequence
   */
  readonly lengths?: readonly number[];
}

/** First row of each sequence, then the number of rows. Throws `INVALID_INPUT` unless the lengths add up to it. */
export function sequenceBounds(rows: number, { lengths }: RowsOptions): Int32Array {
  if (lengths === undefined) return Int32Array.of(0, rows);
  const bounds = new Int32Array(lengths.length + 1);
  lengths.forEach((length, index) => {
    if (!Number.isInteger(length) || length < 1) {
      throw invalidInput(`lengths[${index}]`, `expected a whole number >= 1, was ${length}`);
    }
    bounds[index + 1] = bounds[index]! + length;
  });
  if (bounds.at(-1) !== rows) {
    throw invalidInput("lengths", `the lengths add up to ${bounds.at(-1)!}, X has ${rows} rows`);
  }
  return bounds;
}
