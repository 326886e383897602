import { requireLength } from "./shape.ts";
import { axpy, dot } from "./vector.ts";

/** A square matrix factored with row exchanges: row `pivots[i]` of A is row i of L U. */
export interface LuFactor {
  readonly size: number;
  /** Row-major; U on and above the diagonal, L (unit diagonal) below. */
  readonly packed: Float64Array;
  readonly pivots: Int32Array;
  /** 1 or -1, the parity of the exchanges. */
  readonly sign: 1 | -1;
  /** True when an exact zero pivot was met; solving then gives Infinity or NaN. */
  readonly singular: boolean;
}

/**
 * LU factor of a square matrix with partial pivoting.
 *
 * `matrix` is row-major `size` x `size` and is not changed. NaN propagates. Throws `RangeError` on an array that is too
 * short.
 *
 * @example
 * ```ts
 * import { luFactor, luSolve } from "@plimsoll/numeric";
 *
 * const factor = luFactor(Float64Array.of(0, 2, 1, 1), 2);
 * console.log(luSolve(factor, Float64Array.of(4, 3)).join(" ")); // 1 2
 * ```
 */
export function luFactor(matrix: Float64Array, size: number): LuFactor {
  requireLength("matrix", matrix, size * size);
  const packed = matrix.slice(0, size * size);
  const pivots = Int32Array.from({ length: size }, (_, index) => index);
  let sign: 1 | -1 = 1;
  let singular = false;
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let i = k + 1; i < size; i++) {
      if (Math.abs(packed[i * size + k]!) > Math.abs(packed[best * size + k]!)) best = i;
    }
    if (best !== k) {
      for (let j = 0; j < size; j++) {
        const kept = packed[k * size + j]!;
        packed[k * size + j] = packed[best * size + j]!;
        packed[best * size + j] = kept;
      }
      const kept = pivots[k]!;
      pivots[k] = pivots[best]!;
      pivots[best] = kept;
      sign = sign === 1 ? -1 : 1;
    }
    const pivot = packed[k * size + k]!;
    if (pivot === 0) {
      singular = true;
      continue;
    }
    for (let i = k + 1; i < size; i++) {
      const multiplier = packed[i * size + k]! / pivot;
      packed[i * size + k] = multiplier;
      if (multiplier !== 0) axpy(-multiplier, packed, packed, size - k - 1, k * size + k + 1, i * size + k + 1);
    }
  }
  return { size, packed, pivots, sign, singular };
}

/**
 * Solves `A x = b` from an LU factor. `out` must not be `b`. A singular factor gives Infinity or NaN; NaN propagates.
 *
 * @example
 * ```ts
 * import { luFactor, luSolve } from "@plimsoll/numeric";
 *
 * console.log(luSolve(luFactor(Float64Array.of(2, 0, 0, 4), 2), Float64Array.of(2, 4)).join(" ")); // 1 1
 * ```
 */
export function luSolve(
  factor: LuFactor,
  b: Float64Array,
  out: Float64Array = new Float64Array(factor.size),
): Float64Array {
  const { size, packed, pivots } = factor;
  requireLength("b", b, size);
  requireLength("out", out, size);
  for (let i = 0; i < size; i++) out[i] = b[pivots[i]!]! - dot(packed, out, i, i * size, 0);
  for (let i = size - 1; i >= 0; i--) {
    out[i] = (out[i]! - dot(packed, out, size - i - 1, i * size + i + 1, i + 1)) / packed[i * size + i]!;
  }
  return out;
}

/** Determinant of a matrix from its LU factor; it may overflow where the logarithm would not. */
export function luDeterminant(factor: LuFactor): number {
  let product: number = factor.sign;
  for (let i = 0; i < factor.size; i++) product *= factor.packed[i * factor.size + i]!;
  return product;
}
