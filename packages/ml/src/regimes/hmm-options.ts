import { invalidInput } from "@plimsoll/core";
import type { StickyPrior } from "./baum-welch.ts";
import type { RowsOptions } from "./rows-options.ts";

/** Options of the fit of every hidden Markov model. */
export interface HmmOptions extends RowsOptions {
  /** Number of hidden states, 1 to 20. */
  readonly states: number;
  /** Seed of the starts; the same seed gives the same model. */
  readonly seed: number;
  /**
   * Columns of an X that is a flat array.
   * @defaultValue 1
   */
  readonly width?: number;
  /**
   * Starts that are tried; the best few are iterated to the end.
   * @defaultValue 10
   */
  readonly restarts?: number;
  /** @defaultValue 1000 */
  readonly maxIterations?: number;
  /**
   * Relative rise of the objective below which the iteration ends.
   * @defaultValue 1e-12
   */
  readonly tolerance?: number;
  /** Prior on the transition matrix; without it the fit is maximum likelihood. */
  readonly sticky?: StickyPrior;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly phase: string }) => void;
}

/** The options of a fit, checked and with their defaults. */
export interface CheckedHmmOptions {
  readonly states: number;
  readonly seed: number;
  readonly restarts: number;
  readonly maxIterations: number;
  readonly tolerance: number;
  readonly sticky: Required<StickyPrior>;
}

export function checkedHmmOptions(options: HmmOptions): CheckedHmmOptions {
  const { states, seed, restarts = 10, maxIterations = 1000, tolerance = 1e-12 } = options;
  if (!Number.isInteger(states) || states < 1 || states > 20) {
    throw invalidInput("states", `expected a whole number from 1 to 20, was ${states}`);
  }
  if (!Number.isInteger(restarts) || restarts < 1) {
    throw invalidInput("restarts", `expected a whole number >= 1, was ${restarts}`);
  }
  if (!Number.isInteger(maxIterations) || maxIterations < 1) {
    throw invalidInput("maxIterations", `expected a whole number >= 1, was ${maxIterations}`);
  }
  if (Number.isNaN(tolerance)) throw invalidInput("tolerance", "expected a number, was NaN");
  if (!Number.isFinite(seed)) throw invalidInput("seed", `expected a finite number, was ${seed}`);
  const sticky = { concentration: 1, selfTransition: 0, ...options.sticky };
  if (!(sticky.concentration >= 1 && sticky.selfTransition >= 0)) {
    throw invalidInput("sticky", "expected concentration >= 1 and selfTransition >= 0");
  }
  return { states, seed, restarts, maxIterations, tolerance, sticky };
}
