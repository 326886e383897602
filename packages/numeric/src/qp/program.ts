/** A Hessian in factor form, L F L' + diag(d). */
export interface FactorHessian {
  /** n x k, row-major: one row of loadings per variable. */
  readonly loadings: Float64Array;
  /** k x k, row-major, symmetric positive semidefinite. */
  readonly factor: Float64Array;
  /** n, nonnegative. */
  readonly diagonal: Float64Array;
}

/** General linear rows, lower <= A x <= upper; an equality has equal limits. */
export interface LinearRows {
  readonly count: number;
  /** count x n, row-major. */
  readonly matrix: Float64Array;
  /** count entries, -Infinity for none. */
  readonly lower: Float64Array;
  /** count entries, Infinity for none. */
  readonly upper: Float64Array;
}

/** Minimise 1/2 x'Qx + c'x subject to rowLower <= A x <= rowUpper and lower <= x <= upper. */
export interface QuadraticProgram {
  /** n, the number of variables. */
  readonly size: number;
  /** n x n row-major, symmetric positive semidefinite, or its factor form. */
  readonly hessian: Float64Array | FactorHessian;
  /** n entries. */
  readonly linear: Float64Array;
  readonly rows?: LinearRows;
  /** n entries, -Infinity for none. */
  readonly lower: Float64Array;
  /** n entries, Infinity for none. */
  readonly upper: Float64Array;
}

/** How far an answer is from the optimality conditions, computed from the raw data; each figure is relative. */
export interface QuadraticResiduals {
  /** Largest violation of a bound or row, relative to the size of the terms of that row. */
  readonly primal: number;
  /** Largest component of Qx + c - A'y - z and largest multiplier of the wrong sign, each relative to the size of its own terms. */
  readonly dual: number;
  /** Primal minus dual objective, relative to the size of the terms of the objective. */
  readonly gap: number;
}

/**
 * Proof that no x satisfies the rows and bounds: multipliers y, z with A'y + z = 0 whose signs make
 * the limits themselves contradict each other. Rows and bounds with a multiplier other than 0 are in conflict.
 */
export interface FarkasCertificate {
  /** One per row: positive where the lower limit is used, negative where the upper one is. */
  readonly rows: Float64Array;
  /** One per variable, same sign. */
  readonly bounds: Float64Array;
  /** y'(limits) + z'(limits) > 0, with multipliers scaled to a largest absolute value of 1. */
  readonly violation: number;
}

/** Where a solver may start. */
export interface QuadraticWarmStart {
  /** An earlier answer; need not be feasible. Variables strictly between their bounds start free. */
  readonly x: Float64Array;
}

/** Options of {@link solveQuadratic}. */
export interface QuadraticOptions {
  /**
   * Where to start from.
   * @defaultValue none
   */
  readonly warmStart?: QuadraticWarmStart;
  /**
   * `auto` chooses by size, form and bounds, and falls back from one to the next.
   * @defaultValue "auto"
   */
  readonly method?: "auto" | "active-set" | "pdas" | "interior-point";
  /**
   * Largest residual, relative as in {@link QuadraticResiduals}, that may be called optimal.
   * @defaultValue 1e-9
   */
  readonly tolerance?: number;
  /**
   * Iterations of one method (working-set changes, block steps or interior steps).
   * @defaultValue 50 (n + m) + 1000 for the active set, 100 for the others
   */
  readonly maxIterations?: number;
}

/** What {@link solveQuadratic} found. */
export interface QuadraticSolution {
  /** `optimal` only after the residuals of the raw data have been checked. */
  readonly status: "optimal" | "infeasible" | "unbounded" | "iteration-limit";
  /** n entries; the last iterate where the status isn't `optimal`. */
  readonly x: Float64Array;
  /** One per row, y = d(objective)/d(limit): >= 0 at an active lower limit, <= 0 at an active upper limit. */
  readonly rowDuals: Float64Array;
  /** One per variable, same sign. */
  readonly boundDuals: Float64Array;
  readonly objective: number;
  readonly iterations: number;
  /** The method that gave the answer. */
  readonly method: string;
  readonly residuals: QuadraticResiduals;
  /** With `infeasible`. */
  readonly certificate?: FarkasCertificate;
  /** With `unbounded`: a direction d with Qd = 0 and c'd < 0 that never leaves the feasible set. */
  readonly ray?: Float64Array;
}

/** Whether a Hessian is in factor form. */
export function isFactorHessian(hessian: Float64Array | FactorHessian): hessian is FactorHessian {
  return !(hessian instanceof Float64Array);
}

