import { invalidInput } from "@plimsoll/core";
import { type PurgeOptions, purgedTraining, readLabelSpans } from "./label-spans.ts";
import { blockBounds, type Fold, lazySplits, requireTraining, rowRange, type Splits } from "./splits.ts";
import { wholeNumber } from "./whole-number.ts";

/** Options of {@link purgedKFold}. */
export interface PurgedKFoldOptions extends PurgeOptions {
  /**
   * Blocks of consecutive rows, each tested once; at least 2. The first ones have one row more where the rows don't divide.
   * @defaultValue 5
   */
  readonly folds?: number | undefined;
}

/**
 * Splits `length` rows in time order into folds whose training labels share nothing with the labels tested (Lopez de Prado
 * 2018, section 7.4): rows whose label overlaps a tested one are purged on both sides, and an embargo follows each test
 * block. Every row is tested exactly once. Training rows may lie after the test: it measures skill on all regimes, not
 * what could have been traded; for that see {@link walkForwardSplits}.
 *
 * Throws `INVALID_INPUT` for spans that are none, `NOT_ENOUGH_DATA` when a fold is reached that has no training row left.
 *
 * @example
 * ```ts
 * import { purgedKFold } from "@plimsoll/ml";
 *
 * for (const { train, test } of purgedKFold(9, { folds: 3, labelHorizon: 1, embargo: 1 })) {
 *   console.log(train.join(" "), "|", test.join(" "));
 * }
 * // 5 6 7 8 | 0 1 2
 * // 0 1 8 | 3 4 5
 * // 0 1 2 3 4 | 6 7 8
 * ```
 */
export function purgedKFold(length: number, options: PurgedKFoldOptions = {}): Splits {
  wholeNumber("length", length, 2);
  const folds = wholeNumber("folds", options.folds ?? 5, 2);
  if (folds > length) throw invalidInput("folds", `folds: expected at most ${length} (the rows), was ${folds}`);
  const spans = readLabelSpans(length, options);
  const bounds = blockBounds(length, folds);
  return lazySplits(folds, (fold): Fold => {
    const [from, to] = [bounds[fold]!, bounds[fold + 1]!];
    const train = purgedTraining(new Uint8Array(length).fill(1, from, to), spans);
    return { train: requireTraining(train, fold), test: rowRange(from, to) };
  });
}
