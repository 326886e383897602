import type { SparseMatrix } from "./sparse-matrix.ts";

/** Where a block of rows' slacks must lie; the blocks follow each other in row order. */
export type Cone =
  | { readonly kind: "zero"; readonly size: number }
  | { readonly kind: "nonnegative"; readonly size: number }
  /** (t, u): |u| <= t. */
  | { readonly kind: "second-order"; readonly size: number }
  /** (x, y, z): y exp(x / y) <= z, y > 0, and its closure; three rows. */
  | { readonly kind: "exponential" }
  /** (x, y, z): |z| <= x^exponent y^(1 - exponent), x, y >= 0, 0 < exponent < 1; three rows. */
  | { readonly kind: "power"; readonly exponent: number };

/** Minimise 1/2 x'Px + q'x subject to A x + s = b with s in a product of cones. */
export interface ConicProgram {
  /** Number of variables. */
  readonly size: number;
  /** Upper triangle of P, symmetric positive semidefinite; 0 where left out. */
  readonly quadratic?: SparseMatrix;
  /** q. */
  readonly linear: Float64Array;
  /** A, one row for each slack. */
  readonly rows: SparseMatrix;
  /** b. */
  readonly limits: Float64Array;
  /** In row order. */
  readonly cones: readonly Cone[];
}

/** Options of {@link solveConic}. */
export interface ConicOptions {
  /**
   * Relative residuals and gap at which to stop. Where rounding ends the progress earlier, the best iterate is returned, as
   * `optimal` if its residuals and gap are below 1e-7; read them.
   * @defaultValue 1e-10
   */
  readonly tolerance?: number;
  /**
   * Most interior point steps.
   * @defaultValue 200
   */
  readonly maxIterations?: number;
}

/** What {@link solveConic} found. */
export interface ConicSolution {
  /**
   * With `infeasible`, `duals` z in K* prove it: A'z = 0, b'z = -1. With `unbounded`, `x` and `slacks` do: Px = 0,
   * Ax + s = 0, s in K, q'x = -1.
   */
  readonly status: "optimal" | "infeasible" | "unbounded" | "iteration-limit";
  readonly x: Float64Array;
  /** z in the dual cones: Px + q + A'z = 0. */
  readonly duals: Float64Array;
  readonly slacks: Float64Array;
  readonly objective: number;
  readonly iterations: number;
  /** Largest entry of Ax + s - b, of rows scaled to about 1, relative to the largest of their terms. */
  readonly primalResidual: number;
  /** Largest entry of Px + q + A'z, of columns scaled to about 1, relative to the largest of their terms. */
  readonly dualResidual: number;
  /** Primal less dual objective, relative to the absolute terms of both added up. */
  readonly gap: number;
}

/** Rows of a cone. */
export function coneSize(cone: Cone): number {
  return cone.kind === "exponential" || cone.kind === "power" ? 3 : cone.size;
}

/** Throws a RangeError unless the shapes agree and every number is usable. */
export function assertConicProgram({ size, quadratic, linear, rows, limits, cones }: ConicProgram): void {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`expected size to be a positive integer, was ${size}`);
  assertFinite("linear", linear, size);
  assertSparse("rows", rows, limits.length, size);
  assertFinite("limits", limits, rows.rows);
  if (quadratic !== undefined) {
    assertSparse("quadratic", quadratic, size, size);
    for (let j = 0; j < size; j++) {
      for (let p = quadratic.starts[j]!; p < quadratic.starts[j + 1]!; p++) {
        const i = quadratic.indices[p]!;
        if (i > j) throw new RangeError(`expected quadratic to be an upper triangle, had entry ${i}, ${j}`);
        if (i === j && quadratic.values[p]! < 0)
          throw new RangeError(
            `expected a positive semidefinite quadratic, entry ${j}, ${j} was ${quadratic.values[p]}`,
          );
      }
    }
  }
  let covered = 0;
  cones.forEach((cone, k) => {
    const count = coneSize(cone);
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`expected cones[${k}].size to be a nonnegative integer, was ${count}`);
    if (cone.kind === "power" && !(cone.exponent > 0 && cone.exponent < 1))
      throw new RangeError(`expected cones[${k}].exponent between 0 and 1, was ${cone.exponent}`);
    covered += count;
  });
  if (covered !== rows.rows) throw new RangeError(`expected cones of ${rows.rows} rows in all, had ${covered}`);
}

function assertFinite(name: string, values: Float64Array, length: number): void {
  if (values.length !== length)
    throw new RangeError(`expected ${name} to have ${length} entries, had ${values.length}`);
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new RangeError(`expected ${name} to be finite, entry ${at} was ${values[at]}`);
}

function assertSparse(name: string, matrix: SparseMatrix, rows: number, columns: number): void {
  if (matrix.rows !== rows || matrix.columns !== columns)
    throw new RangeError(`expected ${name} to be ${rows} x ${columns}, was ${matrix.rows} x ${matrix.columns}`);
  const { starts, indices, values } = matrix;
  if (starts.length !== columns + 1 || starts[columns] !== values.length || indices.length !== values.length)
    throw new RangeError(`expected ${name} to have ${columns + 1} starts that end at its number of entries`);
  assertFinite(`${name}.values`, values, values.length);
  for (let j = 0; j < columns; j++) {
    for (let p = starts[j]!; p < starts[j + 1]!; p++) {
      const above = p > starts[j]! ? indices[p - 1]! : -1;
      if (indices[p]! <= above || indices[p]! >= rows)
        throw new RangeError(`expected ${name} to have ascending rows below ${rows} in column ${j}, had ${indices[p]}`);
    }
  }
}
