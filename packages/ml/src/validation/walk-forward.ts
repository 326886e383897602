import { invalidInput, type PoolTask } from "@plimsoll/core";
import { checkTargets, countRows, firstRows, type RowData, type RowsOf, takeRows, takeTargets } from "./rows.ts";
import { type ParallelOptions, runJobs, taskFrom } from "./run-jobs.ts";
import { type Fold, rowRange } from "./splits.ts";
import { walkForwardSplits, type WalkForwardSplitsOptions } from "./walk-forward-splits.ts";

/** What a fit is told beside its rows. */
export interface FitContext<Model> {
  readonly fold: number;
  /** Row numbers of the training rows. */
  readonly rows: readonly number[];
  /** The targets of the training rows, where targets were given. */
  readonly targets: Float64Array | undefined;
  /** The model of the fold before, with `warmStart: "previous"`. */
  readonly previous: Model | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What a prediction of a whole block is told beside its rows. */
export interface PredictContext<X extends RowData> {
  readonly fold: number;
  /** Row numbers of the test rows. */
  readonly rows: readonly number[];
  /** The last row that the model was fitted on. */
  readonly origin: number;
  /** All rows up to the last test row, for filters that need the past. */
  readonly seen: () => RowsOf<X>;
  readonly signal: AbortSignal | undefined;
}

/** What a prediction of one row is told beside what it may see. */
export interface PredictRowContext {
  readonly fold: number;
  /** The row to predict. */
  readonly row: number;
  readonly origin: number;
  readonly signal: AbortSignal | undefined;
}

/** How a model is fitted on the past, and how it predicts: each row by itself, or a block at a time. */
export type WalkForwardSteps<X extends RowData, Model, Prediction> = {
  /** Fits on copies of past rows; nothing later can be reached. */
  readonly fit: (train: RowsOf<X>, context: FitContext<Model>) => Model | Promise<Model>;
} & (
  | {
      /**
       * The prediction for one row. `seen` ends with that row (or before it, see `reveal`): looking ahead is impossible.
       */
      readonly predictRow: (
        model: Model,
        seen: RowsOf<X>,
        context: PredictRowContext,
      ) => Prediction | Promise<Prediction>;
    }
  | {
      /**
       * One prediction for each row of the test block, all of which it sees: faster, but it is for the caller to use no
       * later row than the one that is predicted, as a `filter` does and a `smooth` does not.
       */
      readonly predict: (
        model: Model,
        test: RowsOf<X>,
        context: PredictContext<X>,
      ) => ArrayLike<Prediction> | Promise<ArrayLike<Prediction>>;
    }
);

/** One fold of a walk forward as it crosses to another thread. */
export interface WalkForwardJob<X extends RowData, Model = unknown> {
  readonly fold: number;
  readonly train: RowsOf<X>;
  readonly trainRows: readonly number[];
  readonly targets: Float64Array | undefined;
  /** All rows before the test block, for filters that need the past. */
  readonly past: RowsOf<X>;
  readonly test: RowsOf<X>;
  readonly testRows: readonly number[];
  readonly previous: Model | undefined;
}

/** What comes back for a fold: the model (plain data, if it comes from another thread) and one prediction a test row. */
export interface WalkForwardOutcome<Model, Prediction> {
  readonly model: Model;
  readonly predictions: ArrayLike<Prediction>;
}

/** Options of {@link walkForward}. */
export interface WalkForwardOptions extends WalkForwardSplitsOptions, ParallelOptions {
  /** One value a row, which a fit gets for its training rows and a prediction never sees. */
  readonly targets?: ArrayLike<number> | undefined;
  /**
   * What `predictRow` sees: rows up to and with the one to predict (features of that day are known), or only rows before it
   * (the row itself is what is forecast, as with returns).
   * @defaultValue "row"
   */
  readonly reveal?: "row" | "past" | undefined;
  /**
   * Whether a fit is handed the model before it; then folds run one after the other.
   * @defaultValue "none"
   */
  readonly warmStart?: "none" | "previous" | undefined;
}

/** One out-of-sample prediction. */
export interface WalkForwardPrediction<Prediction> {
  readonly row: number;
  readonly fold: number;
  /** The last row that the model knew when it was fitted. */
  readonly origin: number;
  readonly prediction: Prediction;
}

/** What {@link walkForward} gives: predictions in the order of rows, and each fold with its model. */
export interface WalkForwardResult<Model, Prediction> {
  readonly predictions: readonly WalkForwardPrediction<Prediction>[];
  readonly folds: readonly (Fold & { readonly origin: number; readonly model: Model })[];
}

/**
 * Fits a model again and again on the past and predicts the rows that follow: the one way to use a model that has fitted
 * parameters without looking ahead (definition 37). Each fit gets copies of rows whose labels have ended before its test
 * block begins (`labelHorizon` or `labelEnds`, and `embargo`); `predictRow` gets rows up to the one it predicts.
 *
 * With a `pool`, `steps` is a task that takes a {@link WalkForwardJob} and gives a {@link WalkForwardOutcome}; the results
 * do not depend on the pool. Throws `INVALID_INPUT`, `NOT_ENOUGH_DATA`, `ABORTED`, and whatever a step throws.
 *
 * @example
 * ```ts
 * import { GaussianHmm, walkForward } from "@plimsoll/ml";
 *
 * // 300 calm days, then 100 wild ones, then calm ones
 * const returns = Array.from({ length: 500 }, (_, day) => Math.sin(day * 12.9898) * (day >= 300 && day < 400 ? 3 : 0.5));
 * const { predictions, folds } = await walkForward(
 *   returns,
 *   {
 *     fit: (train) => GaussianHmm.fit(train, { states: 2, seed: 7 }),
 *     predictRow: (model, seen) => model.filter(seen).row(seen.length - 1)[1]!,
 *   },
 *   { trainRows: 350, testRows: 50 },
 * );
 * console.log(folds.map(({ origin }) => origin)); // [ 349, 399, 449 ]
 * console.log(predictions[0]!.prediction > 0.9, predictions[149]!.prediction > 0.1); // true false
 * ```
 */
export async function walkForward<X extends RowData, Model, Prediction>(
  X: X,
  steps:
    | WalkForwardSteps<X, Model, Prediction>
    | PoolTask<WalkForwardJob<X, Model>, WalkForwardOutcome<Model, Prediction>>,
  options: WalkForwardOptions,
): Promise<WalkForwardResult<Model, Prediction>> {
  const length = countRows(X);
  const { targets, warmStart = "none", reveal = "row", signal, onProgress, pool } = options;
  checkTargets(targets, length);
  if (reveal !== "row" && reveal !== "past") {
    throw invalidInput("reveal", `reveal: expected "row" or "past", was ${JSON.stringify(reveal)}`);
  }
  if (warmStart !== "none" && warmStart !== "previous") {
    throw invalidInput("warmStart", `warmStart: expected "none" or "previous", was ${JSON.stringify(warmStart)}`);
  }
  const folds = [...walkForwardSplits(length, options)];
  const copy = takeRows(X, rowRange(0, length));
  const task = taskFrom<
    WalkForwardSteps<X, Model, Prediction>,
    WalkForwardJob<X, Model>,
    WalkForwardOutcome<Model, Prediction>
  >(steps, "walkForward", options, async (functions, job, { signal }) => {
    const { fold, train, trainRows, testRows, test, previous } = job;
    const origin = trainRows.at(-1)!;
    const model = await functions.fit(train, { fold, rows: trainRows, targets: job.targets, previous, signal });
    if ("predict" in functions) {
      const seen = (): RowsOf<X> => takeRows(X, rowRange(0, testRows.at(-1)! + 1));
      return {
        model,
        predictions: await functions.predict(model, test, { fold, rows: testRows, origin, seen, signal }),
      };
    }
    const predictions: Prediction[] = [];
    for (const row of testRows) {
      const seen = firstRows(copy, reveal === "row" ? row + 1 : row) as unknown as RowsOf<X>;
      predictions.push(await functions.predictRow(model, seen, { fold, row, origin, signal }));
    }
    return { model, predictions };
  });
  const local = task.module === "";
  const job = (index: number, previous: Model | undefined): WalkForwardJob<X, Model> => {
    const { train, test } = folds[index]!;
    return {
      fold: index,
      train: takeRows(X, train),
      trainRows: train,
      targets: takeTargets(targets, train),
      past: takeRows(X, local ? [] : rowRange(0, test[0]!)),
      test: takeRows(X, test),
      testRows: test,
      previous,
    };
  };

  const outcomes: WalkForwardOutcome<Model, Prediction>[] = [];
  const phase = "folds";
  if (warmStart === "none") {
    outcomes.push(
      ...(await runJobs(task, folds.length, (index) => job(index, undefined), { pool, signal, onProgress, phase })),
    );
  } else {
    for (let index = 0; index < folds.length; index++) {
      const previous = outcomes.at(-1)?.model;
      outcomes.push(...(await runJobs(task, 1, () => job(index, previous), { pool, signal, phase })));
      onProgress?.({ phase, done: index + 1, total: folds.length });
    }
  }
  const origins = folds.map(({ train }) => train.at(-1)!);
  return {
    predictions: outcomes.flatMap(({ predictions }, fold) => {
      const rows = folds[fold]!.test;
      if (predictions.length !== rows.length) {
        throw invalidInput(
          "predict",
          `predict: expected ${rows.length} predictions for fold ${fold}, one a test row, was ${predictions.length}`,
        );
      }
      return rows.map((row, i) => ({ row, fold, origin: origins[fold]!, prediction: predictions[i]! }));
    }),
    folds: outcomes.map(({ model }, fold) => ({ ...folds[fold]!, origin: origins[fold]!, model })),
  };
}
