import { invalidInput, PlimsollError, type PoolTask } from "@plimsoll/core";
import { checkTargets, countRows, type RowData, type RowsOf, takeRows, takeTargets } from "./rows.ts";
import { type ParallelOptions, runJobs, taskFrom } from "./run-jobs.ts";
import type { Fold } from "./splits.ts";

/** A fold with its data, as it crosses to another thread. */
export interface FoldJob<X extends RowData, Parameters = undefined> {
  readonly fold: number;
  readonly train: RowsOf<X>;
  readonly trainRows: readonly number[];
  readonly trainTargets: Float64Array | undefined;
  readonly test: RowsOf<X>;
  readonly testRows: readonly number[];
  readonly testTargets: Float64Array | undefined;
  /** The hyper-parameters to fit with; `undefined` without tuning. */
  readonly parameters: Parameters;
}

/** What a fit or a score is told beside its rows. */
export interface FoldContext<Parameters = undefined> {
  readonly fold: number;
  readonly rows: readonly number[];
  readonly targets: Float64Array | undefined;
  readonly parameters: Parameters;
  readonly signal: AbortSignal | undefined;
}

/** How a model is fitted, and how well it does on rows it has not seen. */
export interface ScoreSteps<X extends RowData, Model, Parameters = undefined> {
  readonly fit: (train: RowsOf<X>, context: FoldContext<Parameters>) => Model | Promise<Model>;
  readonly score: (model: Model, test: RowsOf<X>, context: FoldContext<Parameters>) => number | Promise<number>;
}

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions extends ParallelOptions {
  /** The folds, such as those of {@link purgedKFold}. */
  readonly splits: Iterable<Fold>;
  /** One value a row, handed to fit and score for their rows. */
  readonly targets?: ArrayLike<number> | undefined;
}

/** Scores by fold and how sure their mean is. */
export interface CrossValidation {
  readonly scores: readonly number[];
  readonly mean: number;
  /** Standard deviation of the scores (ddof 1); NaN for a single fold. */
  readonly standardDeviation: number;
  /**
   * Standard deviation / sqrt(folds): as if folds were independent. They share training rows, so it is too small.
   */
  readonly standardError: number;
  /**
   * sqrt(1/folds + test rows / training rows) x standard deviation (Nadeau & Bengio 2003): allows for the overlap of the
   * training sets; no unbiased estimate exists (Bengio & Grandvalet 2004).
   */
  readonly correctedStandardError: number;
}

/** A fold as a job. */
export function foldJob<X extends RowData, Parameters>(
  X: X,
  targets: ArrayLike<number> | undefined,
  index: number,
  { train, test }: Fold,
  parameters: Parameters,
): FoldJob<X, Parameters> {
  return {
    fold: index,
    train: takeRows(X, train),
    trainRows: train,
    trainTargets: takeTargets(targets, train),
    test: takeRows(X, test),
    testRows: test,
    testTargets: takeTargets(targets, test),
    parameters,
  };
}

/** Fit and score as one task. */
export function scoreTask<X extends RowData, Model, Parameters>(
  steps: ScoreSteps<X, Model, Parameters> | PoolTask<FoldJob<X, Parameters>, number>,
  options: ParallelOptions,
): PoolTask<FoldJob<X, Parameters>, number> {
  return taskFrom<ScoreSteps<X, Model, Parameters>, FoldJob<X, Parameters>, number>(
    steps,
    "score",
    options,
    async ({ fit, score }, job, { signal }) => {
      const { fold, parameters } = job;
      const model = await fit(job.train, { fold, rows: job.trainRows, targets: job.trainTargets, parameters, signal });
      return score(model, job.test, { fold, rows: job.testRows, targets: job.testTargets, parameters, signal });
    },
  );
}

/** The mean of scores by fold with its standard errors. */
export function summarizeScores(scores: readonly number[], folds: readonly Fold[]): CrossValidation {
  const count = scores.length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / count;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (count - 1);
  const tested = folds.reduce((sum, { test }) => sum + test.length, 0);
  const trained = folds.reduce((sum, { train }) => sum + train.length, 0);
  return {
    scores,
    mean,
    standardDeviation: Math.sqrt(variance),
    standardError: Math.sqrt(variance / count),
    correctedStandardError: Math.sqrt(variance * (1 / count + tested / trained)),
  };
}

/**
 * Fits on the training rows of each fold and scores on its test rows. The scores of folds are dependent, because their
 * training rows overlap and neighbouring rows are alike: read the corrected standard error, and even that with care.
 *
 * With a `pool`, `steps` is a task from a {@link FoldJob} to a score; the scores do not depend on the pool. Throws
 * `INVALID_INPUT` for a score that is not a finite number, `NOT_ENOUGH_DATA`, `ABORTED`, and whatever a step throws.
 *
 * @example
 * ```ts
 * import { crossValidate, GaussianHmm, purgedKFold } from "@plimsoll/ml";
 *
 * const returns = Array.from({ length: 500 }, (_, day) => Math.sin(day * 12.9898) * (day % 100 < 60 ? 0.5 : 3));
 * const logScore = async (states: number): Promise<number> => {
 *   const { mean } = await crossValidate(
 *     returns,
 *     {
 *       fit: (train) => GaussianHmm.fit(train, { states, seed: 7 }),
 *       score: (model, test) => model.score(test) / test.length,
 *     },
 *     { splits: purgedKFold(returns.length, { folds: 5, embargo: 5 }) },
 *   );
 *   return mean;
 * };
 * console.log((await logScore(2)) > (await logScore(1))); // true
 * ```
 */
export async function crossValidate<X extends RowData, Model>(
  X: X,
  steps: ScoreSteps<X, Model> | PoolTask<FoldJob<X>, number>,
  options: CrossValidateOptions,
): Promise<CrossValidation> {
  const { targets, pool, signal, onProgress } = options;
  const length = countRows(X);
  checkTargets(targets, length);
  const folds = [...options.splits];
  checkFolds(folds, length);
  const task = scoreTask(steps, options);
  const scores = await runJobs(task, folds.length, (index) => foldJob(X, targets, index, folds[index]!, undefined), {
    pool,
    signal,
    onProgress,
    phase: "folds",
  });
  scores.forEach((score, fold) => {
    if (!Number.isFinite(score)) {
      throw invalidInput("score", `score: expected a finite number, was ${score} on fold ${fold}`, {
        reason: "not-finite",
      });
    }
  });
  return summarizeScores(scores, folds);
}

/** Fails where there is no fold, or one that reaches beyond the data. */
export function checkFolds(folds: readonly Fold[], length: number): void {
  if (folds.length === 0) {
    throw new PlimsollError("NOT_ENOUGH_DATA", "splits: there is no fold", {
      argument: "splits",
      required: 1,
      available: 0,
    });
  }
  folds.forEach(({ train, test }, fold) => {
    const last = Math.max(train.at(-1) ?? 0, test.at(-1) ?? 0);
    if (last < length) return;
    throw invalidInput("splits", `splits: fold ${fold} has row ${last}, the data have ${length}: split the same rows`);
  });
}
