import { invalidInput } from "@plimsoll/core";
import { choleskyFactor, choleskyLogDeterminant } from "@plimsoll/numeric";
import { floorCovariance } from "../covariance-floor.ts";
import type { CovarianceForm } from "../covariance-form.ts";

/** A stack of covariance matrices of one size, with what densities need of them. */
export interface CovarianceBlocks {
  /** Lower Cholesky factors, blocks x columns x columns. */
  readonly factors: Float64Array;
  /** Their inverses, lower triangular too. */
  readonly whitening: Float64Array;
  /** ln |covariance| of each. */
  readonly logDeterminants: Float64Array;
}

/** Factors all matrices; `name` is how an error calls the argument. Throws `INVALID_INPUT` where one is not positive definite. */
export function factorBlocks(covariances: Float64Array, columns: number, name: string): CovarianceBlocks {
  const size = columns * columns;
  const blocks = covariances.length / size;
  const factors = new Float64Array(covariances.length);
  const whitening = new Float64Array(covariances.length);
  const logDeterminants = new Float64Array(blocks);
  for (let k = 0; k < blocks; k++) {
    const factor = factors.subarray(k * size, (k + 1) * size);
    if (choleskyFactor(covariances.subarray(k * size, (k + 1) * size), columns, factor) < columns) {
      throw invalidInput(`${name}[${k}]`, `the covariance of state ${k} is not positive definite`);
    }
    logDeterminants[k] = choleskyLogDeterminant(factor, columns);
    invertLower(factor, columns, whitening.subarray(k * size, (k + 1) * size));
  }
  return { factors, whitening, logDeterminants };
}

function invertLower(factor: Float64Array, d: number, out: Float64Array): void {
  for (let j = 0; j < d; j++) {
    for (let i = j; i < d; i++) {
      let sum = i === j ? 1 : 0;
      for (let p = j; p < i; p++) sum -= factor[i * d + p]! * out[p * d + j]!;
      out[i * d + j] = sum / factor[i * d + i]!;
    }
  }
}

/** Free entries of a stack of covariance matrices, `group` of which share one if tied, with their typical sizes. */
export function freeCovariances(
  covariances: Float64Array,
  columns: number,
  form: CovarianceForm,
  group: number,
): { readonly values: number[]; readonly scales: number[] } {
  const size = columns * columns;
  const values: number[] = [];
  const scales: number[] = [];
  const step = form === "tied" ? group : 1;
  for (let k = 0; k < covariances.length / size; k += step) {
    const at = (i: number, j: number): number => covariances[k * size + i * columns + j]!;
    for (let i = 0; i < (form === "spherical" ? 1 : columns); i++) {
      for (let j = form === "full" || form === "tied" ? 0 : i; j <= i; j++) {
        values.push(at(i, j));
        scales.push(Math.sqrt(at(i, i) * at(j, j)));
      }
    }
  }
  return { values, scales };
}

/** The stack that {@link freeCovariances} read, with other values; `take` gives them in turn. */
export function withFreeCovariances(
  blocks: number,
  columns: number,
  form: CovarianceForm,
  group: number,
  take: () => number,
): Float64Array {
  const size = columns * columns;
  const result = new Float64Array(blocks * size);
  const step = form === "tied" ? group : 1;
  for (let k = 0; k < blocks; k += step) {
    const block = result.subarray(k * size, (k + 1) * size);
    for (let i = 0; i < (form === "spherical" ? 1 : columns); i++) {
      for (let j = form === "full" || form === "tied" ? 0 : i; j <= i; j++) {
        block[i * columns + j] = take();
        block[j * columns + i] = block[i * columns + j]!;
      }
    }
    if (form === "spherical") for (let i = 1; i < columns; i++) block[i * columns + i] = block[0]!;
    for (let other = 1; other < step; other++) result.set(block, (k + other) * size);
  }
  return result;
}

/** Typical sizes of means (roots of variances) and of all entries of a stack of covariance matrices. */
export function blockScales(
  covariances: Float64Array,
  columns: number,
): { readonly means: Float64Array; readonly covariances: Float64Array } {
  const size = columns * columns;
  const deviations = Float64Array.from({ length: covariances.length / columns }, (_, index) => {
    const block = Math.floor(index / columns);
    const i = index % columns;
    return Math.sqrt(covariances[block * size + i * columns + i]!);
  });
  return {
    means: deviations,
    covariances: covariances.map((_, index) => {
      const from = Math.floor(index / size) * columns;
      return deviations[from + (Math.floor(index / columns) % columns)]! * deviations[from + (index % columns)]!;
    }),
  };
}

/** Whether a stack of matrices could come from a fit: none below its floor. */
export function aboveFloor(covariances: Float64Array, floor: Float64Array, form: CovarianceForm): boolean {
  const size = floor.length * floor.length;
  for (let from = 0; from < covariances.length; from += size) {
    const block = covariances.slice(from, from + size);
    if (!block.every(Number.isFinite) || floorCovariance(block, floor, form)) return false;
  }
  return true;
}
