import { invalidInput, type PoolTask } from "@plimsoll/core";
import {
  checkFolds,
  type CrossValidation,
  foldJob,
  type FoldJob,
  scoreTask,
  type ScoreSteps,
  summarizeScores,
} from "./cross-validate.ts";
import { checkTargets, countRows, type RowData } from "./rows.ts";
import { type ParallelOptions, runJobs } from "./run-jobs.ts";
import { directionSign } from "./search/objective.ts";
import { randomProposer } from "./search/random-search.ts";
import { searchTrials } from "./search/run-trials.ts";
import { type ParameterValues, readSearchSpace, type SearchSpace } from "./search/search-space.ts";
import { tpeProposer, type TpeSettings } from "./search/tpe-search.ts";
import type { TrialRecord } from "./search/trial-record.ts";
import type { Fold } from "./splits.ts";
import { wholeNumber } from "./whole-number.ts";

/** Options of {@link nestedTuning}. */
export interface NestedTuningOptions extends ParallelOptions, TpeSettings {
  readonly space: SearchSpace;
  /** The folds that judge: their test rows take no part in tuning. */
  readonly outer: Iterable<Fold>;
  /**
   * The folds that tune, within the training rows of an outer fold: 0 to `length` - 1 stand for `rows`. Purging by a label
   * horizon is safe (rows are never nearer than their places); spans of your own are taken from `rows`.
   */
  readonly inner: (length: number, rows: readonly number[]) => Iterable<Fold>;
  /** Trials of each outer fold. */
  readonly trials: number;
  readonly seed: number | string;
  /** @defaultValue "tpe" */
  readonly search?: "tpe" | "random" | undefined;
  /** @defaultValue "maximize" */
  readonly direction?: "maximize" | "minimize" | undefined;
  /** One value a row, handed to fit and score for their rows. */
  readonly targets?: ArrayLike<number> | undefined;
}

/** What tuning within one outer fold chose, and how it did on the rows outside. */
export interface TunedFold {
  readonly parameters: ParameterValues;
  /** Mean score on the inner folds: the best of many, so too good. */
  readonly innerScore: number;
  /** Score on the outer test rows, fitted anew on all its training rows. */
  readonly score: number;
  readonly records: readonly TrialRecord[];
}

/** Scores of tuned models on rows that took no part in tuning. */
export interface NestedTuning extends CrossValidation {
  readonly folds: readonly TunedFold[];
  /** Trials in all outer folds together. */
  readonly trials: number;
}

/**
 * Judges a model together with the search for its hyper-parameters (Varma & Simon 2006): within the training rows of each
 * outer fold, trials are scored by their mean over inner folds; the best one is fitted on those rows and scored on the
 * outer test rows. The same seed gives the same result on any pool.
 *
 * `fit` and `score` get the hyper-parameters as `context.parameters`; with a `pool`, `steps` is a task from a
 * {@link FoldJob} to a score. Throws as {@link crossValidate} and {@link randomSearch} do.
 *
 * @example
 * ```ts
 * import { nestedTuning, purgedKFold } from "@plimsoll/ml";
 *
 * const returns = Array.from({ length: 300 }, (_, day) => 1 + Math.sin(day * 12.9898));
 * const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
 * const { folds } = await nestedTuning(
 *   returns,
 *   {
 *     fit: (train, { parameters }) => Number(parameters["shrink"]) * mean(train),
 *     score: (model, test) => -mean(test.map((value) => (value - model) ** 2)),
 *   },
 *   {
 *     space: { shrink: { kind: "uniform", low: 0, high: 2 } },
 *     outer: purgedKFold(returns.length, { folds: 3 }),
 *     inner: (length) => purgedKFold(length, { folds: 3 }),
 *     trials: 30,
 *     seed: 7,
 *   },
 * );
 * console.log(folds.every(({ parameters }) => Math.abs(Number(parameters["shrink"]) - 1) < 0.2)); // true
 * ```
 */
export async function nestedTuning<X extends RowData, Model>(
  X: X,
  steps: ScoreSteps<X, Model, ParameterValues> | PoolTask<FoldJob<X, ParameterValues>, number>,
  options: NestedTuningOptions,
): Promise<NestedTuning> {
  const { targets, pool, signal, onProgress, seed, search = "tpe" } = options;
  const length = countRows(X);
  checkTargets(targets, length);
  const outer = [...options.outer];
  checkFolds(outer, length);
  const total = wholeNumber("trials", options.trials, 1);
  const space = readSearchSpace(options.space);
  const sign = directionSign(options.direction);
  if (search !== "tpe" && search !== "random") {
    throw invalidInput("search", `search: expected "tpe" or "random", was ${JSON.stringify(search)}`);
  }
  const task = scoreTask(steps, options);
  const scoresOn = (folds: readonly Fold[], parameters: ParameterValues): Promise<number[]> =>
    runJobs(task, folds.length, (index) => foldJob(X, targets, index, folds[index]!, parameters), {
      pool,
      signal,
      phase: "folds",
    });

  const folds: TunedFold[] = [];
  for (const [index, fold] of outer.entries()) {
    const inner = [...options.inner(fold.train.length, fold.train)];
    checkFolds(inner, fold.train.length);
    const placed = inner.map(({ train, test }) => ({
      train: train.map((place) => fold.train[place]!),
      test: test.map((place) => fold.train[place]!),
    }));
    const foldSeed = `${seed}/${index}`;
    const [propose, batch] =
      search === "random"
        ? [randomProposer(space, foldSeed), total]
        : [tpeProposer(space, foldSeed, sign, options), wholeNumber("batch", options.batch ?? 4, 1)];
    const found = await searchTrials(
      propose,
      batch,
      async (_trial, parameters) => summarizeScores(await scoresOn(placed, parameters), placed).mean,
      {
        trials: total,
        seed: foldSeed,
        direction: options.direction,
        pool,
        signal,
        onProgress: ({ phase, done }) =>
          onProgress?.({ phase, done: index * total + done, total: outer.length * total }),
      },
    );
    const { parameters, score: innerScore } = found.best;
    const [score] = await scoresOn([fold], parameters);
    if (!Number.isFinite(score)) {
      throw invalidInput("score", `score: expected a finite number, was ${score} on outer fold ${index}`, {
        reason: "not-finite",
      });
    }
    folds.push({ parameters, innerScore, score: score!, records: found.records });
  }
  const summary = summarizeScores(
    folds.map(({ score }) => score),
    outer,
  );
  return { ...summary, folds, trials: folds.length * total };
}
