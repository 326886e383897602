import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { Observations } from "../../observations.ts";

/** What laws with covariances need beside their parameters. */
export interface CovarianceSettings {
  /** Least variance of a state, by column. */
  readonly covarianceFloor: readonly number[];
}

export const covarianceSettingsShape: { readonly covarianceFloor: z.ZodType<readonly number[]> } = {
  covarianceFloor: z.array(z.number().positive()).min(1),
};

/** Options of laws with covariances. */
export interface CovarianceFloorOption {
  /**
   * Least variance of a state, relative to the variance of the column over the whole sample.
   * @defaultValue 1e-6
   */
  readonly covarianceFloor?: number;
}

/** Least variance of a state, by column: `relative` times the variance over the complete rows. */
export function varianceFloor(observations: Observations, relative: number): Float64Array {
  if (!(relative > 0 && relative < 1)) {
    throw invalidInput("covarianceFloor", `expected a share of the variance between 0 and 1, was ${relative}`);
  }
  const { rows, columns, values, missing, complete } = observations;
  const floor = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    let least = Infinity;
    let most = -Infinity;
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      const value = values[t * columns + j]!;
      sum += value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const mean = sum / complete;
    let square = 0;
    for (let t = 0; t < rows; t++) if (missing[t] === 0) square += (values[t * columns + j]! - mean) ** 2;
    floor[j] = (relative * square) / complete;
    if (!(most > least) || !(floor[j]! > 0)) {
      throw invalidInput("X", `column ${j} is constant: drop it, it says nothing about regimes`);
    }
  }
  return floor;
}

/** The floor of a law with known parameters: a millionth of the mean variance of its states. */
export function defaultFloor(covariances: Float64Array, columns: number): Float64Array {
  const blocks = covariances.length / (columns * columns);
  return Float64Array.from({ length: columns }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < blocks; k++) sum += covariances[(k * columns + i) * columns + i]!;
    return (1e-6 * sum) / blocks;
  });
}