/** Throws a RangeError unless the shapes agree and every number is usable. */
export function assertQuadraticProgram(program: QuadraticProgram): void {
  const n = program.size;
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`expected size to be a positive integer, was ${n}`);
  if (isFactorHessian(program.hessian)) {
    const { loadings, factor, diagonal } = program.hessian;
    assertFinite("hessian.diagonal", diagonal, n);
    const k = Math.round(loadings.length / n);
    if (loadings.length !== n * k)
      throw new RangeError(`expected hessian.loadings to hold ${n} rows, had ${loadings.length} entries`);
    assertFinite("hessian.loadings", loadings, n * k);
    assertFinite("hessian.factor", factor, k * k);
    for (let i = 0; i < n; i++)
      if (diagonal[i]! < 0) throw new RangeError(`expected hessian.diagonal[${i}] >= 0, was ${diagonal[i]}`);
  } else {
    if (!isPlainlySymmetric(program.hessian, n)) {
      assertFinite("hessian", program.hessian, n * n);
      assertSymmetric(program.hessian, n);
    }
  }
  assertFinite("linear", program.linear, n);
  assertLimits("", program.lower, program.upper, n);
  if (program.rows !== undefined) {
    const { count, matrix, lower, upper } = program.rows;
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`expected rows.count to be a nonnegative integer, was ${count}`);
    assertFinite("rows.matrix", matrix, count * n);
    assertLimits("rows.", lower, upper, count);
  }
}

const tile = 32;

function assertFinite(name: string, values: Float64Array, length: number): void {
  if (values.length !== length)
    throw new RangeError(`expected ${name} to have ${length} entries, had ${values.length}`);
  let at = 0;
  while (at < length && Number.isFinite(values[at])) at++;
  if (at === length) return;
  throw new RangeError(`expected ${name} to be finite, entry ${at} was ${values[at]}`);
}

/** Whether a matrix is finite, equal to its transpose and not below 0 on its diagonal: in one pass, without a word on what isn't. */
function isPlainlySymmetric(matrix: Float64Array, n: number): boolean {
  if (matrix.length !== n * n) return false;
  let differences = 0;
  for (let i = 0; i < n; i++) if (!(matrix[i * n + i]! >= 0 && matrix[i * n + i]! < Infinity)) return false;
  // by tiles: the transposed reads then stay in cache
  for (let top = 0; top < n; top += tile) {
    const bottom = Math.min(n, top + tile);
    for (let left = 0; left <= top; left += tile) {
      for (let i = top; i < bottom; i++) {
        const right = Math.min(i, left + tile);
        // infinities and NaN differ even from themselves
        for (let j = left; j < right; j++) differences += Math.abs(matrix[i * n + j]! - matrix[j * n + i]!);
      }
    }
  }
  return differences === 0;
}

function assertSymmetric(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    if (matrix[i * n + i]! < 0)
      throw new RangeError(`expected a positive semidefinite hessian, diagonal entry ${i} was ${matrix[i * n + i]}`);
  }
  // by tiles, as above
  for (let top = 0; top < n; top += tile) {
    for (let left = 0; left <= top; left += tile) {
      const bottom = Math.min(n, top + tile);
      for (let i = top; i < bottom; i++) {
        const right = Math.min(i, left + tile);
        for (let j = left; j < right; j++) {
          const a = matrix[i * n + j]!;
          const b = matrix[j * n + i]!;
          if (
            a !== b &&
            Math.abs(a - b) >
              1e-12 * Math.sqrt(matrix[i * n + i]! * matrix[j * n + j]!) + 1e-14 * Math.max(Math.abs(a), Math.abs(b))
          ) {
            throw new RangeError(
              `expected a symmetric hessian, entries (${i}, ${j}) and (${j}, ${i}) were ${a} and ${b}`,
            );
          }
        }
      }
    }
  }
}

function assertLimits(prefix: string, lower: Float64Array, upper: Float64Array, length: number): void {
  if (lower.length !== length)
    throw new RangeError(`expected ${prefix}lower to have ${length} entries, had ${lower.length}`);
  if (upper.length !== length)
    throw new RangeError(`expected ${prefix}upper to have ${length} entries, had ${upper.length}`);
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(lower[i]!) || lower[i] === Infinity)
      throw new RangeError(`expected ${prefix}lower[${i}] to be a number or -Infinity, was ${lower[i]}`);
    if (Number.isNaN(upper[i]!) || upper[i] === -Infinity)
      throw new RangeError(`expected ${prefix}upper[${i}] to be a number or Infinity, was ${upper[i]}`);
  }
}
