import { invalidInput } from "@plimsoll/core";
import type { MatrixInput, VectorInput } from "./inputs.ts";
import { isMatrixLike } from "./normalize.ts";

/** Reads one finite number for each asset, in asset order. Throws `INVALID_INPUT` naming asset and argument. */
export function readVector(input: VectorInput, assets: readonly string[], argument: string): Float64Array {
  const size = assets.length;
  const values = new Float64Array(size);
  if (isMatrixLike(input)) {
    if (Math.min(input.rows, input.columns) !== 1 || input.rows * input.columns !== size) {
      throw wrongLength(argument, size, `a ${input.rows} x ${input.columns} matrix`);
    }
    for (let i = 0; i < size; i += 1) values[i] = input.rows === 1 ? input.get(0, i) : input.get(i, 0);
  } else if (Array.isArray(input) || ArrayBuffer.isView(input)) {
    const list = unwrapped(input as ArrayLike<number>);
    if (list.length !== size) throw wrongLength(argument, size, `${list.length} numbers`);
    for (let i = 0; i < size; i += 1) values[i] = numberAt(list[i]);
  } else if (typeof input === "object" && input !== null) {
    const record = input as { readonly [asset: string]: number };
    rejectUnknownAssets(record, assets, argument);
    for (let i = 0; i < size; i += 1) {
      const asset = assets[i]!;
      if (!Object.hasOwn(record, asset)) throw invalidInput(argument, `${argument} has no entry for asset "${asset}"`);
      values[i] = numberAt(record[asset]);
    }
  } else {
    throw invalidInput(argument, `expected ${argument} to be an array or a record by asset, was ${String(input)}`);
  }
  for (let i = 0; i < size; i += 1) {
    if (Number.isFinite(values[i]!)) continue;
    throw invalidInput(
      `${argument}[${i}]`,
      `${argument} of "${assets[i]}" is ${values[i]}: every entry must be a finite number`,
      {
        reason: "not-finite",
        expected: "a finite number",
        received: String(values[i]),
      },
    );
  }
  return values;
}

/** A one-row or one-column table as a list. */
function unwrapped(list: ArrayLike<number>): ArrayLike<number> {
  const rows = list as unknown as ArrayLike<ArrayLike<number>>;
  if (!Array.isArray(rows[0])) return list;
  return rows.length === 1 ? rows[0] : Array.from(rows, (row) => (row.length === 1 ? row[0]! : Number.NaN));
}

/** Reads weights: as {@link readVector}, but a record may leave out assets that weigh 0. */
export function readWeights(input: VectorInput, assets: readonly string[], argument: string): Float64Array {
  if (Array.isArray(input) || ArrayBuffer.isView(input) || isMatrixLike(input))
    return readVector(input, assets, argument);
  const complete: Record<string, number> = Object.fromEntries(assets.map((asset) => [asset, 0]));
  return readVector({ ...complete, ...(input as Record<string, number>) }, assets, argument);
}

/** Reads a `rows` x `columns` table of finite numbers (`columns` undefined: as many as the first row has). */
export function readMatrix(
  input: MatrixInput,
  rows: number,
  columns: number | undefined,
  argument: string,
): { readonly columns: number; readonly values: Float64Array } {
  let width: number;
  let values: Float64Array;
  if (isMatrixLike(input)) {
    width = input.columns;
    requireShape(argument, rows, columns, input.rows, width);
    values = new Float64Array(rows * width);
    for (let i = 0; i < rows; i += 1) for (let j = 0; j < width; j += 1) values[i * width + j] = input.get(i, j);
  } else if (ArrayBuffer.isView(input) || (Array.isArray(input) && typeof input[0] === "number")) {
    const list = input as unknown as ArrayLike<number>;
    width = columns ?? list.length / rows;
    if (list.length !== rows * width || !Number.isInteger(width)) {
      throw wrongLength(argument, rows * (columns ?? 1), `${list.length} numbers`);
    }
    values = Float64Array.from(list);
  } else if (Array.isArray(input)) {
    const table = input as readonly (readonly number[])[];
    width = table[0]?.length ?? 0;
    requireShape(argument, rows, columns, table.length, width);
    values = new Float64Array(rows * width);
    for (let i = 0; i < rows; i += 1) {
      const row = table[i]!;
      if (row.length !== width) {
        throw invalidInput(
          `${argument}[${i}]`,
          `expected row ${i} of ${argument} to have ${width} numbers, had ${row.length}`,
          { reason: "wrong-length" },
        );
      }
      for (let j = 0; j < width; j += 1) values[i * width + j] = numberAt(row[j]);
    }
  } else {
    throw invalidInput(argument, `expected ${argument} to be nested arrays, a Float64Array or a matrix`);
  }
  const at = firstNonFinite(values);
  if (at >= 0) {
    const cell = `${argument}[${Math.floor(at / width)}][${at % width}]`;
    throw invalidInput(cell, `${cell} is ${values[at]}: every entry must be a finite number`, {
      reason: "not-finite",
      expected: "a finite number",
      received: String(values[at]),
    });
  }
  return { columns: width, values };
}

function firstNonFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i += 1) if (!Number.isFinite(values[i]!)) return i;
  return -1;
}

/** Throws when a record by asset names an asset that the problem doesn't have. */
export function rejectUnknownAssets(record: object, assets: readonly string[], argument: string): void {
  for (const name of Object.keys(record)) {
    if (!assets.includes(name)) {
      throw invalidInput(
        argument,
        `${argument} names "${name}", which is not among the problem's assets (${summary(assets)})`,
        {
          reason: "unknown-asset",
        },
      );
    }
  }
}

/** The first names of a list, for messages. */
export function summary(assets: readonly string[]): string {
  return assets.length <= 6 ? assets.join(", ") : `${assets.slice(0, 6).join(", ")} and ${assets.length - 6} more`;
}

function numberAt(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

function wrongLength(argument: string, size: number, received: string): Error {
  return invalidInput(argument, `expected ${argument} to hold ${size} numbers, one for each asset, was ${received}`, {
    reason: "wrong-length",
    expected: `${size} numbers`,
    received,
  });
}

function requireShape(
  argument: string,
  rows: number,
  columns: number | undefined,
  hadRows: number,
  hadColumns: number,
): void {
  if (hadRows === rows && (columns === undefined || columns === hadColumns)) return;
  throw invalidInput(
    argument,
    `expected ${argument} to be ${rows} x ${columns ?? "k"}, was ${hadRows} x ${hadColumns}`,
    {
      reason: "wrong-length",
      expected: `${rows} x ${columns ?? "k"}`,
      received: `${hadRows} x ${hadColumns}`,
    },
  );
}
