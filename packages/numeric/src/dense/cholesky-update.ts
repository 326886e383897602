import { requireLength } from "./shape.ts";

/**
 * Turns the Cholesky factor of `A` into that of `A + x x'`, in place, in O(`size`^2).
 *
 * `x` is used as workspace and is overwritten. NaN propagates. Givens rotations (Golub & Van Loan 2013, 6.5.4).
 * Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { choleskyUpdate } from "@plimsoll/numeric";
 *
 * const lower = Float64Array.of(3);
 * choleskyUpdate(lower, 1, Float64Array.of(4));
 * console.log(lower[0]); // 5
 * ```
 */
export function choleskyUpdate(lower: Float64Array, size: number, x: Float64Array): void {
  requireLength("lower", lower, size * size);
  requireLength("x", x, size);
  for (let k = 0; k < size; k++) {
    const diagonal = lower[k * size + k]!;
    const entry = x[k]!;
    const radius = Math.sqrt(diagonal * diagonal + entry * entry);
    const cosine = diagonal / radius;
    const sine = entry / radius;
    lower[k * size + k] = radius;
    for (let i = k + 1; i < size; i++) {
      const below = lower[i * size + k]!;
      lower[i * size + k] = cosine * below + sine * x[i]!;
      x[i] = cosine * x[i]! - sine * below;
    }
  }
}

/**
 * Turns the Cholesky factor of `A` into that of `A - x x'`, in place, in O(`size`^2); false if that is not positive
 * definite.
 *
 * `x` is used as workspace and is overwritten. When the answer is false `lower` is partly changed and must be rebuilt.
 * NaN gives false. Hyperbolic rotations in mixed form, which are as stable as the problem allows (Bojanczyk, Brent,
 * Van Dooren & de Hoog 1987). Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { choleskyDowndate } from "@plimsoll/numeric";
 *
 * const lower = Float64Array.of(5);
 * console.log(choleskyDowndate(lower, 1, Float64Array.of(4)), lower[0]); // true 3
 * ```
 */
export function choleskyDowndate(lower: Float64Array, size: number, x: Float64Array): boolean {
  requireLength("lower", lower, size * size);
  requireLength("x", x, size);
  for (let k = 0; k < size; k++) {
    const diagonal = lower[k * size + k]!;
    const entry = x[k]!;
    const squared = (diagonal - entry) * (diagonal + entry);
    if (!(squared > 0)) return false;
    const radius = Math.sqrt(squared);
    const cosine = radius / diagonal;
    const sine = entry / diagonal;
    lower[k * size + k] = radius;
    for (let i = k + 1; i < size; i++) {
      const below = (lower[i * size + k]! - sine * x[i]!) / cosine;
      lower[i * size + k] = below;
      x[i] = cosine * x[i]! - sine * below;
    }
  }
  return true;
}
