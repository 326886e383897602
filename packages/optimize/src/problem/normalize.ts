import type { MatrixLike } from "./inputs.ts";

/** Plain JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Whether `value` reads like an ml-matrix `Matrix`. */
export function isMatrixLike(value: unknown): value is MatrixLike {
  if (typeof value !== "object" || value === null) return false;
  const candidate = value as Partial<MatrixLike>;
  return (
    typeof candidate.get === "function" && typeof candidate.rows === "number" && typeof candidate.columns === "number"
  );
}

/**
 * `value` as plain JSON: typed arrays and matrices become arrays, panels their `toJSON`, an infinite limit `null`,
 * undefined fields disappear. NaN stays, for the schema to reject by name.
 */
export function normalizeToJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value === Infinity || value === -Infinity ? null : value === 0 ? 0 : value;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value !== "object") return `[${typeof value}]`;
  if (Array.isArray(value)) return value.map(normalizeToJson);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, normalizeToJson);
  if (isMatrixLike(value)) return matrixToJson(value);
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return normalizeToJson((value as { toJSON(): unknown }).toJSON());
  }
  const result: Record<string, Json> = {};
  for (const [key, entry] of Object.entries(value)) if (entry !== undefined) result[key] = normalizeToJson(entry);
  return result;
}

/**
 * JSON in which every one-row or one-column table of numbers is a list: constraints, costs and objectives take lists of
 * numbers, which may have been matrices.
 */
export function withFlatLists(value: Json): Json {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    if (list.length > 0 && list.every(isRow) && (list.length === 1 || list.every((row) => row.length === 1)))
      return list.flat() as readonly Json[];
    return list.map(withFlatLists);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withFlatLists(entry)]));
}

function isRow(value: Json): value is readonly Json[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "number" || entry === null)
  );
}

function matrixToJson(matrix: MatrixLike): Json {
  const rows: number[][] = [];
  for (let row = 0; row < matrix.rows; row += 1) {
    const cells: number[] = [];
    for (let column = 0; column < matrix.columns; column += 1) cells.push(matrix.get(row, column));
    rows.push(cells);
  }
  return rows;
}
