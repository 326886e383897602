import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { type CovarianceForm, isDiagonal } from "../covariance-form.ts";

export const formSchema: z.ZodType<CovarianceForm> = z.enum(["spherical", "diagonal", "tied", "full"]);
export const rowsSchema: z.ZodType<readonly (readonly number[])[]> = z.array(z.array(z.number()));
export const matricesSchema: z.ZodType<readonly (readonly (readonly number[])[])[]> = z.array(rowsSchema);

/** Flattens rows of one width. Throws `INVALID_INPUT` where they differ, or are not `count` (if given). */
export function flattenRows(
  rows: readonly (readonly number[])[],
  name: string,
  width: number = rows[0]?.length ?? 0,
  count: number = rows.length,
): Float64Array {
  if (rows.length !== count || count === 0 || width === 0 || rows.some((row) => row.length !== width)) {
    throw invalidInput(
      name,
      `the sizes of start law, transition matrix, means and covariances do not agree: ${name} should be ${count} x ${width}`,
    );
  }
  return Float64Array.from(rows.flat());
}

/** Flattens symmetric matrices of one size. Throws `INVALID_INPUT` where they are not. */
export function flattenMatrices(
  matrices: readonly (readonly (readonly number[])[])[],
  name: string,
  size: number,
  count: number,
): Float64Array {
  if (matrices.length !== count) {
    throw invalidInput(name, `expected ${count} matrices in ${name}, one for each state, was ${matrices.length}`);
  }
  const result = new Float64Array(count * size * size);
  matrices.forEach((matrix, k) => {
    result.set(flattenRows(matrix, `${name}[${k}]`, size, size), k * size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) {
        const gap = Math.abs(matrix[i]![j]! - matrix[j]![i]!);
        if (!(gap <= 1e-10 * Math.sqrt(matrix[i]![i]! * matrix[j]![j]!))) {
          throw invalidInput(`${name}[${k}]`, `entries (${i}, ${j}) and (${j}, ${i}) of ${name}[${k}] differ`);
        }
      }
    }
  });
  return result;
}

/** Throws `INVALID_INPUT` unless matrices have the form that is said of them; `group` in a row are one if tied. */
export function requireForm(
  matrices: Float64Array,
  columns: number,
  form: CovarianceForm,
  group: number,
  name: string,
): Float64Array {
  const size = columns * columns;
  matrices.forEach((value, index) => {
    const k = Math.floor(index / size);
    const i = Math.floor((index % size) / columns);
    const j = index % columns;
    const first = matrices[k * size]!;
    const leader = matrices[(k - (k % group)) * size + (index % size)]!;
    const fits =
      (!isDiagonal(form) || i === j || value === 0) &&
      (form !== "spherical" || i !== j || value === first) &&
      (form !== "tied" || value === leader);
    if (!fits) throw invalidInput(`${name}[${k}]`, `${name}[${k}] is not ${form} at (${i}, ${j}): ${value}`);
  });
  return matrices;
}
