/** A sparse matrix by compressed columns: column j holds entries `starts[j]` to `starts[j + 1]`, rows ascending. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** columns + 1 entries. */
  readonly starts: Int32Array;
  /** Row of each entry. */
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/**
 * A sparse matrix from entries in any order; entries of the same place are added up, zeros are kept.
 *
 * @throws RangeError for a place outside the matrix or lists of different lengths.
 *
 * @example
 * ```ts
 * import { sparseFromEntries } from "@plimsoll/numeric";
 *
 * const matrix = sparseFromEntries(2, 2, [0, 1, 1], [0, 0, 1], [3, 1, 2]);
 * console.log(matrix.starts.join(), matrix.indices.join(), matrix.values.join()); // 0,2,3 0,1,1 3,1,2
 * ```
 */
export function sparseFromEntries(
  rows: number,
  columns: number,
  rowOf: ArrayLike<number>,
  columnOf: ArrayLike<number>,
  values: ArrayLike<number>,
): SparseMatrix {
  const count = values.length;
  if (rowOf.length !== count || columnOf.length !== count)
    throw new RangeError(`expected ${count} rows and columns of entries, had ${rowOf.length} and ${columnOf.length}`);
  for (let k = 0; k < count; k++) {
    const inside = rowOf[k]! >= 0 && rowOf[k]! < rows && columnOf[k]! >= 0 && columnOf[k]! < columns;
    if (!inside)
      throw new RangeError(`expected entry ${k} inside ${rows} x ${columns}, was at ${rowOf[k]}, ${columnOf[k]}`);
  }
  // two stable bucket sorts, by row and then by column
  const byRow = bucketOrder(rowOf, rows, undefined);
  const order = bucketOrder(columnOf, columns, byRow);
  const starts = new Int32Array(columns + 1);
  const indices = new Int32Array(count);
  const merged = new Float64Array(count);
  let at = -1;
  let lastColumn = -1;
  for (let k = 0; k < count; k++) {
    const entry = order[k]!;
    if (at < 0 || columnOf[entry] !== lastColumn || rowOf[entry] !== indices[at]) {
      at++;
      indices[at] = rowOf[entry]!;
      lastColumn = columnOf[entry]!;
      starts[lastColumn + 1]!++;
    }
    merged[at]! += values[entry]!;
  }
  for (let j = 0; j < columns; j++) starts[j + 1]! += starts[j]!;
  return { rows, columns, starts, indices: indices.slice(0, at + 1), values: merged.slice(0, at + 1) };
}

function bucketOrder(key: ArrayLike<number>, buckets: number, previous: Int32Array | undefined): Int32Array {
  const count = key.length;
  const next = new Int32Array(buckets + 1);
  for (let k = 0; k < count; k++) next[key[k]! + 1]!++;
  for (let b = 0; b < buckets; b++) next[b + 1]! += next[b]!;
  const order = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const entry = previous === undefined ? k : previous[k]!;
    order[next[key[entry]!]!++] = entry;
  }
  return order;
}

/**
 * A sparse matrix from a dense one, row-major, without its zeros; with `part` "upper" only the upper triangle.
 *
 * @example
 * ```ts
 * import { sparseFromDense } from "@plimsoll/numeric";
 *
 * console.log(sparseFromDense(Float64Array.of(1, 0, 2, 3), 2, 2).values.join()); // 1,2,3
 * ```
 */
export function sparseFromDense(
  matrix: Float64Array,
  rows: number,
  columns: number,
  part: "all" | "upper" = "all",
): SparseMatrix {
  if (matrix.length !== rows * columns)
    throw new RangeError(`expected ${rows} x ${columns} entries, had ${matrix.length}`);
  const starts = new Int32Array(columns + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < columns; j++) {
    const last = part === "upper" ? Math.min(rows - 1, j) : rows - 1;
    for (let i = 0; i <= last; i++) {
      const value = matrix[i * columns + j]!;
      if (value === 0) continue;
      indices.push(i);
      values.push(value);
    }
    starts[j + 1] = values.length;
  }
  return { rows, columns, starts, indices: Int32Array.from(indices), values: Float64Array.from(values) };
}

/** y += factor A x. */
export function addProduct(matrix: SparseMatrix, factor: number, x: Float64Array, y: Float64Array): void {
  const { columns, starts, indices, values } = matrix;
  for (let j = 0; j < columns; j++) {
    const xj = factor * x[j]!;
    if (xj === 0) continue;
    const end = starts[j + 1]!;
    for (let p = starts[j]!; p < end; p++) y[indices[p]!]! += values[p]! * xj;
  }
}

/** y += factor A'x. */
export function addTransposedProduct(matrix: SparseMatrix, factor: number, x: Float64Array, y: Float64Array): void {
  const { columns, starts, indices, values } = matrix;
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    const end = starts[j + 1]!;
    for (let p = starts[j]!; p < end; p++) sum += values[p]! * x[indices[p]!]!;
    y[j]! += factor * sum;
  }
}

/** y += factor S x for the symmetric S whose upper triangle is `upper`. */
export function addSymmetricProduct(upper: SparseMatrix, factor: number, x: Float64Array, y: Float64Array): void {
  const { columns, starts, indices, values } = upper;
  for (let j = 0; j < columns; j++) {
    const xj = factor * x[j]!;
    let sum = 0;
    const end = starts[j + 1]!;
    for (let p = starts[j]!; p < end; p++) {
      const i = indices[p]!;
      const value = values[p]!;
      y[i]! += value * xj;
      if (i !== j) sum += value * x[i]!;
    }
    y[j]! += factor * sum;
  }
}

/** A', by compressed columns; `places`, if given, receives where each entry of A went. */
export function transposeSparse(matrix: SparseMatrix, places?: Int32Array): SparseMatrix {
  const { rows, columns, starts, indices, values } = matrix;
  const next = new Int32Array(rows + 1);
  for (let p = 0; p < values.length; p++) next[indices[p]! + 1]!++;
  for (let i = 0; i < rows; i++) next[i + 1]! += next[i]!;
  const transposed = {
    rows: columns,
    columns: rows,
    starts: next.slice(),
    indices: new Int32Array(values.length),
    values: new Float64Array(values.length),
  };
  for (let j = 0; j < columns; j++) {
    for (let p = starts[j]!; p < starts[j + 1]!; p++) {
      const at = next[indices[p]!]!++;
      transposed.indices[at] = j;
      transposed.values[at] = values[p]!;
      if (places !== undefined) places[p] = at;
    }
  }
  return transposed;
}
