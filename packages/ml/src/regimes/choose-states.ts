import { invalidInput, throwIfAborted } from "@plimsoll/core";
import { type ObservationInput, type Observations, readObservations } from "../observations.ts";
import { type AnyHmm, fitHmm, type HmmSpec } from "./hmm-spec.ts";
import {
  blockBounds,
  firstScored,
  meanScore,
  rowsBetween,
  type ScoreEstimate,
  walkForwardScores,
} from "./predictive-score.ts";

type WithoutStates<Spec> = Spec extends unknown ? Omit<Spec, "states"> : never;

/** By what {@link chooseStates} chooses. */
export type StatesCriterion = "aic" | "bic" | "icl" | "cross-validation";

/** How {@link chooseStates} chooses. */
export interface StateChoiceOptions {
  /** Numbers of states to try. */
  readonly candidates: readonly number[];
  readonly criterion: StatesCriterion;
  /**
   * Blocks that cross-validation scores.
   * @defaultValue 5
   */
  readonly folds?: number;
  /**
   * Walk-forward fits on the rows before a block and scores each row given the past; blocked fits on all rows outside the
   * block and scores the block given them (Celeux & Durand 2008), which sees the future of a block but uses all rows.
   * @defaultValue "walk-forward"
   */
  readonly scheme?: "walk-forward" | "blocked";
  /**
   * Share of the rows that the first fit of walk-forward has.
   * @defaultValue 0.5
   */
  readonly initialShare?: number;
  /**
   * Cross-validation takes the best score, or the fewest states whose score is within one standard error (of the
   * difference) of it.
   * @defaultValue "best"
   */
  readonly rule?: "best" | "one-standard-error";
}

/** Options of {@link chooseStates}: the law and the options of its fit without `states`, and how to choose. */
export type ChooseStatesOptions = WithoutStates<HmmSpec> & StateChoiceOptions;

/** What speaks for a number of states. */
export interface StateCandidate {
  readonly states: number;
  readonly logLikelihood: number;
  readonly parameterCount: number;
  readonly aic: number;
  readonly bic: number;
  readonly icl: number;
  readonly converged: boolean;
  /** Out-of-sample score; null unless the criterion is cross-validation. */
  readonly crossValidation: ScoreEstimate | null;
}

/** The number of states that was chosen, and the table it was chosen from. */
export interface StateChoice {
  readonly states: number;
  readonly criterion: StatesCriterion;
  readonly table: readonly StateCandidate[];
  /** The model with the chosen number of states, fitted on all rows. */
  readonly model: AnyHmm;
}

/**
 * Chooses the number of states of a hidden Markov model: smallest AIC, BIC or ICL (definition 36), or greatest predictive
 * log score out of sample, with its standard error (Newey & West over rows for walk-forward, over blocks for blocked).
 *
 * AIC and BIC tend to add states to catch heavy tails (Pohle et al. 2017): compare laws too. Sequences (`lengths`) are not
 * taken. Throws as the fit does, and `INVALID_INPUT` for bad options.
 *
 * @example
 * ```ts
 * import { chooseStates, GaussianHmm } from "@plimsoll/ml";
 *
 * const known = GaussianHmm.fromParameters({
 *   startProbabilities: [1, 0],
 *   transition: [[0.97, 0.03], [0.06, 0.94]],
 *   means: [[0.1], [-0.2]],
 *   covariances: [[[0.5]], [[6]]],
 * });
 * const X = known.simulate(1, 800);
 * const choice = chooseStates(X, { law: "gaussian", seed: 1, restarts: 3, candidates: [1, 2, 3], criterion: "bic" });
 * console.log(choice.states, choice.table.map(({ states }) => states).join(" ")); // 2 1 2 3
 * ```
 */
