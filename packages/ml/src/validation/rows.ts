import { invalidInput } from "@plimsoll/core";

/** Data by row: an array with one entry a row, a series, or a flat array with its width (such as a panel). */
export type RowData = readonly unknown[] | Float64Array | { readonly values: Float64Array; readonly columns: number };

/** Some rows of `X`, of the same kind; a panel gives its values and columns. */
export type RowsOf<X extends RowData> = X extends Float64Array
  ? Float64Array
  : X extends readonly (infer Row)[]
    ? Row[]
    : { readonly values: Float64Array; readonly columns: number };

/**
 * How many rows `X` has.
 *
 * @example
 * ```ts
 * import { countRows } from "@plimsoll/ml";
 *
 * console.log(countRows([[1, 2], [3, 4]]), countRows({ values: Float64Array.of(1, 2, 3, 4), columns: 1 })); // 2 4
 * ```
 */
export function countRows(X: RowData): number {
  if (!("columns" in X)) return X.length;
  const rows = X.values.length / X.columns;
  if (Number.isInteger(rows)) return rows;
  throw invalidInput("X", `X: expected a multiple of ${X.columns} values (the width), was ${X.values.length}`);
}

function copied(row: unknown): unknown {
  if (Array.isArray(row)) return row.slice();
  return ArrayBuffer.isView(row) && "slice" in row ? (row as Float64Array).slice() : row;
}

/**
 * The rows of `X` with those numbers, in that order, as a copy: what is done to it does not touch `X`, and nothing else of
 * `X` can be reached from it. Rows that are arrays are copied, rows that are other objects are not.
 *
 * @example
 * ```ts
 * import { purgedKFold, takeRows } from "@plimsoll/ml";
 *
 * const X = [[1, 2], [3, 4], [5, 6]];
 * for (const { train, test } of purgedKFold(3, { folds: 3 })) console.log(takeRows(X, train).length, takeRows(X, test));
 * // 2 [ [ 1, 2 ] ]
 * // 2 [ [ 3, 4 ] ]
 * // 2 [ [ 5, 6 ] ]
 * ```
 */
export function takeRows<X extends RowData>(X: X, rows: readonly number[]): RowsOf<X> {
  if (X instanceof Float64Array) return Float64Array.from(rows, (row) => X[row]!) as RowsOf<X>;
  if (!("columns" in X)) return rows.map((row) => copied(X[row])) as RowsOf<X>;
  const { values, columns } = X;
  const taken = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => taken.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
  return { values: taken, columns } as RowsOf<X>;
}

/** The first `count` rows; rows that are arrays are shared with `X`, which therefore should be a private copy. */
export function firstRows<X extends RowData>(X: X, count: number): RowsOf<X> {
  if (!("columns" in X)) return X.slice(0, count) as unknown as RowsOf<X>;
  return { values: X.values.slice(0, count * X.columns), columns: X.columns } as RowsOf<X>;
}

/** The targets of those rows, where there are targets. */
export function takeTargets(targets: ArrayLike<number> | undefined, rows: readonly number[]): Float64Array | undefined {
  return targets === undefined ? undefined : Float64Array.from(rows, (row) => targets[row]!);
}

/** Fails unless there is one target a row. */
export function checkTargets(targets: ArrayLike<number> | undefined, rows: number): void {
  if (targets === undefined || targets.length === rows) return;
  throw invalidInput("targets", `targets: expected ${rows} values, one a row, was ${targets.length}`);
}
