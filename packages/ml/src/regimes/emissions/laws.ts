import { invalidInput } from "@plimsoll/core";
import * as z from "zod";

export const lawSchema: z.ZodType<readonly number[]> = z.array(z.number().min(0).max(1)).min(1);
export const lawRowsSchema: z.ZodType<readonly (readonly number[])[]> = z.array(lawSchema).min(1);

/** Throws `INVALID_INPUT` unless rows of `width` are probabilities that sum to 1. */
export function requireLaws(rows: Float64Array, width: number, name: string): Float64Array {
  for (let from = 0; from < rows.length; from += width) {
    let total = 0;
    for (let j = 0; j < width; j++) {
      const probability = rows[from + j]!;
      if (!(probability >= 0)) throw invalidInput(name, `${name} must hold probabilities, one is ${probability}`);
      total += probability;
    }
    if (!(Math.abs(total - 1) < 1e-8)) {
      throw invalidInput(name, `${name}: row ${from / width} must sum to 1, sums to ${total}`);
    }
  }
  return rows;
}
