import { invalidInput, PlimsollError } from "@plimsoll/core";
import type { EstimateUnit } from "../problem/inputs.ts";

/** Returns by date: a `ReturnPanel`, its JSON, or any object of that shape. Simple returns, NaN or `null` = missing. */
export interface ReturnInput {
  readonly assets: readonly string[];
  /** Row-major rows x assets, or one row of numbers for each date. */
  readonly values: Float64Array | readonly (readonly (number | null)[])[];
  readonly dates?: readonly string[];
  /** `"log"` is rejected: a portfolio's log return isn't the weighted sum of its assets'. */
  readonly method?: "simple" | "log";
}

/** What to do with missing returns: `error`; `available` uses each number there is; `complete` uses the dates on which all assets have one. */
export type MissingPolicy = "error" | "available" | "complete";

/** Options that every estimator takes. */
export interface EstimateOptions {
  /** Periods of the returns in a year. @defaultValue 252 */
  readonly periodsPerYear?: number | undefined;
  /** Whether the estimate is annual or of one period. @defaultValue "year" */
  readonly unit?: EstimateUnit | undefined;
  /** @defaultValue "error" */
  readonly missing?: MissingPolicy | undefined;
}

/** Returns read and checked: row-major, NaN only where the policy allows it. */
export interface ReturnData {
  readonly assets: readonly string[];
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly periodsPerYear: number;
  readonly unit: EstimateUnit;
}

/** Reads returns by the missing policy. Throws `INVALID_INPUT` naming asset and date, `NOT_ENOUGH_DATA` below two rows. */
export function readReturns(returns: ReturnInput, options: EstimateOptions): ReturnData {
  const { periodsPerYear = 252, unit = "year", missing = "error" } = options;
  if (!(periodsPerYear > 0) || !Number.isFinite(periodsPerYear)) {
    throw invalidInput("periodsPerYear", `expected periodsPerYear above 0, was ${periodsPerYear}`);
  }
  if (returns.method === "log")
    throw invalidInput("returns", "expected simple returns, these are log returns: use simpleReturns()");
  const { assets } = returns;
  const columns = assets.length;
  const read = readTable(returns, columns);
  const { values, rows } = missing === "complete" ? completeRows(read.values, read.rows, columns) : read;
  for (let cell = 0; cell < values.length; cell += 1) {
    const value = values[cell]!;
    if (Number.isFinite(value) || (missing === "available" && Number.isNaN(value))) continue;
    const row = Math.floor(cell / columns);
    const when = returns.dates?.[row] ?? `row ${row}`;
    throw invalidInput(
      "returns",
      `the return of "${assets[cell % columns]}" on ${when} is ${value}: fill it, or pass missing: "available" or "complete"`,
      {
        reason: "not-finite",
        received: String(value),
      },
    );
  }
  if (rows < 2) {
    throw new PlimsollError("NOT_ENOUGH_DATA", `expected at least 2 rows of returns, had ${rows}`, {
      required: 2,
      available: rows,
      argument: "returns",
    });
  }
  return { assets, rows, columns, values, periodsPerYear, unit };
}

function readTable(returns: ReturnInput, columns: number): { readonly values: Float64Array; readonly rows: number } {
  const { values } = returns;
  if (ArrayBuffer.isView(values)) {
    if (columns === 0 || values.length % columns !== 0) {
      throw invalidInput("returns.values", `expected a multiple of ${columns} numbers, had ${values.length}`, {
        reason: "wrong-length",
      });
    }
    return { values, rows: values.length / columns };
  }
  const table = new Float64Array(values.length * columns);
  values.forEach((row, i) => {
    if (row.length !== columns) {
      throw invalidInput(`returns.values[${i}]`, `expected ${columns} numbers in row ${i}, had ${row.length}`, {
        reason: "wrong-length",
      });
    }
    row.forEach((value, j) => (table[i * columns + j] = value ?? Number.NaN));
  });
  return { values: table, rows: values.length };
}

function completeRows(
  values: Float64Array,
  rows: number,
  columns: number,
): { readonly values: Float64Array; readonly rows: number } {
  const kept: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    let complete = true;
    for (let j = 0; j < columns && complete; j += 1) complete = !Number.isNaN(values[row * columns + j]!);
    if (complete) kept.push(row);
  }
  if (kept.length === rows) return { values, rows };
  const table = new Float64Array(kept.length * columns);
  kept.forEach((row, i) => table.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
  return { values: table, rows: kept.length };
}

/** Numbers of one column that aren't missing; throws where there are fewer than `required`. */
export function requireCount(count: number, required: number, asset: string): void {
  if (count >= required) return;
  throw new PlimsollError("NOT_ENOUGH_DATA", `"${asset}" has ${count} returns, ${required} are needed`, {
    required,
    available: count,
    argument: asset,
  });
}
