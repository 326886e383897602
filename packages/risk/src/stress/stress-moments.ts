import { invalidInput } from "@plimsoll/core";
import { choleskyFactor } from "@plimsoll/numeric";

/** Mean and covariance of assets or factors, of one period. */
export interface StressMoments {
  readonly assets: readonly string[];
  /** Rows of numbers, or row-major. */
  readonly covariance: readonly (readonly number[])[] | Float64Array;
  /** @defaultValue 0 */
  readonly mean?: readonly number[] | Float64Array;
}

/** {@link StressMoments} as clean arrays. */
export interface CleanMoments {
  readonly size: number;
  readonly covariance: Float64Array;
  readonly mean: Float64Array;
}

/** Checks shapes, finiteness and symmetry; throws `INVALID_INPUT`. */
export function readMoments({ assets, covariance, mean }: StressMoments): CleanMoments {
  const size = assets.length;
  const flat = covariance instanceof Float64Array ? covariance : Float64Array.from(covariance.flat());
  if (size === 0 || flat.length !== size * size) {
    throw invalidInput("covariance", `covariance: expected ${size} x ${size} numbers, was ${flat.length}`);
  }
  const centre = mean === undefined ? new Float64Array(size) : Float64Array.from(mean);
  if (centre.length !== size) throw invalidInput("mean", `mean: expected ${size} numbers, was ${centre.length}`);
  if (flat.some((entry) => !Number.isFinite(entry)))
    throw invalidInput("covariance", "covariance: expected finite numbers");
  if (centre.some((entry) => !Number.isFinite(entry))) throw invalidInput("mean", "mean: expected finite numbers");
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [flat[i * size + j]!, flat[j * size + i]!];
      if (Math.abs(a - b) > 1e-9 * (Math.abs(a) + Math.abs(b))) {
        throw invalidInput(
          "covariance",
          `covariance: not symmetric at ("${assets[i]}", "${assets[j]}"): ${a} and ${b}`,
        );
      }
    }
  }
  return { size, covariance: flat, mean: centre };
}

/** Rows of a covariance that are independent of those before them up to rounding, at most `size`; `lower` gets the Cholesky factor. */
export function factorRows(covariance: Float64Array, size: number, lower: Float64Array): number {
  const done = choleskyFactor(covariance, size, lower);
  for (let i = 0; i < done; i++) {
    // what is left of a variance after those before it, relative to itself
    if (lower[i * size + i]! ** 2 <= 1e-12 * covariance[i * size + i]!) return i;
  }
  return done;
}

/** Cholesky factor; throws `INVALID_INPUT` naming the asset whose variance is explained by those before it. */
export function factorOf(covariance: Float64Array, assets: readonly string[]): Float64Array {
  const lower = new Float64Array(covariance.length);
  const done = factorRows(covariance, assets.length, lower);
  if (done === assets.length) return lower;
  throw invalidInput(
    "covariance",
    `covariance: not positive definite, "${assets[done]}" is a combination of those before it: leave it out or shrink the estimate`,
  );
}
