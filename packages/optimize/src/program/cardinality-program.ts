/** Rows lower <= A x <= upper; infinite limits for none. */
export interface LimitedRows {
  readonly count: number;
  /** count x n, row-major. */
  readonly matrix: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** How many of some variables may be different from 0. */
export interface CountLimit {
  readonly members: Int32Array;
  /** @defaultValue 0 */
  readonly min?: number;
  /** @defaultValue no limit */
  readonly max?: number;
}

/**
 * Minimise 1/2 x'Qx + c'x subject to rowLower <= A x <= rowUpper and, for each variable, x = 0 or lower <= x <= upper
 * (and |x| >= smallest), with limits on how many are not 0.
 */
export interface CardinalityProgram {
  /** n */
  readonly size: number;
  /** n x n, row-major, symmetric positive semidefinite. */
  readonly hessian: Float64Array;
  readonly linear: Float64Array;
  readonly rows?: LimitedRows;
  /** Finite; what holds where a variable is in. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /**
   * Least absolute value where a variable is in and may have either sign.
   * @defaultValue 0
   */
  readonly smallest?: Float64Array;
  /**
   * 1 where a variable counts and may be 0 outside its bounds, 0 where it is an ordinary variable.
   * @defaultValue 1 everywhere
   */
  readonly counted?: Uint8Array;
  /** Fewest counted variables that are in. @defaultValue 0 */
  readonly minCount?: number;
  /** Most counted variables that are in. @defaultValue n */
  readonly maxCount?: number;
  /** Further limits on groups of counted variables. */
  readonly groups?: readonly CountLimit[];
}
