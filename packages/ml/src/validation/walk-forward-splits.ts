import { invalidInput, PlimsollError } from "@plimsoll/core";
import { type LabelSpans, type PurgeOptions, readLabelSpans } from "./label-spans.ts";
import { type Fold, lazySplits, requireTraining, rowRange, type Splits } from "./splits.ts";
import { wholeNumber } from "./whole-number.ts";

/** Options of {@link walkForwardSplits}; the embargo lies between the last training label and the test block. */
export interface WalkForwardSplitsOptions extends PurgeOptions {
  /**
   * Train on all rows of the past, or on the newest `trainRows` of them.
   * @defaultValue "expanding"
   */
  readonly window?: "expanding" | "rolling" | undefined;
  /**
   * Rows to train on: the window when rolling, the least for the first fold when expanding. Needed without `folds`; with
   * `folds` a rolling window may be shorter in the first folds.
   */
  readonly trainRows?: number | undefined;
  /**
   * Rows of a test block, which is how often the model is fitted anew. Needed without `folds`.
   * @defaultValue floor(length / (folds + 1))
   */
  readonly testRows?: number | undefined;
  /** How many test blocks, the last one ending with the last row. Without it they begin as early as `trainRows` allows. */
  readonly folds?: number | undefined;
  /**
   * What becomes of rows at the end that don't fill a test block, without `folds`.
   * @defaultValue "keep"
   */
  readonly remainder?: "keep" | "drop" | undefined;
}

function known(spans: LabelSpans, test: number): number[] {
  const limit = spans.starts[test]!;
  const rows: number[] = [];
  for (let row = 0; row < test; row++) if (spans.ends[row]! + spans.embargo < limit) rows.push(row);
  return rows;
}

/** The first row that has `trainRows` rows with finished labels before it, by bisection: their number never falls. */
function firstTest(spans: LabelSpans, trainRows: number): number {
  const length = spans.starts.length;
  let [low, high] = [trainRows, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known(spans, middle).length >= trainRows) high = middle;
    else low = middle + 1;
  }
  if (low < length) return low;
  throw new PlimsollError(
    "NOT_ENOUGH_DATA",
    `${length} rows leave nothing to test after ${trainRows} training rows with finished labels: lower trainRows`,
    { argument: "length", required: trainRows + 1, available: length },
  );
}

function anchored(length: number, folds: number, options: WalkForwardSplitsOptions): number[] {
  wholeNumber("folds", folds, 1);
  const testRows = wholeNumber("testRows", options.testRows ?? Math.floor(length / (folds + 1)), 1);
  const first = length - folds * testRows;
  if (first >= 1) return Array.from({ length: folds + 1 }, (_, fold) => first + fold * testRows);
  throw invalidInput("folds", `${folds} test blocks of ${testRows} rows leave none of the ${length} rows to train on`);
}

function advancing(length: number, spans: LabelSpans, options: WalkForwardSplitsOptions): number[] {
  const { trainRows, testRows, remainder = "keep" } = options;
  if (trainRows === undefined || testRows === undefined) {
    throw invalidInput("trainRows", "give folds, or trainRows and testRows");
  }
  wholeNumber("testRows", testRows, 1);
  const bounds: number[] = [];
  let bound = firstTest(spans, wholeNumber("trainRows", trainRows, 1));
  for (; bound < length; bound += testRows) bounds.push(bound);
  if (bound === length || remainder === "keep") bounds.push(length);
  if (bounds.length > 1) return bounds;
  throw new PlimsollError(
    "NOT_ENOUGH_DATA",
    `the rows after training don't fill a test block of ${testRows}: lower testRows, or keep the remainder`,
    { argument: "length", required: bounds[0]! + testRows, available: length },
  );
}

/**
 * Splits `length` rows in time order into test blocks, each preceded by its training rows: all rows whose label has ended,
 * and `embargo` more has passed, before the block begins. With `folds` and an expanding window it is scikit-learn's
 * `TimeSeriesSplit`, whose gap is the label horizon here.
 *
 * Throws `INVALID_INPUT` for options that contradict each other, `NOT_ENOUGH_DATA` when too few rows are left.
 *
 * @example
 * ```ts
 * import { walkForwardSplits } from "@plimsoll/ml";
 *
 * const splits = walkForwardSplits(10, { window: "rolling", trainRows: 4, testRows: 2, labelHorizon: 1 });
 * for (const { train, test } of splits) console.log(train.join(" "), "|", test.join(" "));
 * // 0 1 2 3 | 5 6
 * // 2 3 4 5 | 7 8
 * // 4 5 6 7 | 9
 * ```
 */
export function walkForwardSplits(length: number, options: WalkForwardSplitsOptions): Splits {
  wholeNumber("length", length, 2);
  const { window = "expanding", trainRows, folds } = options;
  if (window !== "expanding" && window !== "rolling") {
    throw invalidInput("window", `window: expected "expanding" or "rolling", was ${JSON.stringify(window)}`);
  }
  if (window === "rolling" && trainRows === undefined)
    throw invalidInput("trainRows", "a rolling window needs trainRows");
  if (trainRows !== undefined) wholeNumber("trainRows", trainRows, 1);
  const spans = readLabelSpans(length, options);
  const bounds = folds === undefined ? advancing(length, spans, options) : anchored(length, folds, options);
  return lazySplits(bounds.length - 1, (fold): Fold => {
    const past = known(spans, bounds[fold]!);
    const least = window === "expanding" ? (trainRows ?? 1) : 1;
    if (past.length < least && past.length > 0) {
      throw new PlimsollError(
        "NOT_ENOUGH_DATA",
        `fold ${fold} has ${past.length} training rows with finished labels, at least ${least} were asked for`,
        { argument: "length", required: least, available: past.length },
      );
    }
    const train = window === "rolling" ? past.slice(-trainRows!) : past;
    return { train: requireTraining(train, fold), test: rowRange(bounds[fold]!, bounds[fold + 1]!) };
  });
}
