import { invalidInput } from "@plimsoll/core";
import { longRunVariance } from "@plimsoll/numeric";
import type { ObservationInput, Observations } from "../observations.ts";
import type { RegimeModel } from "./regime-model.ts";

/** A mean over rows and how uncertain it is. */
export interface ScoreEstimate {
  /** Mean of ln p(row | what was known) over the scored rows: larger is better. */
  readonly score: number;
  /** Standard error of the mean. */
  readonly standardError: number;
  /** Rows that were scored. */
  readonly rows: number;
}

/** Rows `from` to `to` (exclusive) as input for a model; one column is a series. */
export function rowsBetween({ values, columns }: Observations, from: number, to: number): ObservationInput {
  const part = values.subarray(from * columns, to * columns);
  return columns === 1 ? part : { values: part, columns };
}

/** First rows of the blocks into which the rows from `first` on are cut, then their end. */
export function blockBounds(first: number, rows: number, folds: number): number[] {
  if (!Number.isInteger(folds) || folds < 1 || rows - first < folds) {
    throw invalidInput("folds", `expected a whole number from 1 to the ${rows - first} rows to score, was ${folds}`);
  }
  return Array.from({ length: folds + 1 }, (_, fold) => first + Math.floor((fold * (rows - first)) / folds));
}

/** The first row that walk-forward scores, from the share of rows that the first fit has. */
export function firstScored(rows: number, initialShare: number): number {
  if (!(initialShare > 0 && initialShare < 1)) {
    throw invalidInput("initialShare", `expected a share between 0 and 1, was ${initialShare}`);
  }
  return Math.max(1, Math.floor(rows * initialShare));
}

/**
 * Predictive log scores of the rows from `bounds[0]` on: the rows of each block are scored by a model that was fitted on
 * the rows before the block, each row given those before it. NaN where a row is missing.
 */
export function walkForwardScores(
  observations: Observations,
  bounds: readonly number[],
  fit: (X: ObservationInput, fold: number) => RegimeModel,
): Float64Array {
  const first = bounds[0]!;
  const scores = new Float64Array(bounds.at(-1)! - first);
  for (let fold = 0; fold + 1 < bounds.length; fold++) {
    const from = bounds[fold]!;
    const to = bounds[fold + 1]!;
    const model = fit(rowsBetween(observations, 0, from), fold);
    const all = model.rowScores(rowsBetween(observations, 0, to));
    for (let t = from; t < to; t++) scores[t - first] = observations.missing[t] === 1 ? Number.NaN : all[t]!;
  }
  return scores;
}

/** Mean of the scores that are there, with the autocorrelation-consistent standard error of Newey & West (1987). */
export function meanScore(scores: Float64Array): ScoreEstimate {
  const present = scores.filter((score) => !Number.isNaN(score));
  const score = present.reduce((sum, value) => sum + value, 0) / present.length;
  return { score, standardError: Math.sqrt(longRunVariance(present) / present.length), rows: present.length };
}