export function chooseStates(X: ObservationInput, options: ChooseStatesOptions): StateChoice {
  const { candidates, criterion, folds, scheme, initialShare, rule, ...spec } = options;
  const { best, score } = checkedCriterion(criterion);
  if (candidates.length === 0) throw invalidInput("candidates", "expected at least one number of states");
  if (spec.lengths !== undefined) {
    throw invalidInput("lengths", "the choice of states takes one sequence: choose on each, or on the longest");
  }
  const observations = readObservations(X, 1, spec.width);
  const whole = rowsBetween(observations, 0, observations.rows);
  const { onProgress, width: _width, ...rest } = spec;
  const fits = candidates.map((states, index) => {
    const fit = (rows: ObservationInput): AnyHmm => fitHmm(rows, { ...rest, states });
    throwIfAborted(spec.signal, "the choice of states");
    const model = fit(whole);
    const scores = score ? crossValidate(observations, fit, { folds, scheme, initialShare }) : undefined;
    onProgress?.({ done: index + 1, total: candidates.length, phase: `${states} states` });
    return { model, scores, row: candidate(model, scores?.estimate ?? null) };
  });
  let chosen = 0;
  fits.forEach(({ row }, index) => {
    if (best(row) < best(fits[chosen]!.row)) chosen = index;
  });
  if (score && rule === "one-standard-error") {
    const top = fits[chosen]!.scores!.byUnit;
    fits.forEach(({ row, scores }, index) => {
      const { score: behind, standardError } = scores!.compare(top.map((value, i) => value - scores!.byUnit[i]!));
      if (behind <= standardError && row.states < fits[chosen]!.row.states) chosen = index;
    });
  }
  const { model, row } = fits[chosen]!;
  return { states: row.states, criterion, table: fits.map((each) => each.row), model };
}

function checkedCriterion(criterion: StatesCriterion): {
  readonly best: (row: StateCandidate) => number;
  readonly score: boolean;
} {
  switch (criterion) {
    case "aic":
    case "bic":
    case "icl":
      return { best: (row) => row[criterion], score: false };
    case "cross-validation":
      return { best: (row) => -row.crossValidation!.score, score: true };
    default:
      throw invalidInput("criterion", `expected aic, bic, icl or cross-validation, was ${String(criterion)}`);
  }
}

function candidate(model: AnyHmm, crossValidation: ScoreEstimate | null): StateCandidate {
  const { states, logLikelihood, parameterCount, aic, bic, icl, converged } = model;
  return { states, logLikelihood, parameterCount, aic, bic, icl, converged, crossValidation };
}

interface CrossValidation {
  /** Scores of rows (walk-forward), or mean scores of blocks. */
  readonly byUnit: Float64Array;
  readonly estimate: ScoreEstimate;
  /** The mean of such scores, or of differences of them, with its standard error. */
  readonly compare: (byUnit: Float64Array) => ScoreEstimate;
}

function crossValidate(
  observations: Observations,
  fit: (X: ObservationInput) => AnyHmm,
  options: {
    readonly folds: number | undefined;
    readonly scheme: StateChoiceOptions["scheme"];
    readonly initialShare: number | undefined;
  },
): CrossValidation {
  const { folds = 5, scheme = "walk-forward", initialShare = 0.5 } = options;
  if (scheme === "walk-forward") {
    const bounds = blockBounds(firstScored(observations.rows, initialShare), observations.rows, folds);
    const byUnit = walkForwardScores(observations, bounds, fit);
    return { byUnit, estimate: meanScore(byUnit), compare: meanScore };
  }
  if (scheme !== "blocked") {
    throw invalidInput("scheme", `expected walk-forward or blocked, was ${String(scheme)}`);
  }
  if (folds < 2) throw invalidInput("folds", `blocked cross-validation needs 2 folds, was ${folds}`);
  const { rows, columns, values } = observations;
  const bounds = blockBounds(0, rows, folds);
  const counts = bounds.slice(1).map((to, fold) => {
    const missing = observations.missing.subarray(bounds[fold], to).reduce((sum, value) => sum + value, 0);
    return to - bounds[fold]! - missing;
  });
  const byUnit = Float64Array.from(counts, (count, fold) => {
    const without = values.slice().fill(Number.NaN, bounds[fold]! * columns, bounds[fold + 1]! * columns);
    const outside = { values: without, columns };
    const model = fit(outside);
    // ln p(block | the rows around it)
    return count === 0 ? Number.NaN : (model.score({ values, columns }) - model.score(outside)) / count;
  });
  const compare = (scores: Float64Array): ScoreEstimate => {
    const used = scores.filter((value) => !Number.isNaN(value));
    const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
    const square = used.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const standardError = Math.sqrt(square / (used.length - 1) / used.length);
    return { score: mean, standardError, rows: observations.complete };
  };
  return { byUnit, estimate: compare(byUnit), compare };
}
