import { Matrix } from "ml-matrix";

/** A row-major matrix with its dimensions. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Anything the suite takes as a matrix: nested arrays, an ml-matrix `Matrix`, or {@link Dense} itself. */
export type MatrixLike = Dense | Matrix | readonly ArrayLike<number>[];

/**
 * Turns nested arrays or an ml-matrix `Matrix` into a row-major `Float64Array` with its dimensions.
 *
 * A {@link Dense} is returned as it is, anything else is copied. NaN is kept. Throws `RangeError` when rows differ in
 * length or the values do not fill the dimensions.
 *
 * @example
 * ```ts
 * import { toDense } from "@plimsoll/numeric";
 *
 * const { rows, columns, values } = toDense([[1, 2, 3], [4, 5, 6]]);
 * console.log(rows, columns, values.join(" ")); // 2 3 1 2 3 4 5 6
 * ```
 */
export function toDense(matrix: MatrixLike): Dense {
  if (Matrix.isMatrix(matrix)) {
    const { rows, columns } = matrix;
    const values = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) values[i * columns + j] = matrix.get(i, j);
    }
    return { rows, columns, values };
  }
  if (Array.isArray(matrix)) return fromRows(matrix as readonly ArrayLike<number>[]);
  const dense = matrix as Dense;
  if (dense.values.length !== dense.rows * dense.columns) {
    throw new RangeError(
      `expected ${dense.rows} x ${dense.columns} = ${dense.rows * dense.columns} values, there are ${dense.values.length}`,
    );
  }
  return dense;
}

function fromRows(source: readonly ArrayLike<number>[]): Dense {
  const rows = source.length;
  const columns = rows === 0 ? 0 : source[0]!.length;
  const values = new Float64Array(rows * columns);
  for (const [i, row] of source.entries()) {
    if (row.length !== columns) {
      throw new RangeError(
        `expected every row to hold ${columns} numbers like the first, row ${i} holds ${row.length}`,
      );
    }
    values.set(row, i * columns);
  }
  return { rows, columns, values };
}

/**
 * Turns a row-major matrix into an ml-matrix `Matrix` (a copy).
 *
 * @example
 * ```ts
 * import { toMatrix } from "@plimsoll/numeric";
 *
 * console.log(toMatrix({ rows: 1, columns: 2, values: Float64Array.of(3, 4) }).get(0, 1)); // 4
 * ```
 */
export function toMatrix(dense: Dense): Matrix {
  return Matrix.from1DArray(dense.rows, dense.columns, Array.from(dense.values));
}
