import { invalidInput } from "@plimsoll/core";
import { wholeNumber } from "./whole-number.ts";

/** What a row's label depends on, and how much more is left out after a test block. */
export interface PurgeOptions {
  /**
   * The label of row t depends on rows t to t + labelHorizon.
   * @defaultValue 0
   */
  readonly labelHorizon?: number | undefined;
  /** Instead of a horizon: the last row (or the time, with `labelStarts`) on which each row's label depends. */
  readonly labelEnds?: ArrayLike<number> | undefined;
  /**
   * With `labelEnds`: where each label begins, never falling from row to row. Any unit will do, such as epoch milliseconds.
   * @defaultValue the row itself
   */
  readonly labelStarts?: ArrayLike<number> | undefined;
  /**
   * What is left out of training after the last label of a test block ends, because features and returns there still
   * carry what the test block held: in rows (in the unit of `labelStarts` where given), or as a share of all.
   * @defaultValue 0
   */
  readonly embargo?: number | { readonly share: number } | undefined;
}

/** Clean label spans: the label of row t depends on all from `starts[t]` to `ends[t]`, both included. */
export interface LabelSpans {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly embargo: number;
}

function readEnds(length: number, options: PurgeOptions, starts: Float64Array): Float64Array {
  const { labelHorizon, labelEnds, labelStarts } = options;
  if (labelEnds === undefined) {
    if (labelStarts !== undefined) throw invalidInput("labelStarts", "labelStarts: give labelEnds too");
    const horizon = wholeNumber("labelHorizon", labelHorizon ?? 0, 0);
    return Float64Array.from(starts, (start) => start + horizon);
  }
  if (labelHorizon !== undefined) throw invalidInput("labelHorizon", "give labelHorizon or labelEnds, not both");
  if (labelEnds.length !== length) {
    throw invalidInput("labelEnds", `labelEnds: expected ${length} values, one a row, was ${labelEnds.length}`);
  }
  return Float64Array.from(labelEnds, (end, row) => {
    if (end >= starts[row]! && Number.isFinite(end)) return end;
    throw invalidInput(
      `labelEnds[${row}]`,
      `labelEnds[${row}]: expected a number >= ${starts[row]} (its start), was ${end}`,
    );
  });
}

function readStarts(length: number, labelStarts: ArrayLike<number> | undefined): Float64Array {
  if (labelStarts === undefined) return Float64Array.from({ length }, (_, row) => row);
  if (labelStarts.length !== length) {
    throw invalidInput("labelStarts", `labelStarts: expected ${length} values, one a row, was ${labelStarts.length}`);
  }
  const starts = Float64Array.from(labelStarts);
  starts.forEach((start, row) => {
    if (Number.isFinite(start) && !(row > 0 && start < starts[row - 1]!)) return;
    throw invalidInput(
      `labelStarts[${row}]`,
      `labelStarts[${row}]: expected a number not below the one before, was ${start}: sort the rows by time`,
    );
  });
  return starts;
}

/** Reads label spans of `length` rows; `INVALID_INPUT` where they are not spans. */
export function readLabelSpans(length: number, options: PurgeOptions): LabelSpans {
  const starts = readStarts(length, options.labelStarts);
  const ends = readEnds(length, options, starts);
  const { embargo = 0 } = options;
  if (typeof embargo === "number") {
    if (options.labelStarts === undefined) wholeNumber("embargo", embargo, 0);
    else if (!(embargo >= 0 && embargo < Infinity)) {
      throw invalidInput("embargo", `embargo: expected a number >= 0, was ${embargo}`);
    }
    return { starts, ends, embargo };
  }
  if (!(embargo.share >= 0 && embargo.share < 1)) {
    throw invalidInput("embargo.share", `embargo.share: expected a share from 0 to below 1, was ${embargo.share}`);
  }
  const span = options.labelStarts === undefined ? length : (starts[length - 1] ?? 0) - (starts[0] ?? 0);
  return { starts, ends, embargo: Math.floor(embargo.share * span) };
}

/** Disjoint closed intervals in order, covering just what the labels of the test rows depend on. */
function coverage(isTest: Uint8Array, { starts, ends }: LabelSpans): { from: number[]; to: number[] } {
  const from: number[] = [];
  const to: number[] = [];
  // starts never fall, so rows are in the order of their intervals
  for (let row = 0; row < isTest.length; row++) {
    if (isTest[row] === 0) continue;
    const last = to.length - 1;
    if (last >= 0 && starts[row]! <= to[last]!) to[last] = Math.max(to[last]!, ends[row]!);
    else {
      from.push(starts[row]!);
      to.push(ends[row]!);
    }
  }
  return { from, to };
}

/**
 * The rows that may be trained on: not tested, their label sharing no point with the label of a tested row, and not within
 * the embargo after a block of tested rows (Lopez de Prado 2018, chapter 7; definition 42).
 */
export function purgedTraining(isTest: Uint8Array, spans: LabelSpans): number[] {
  const { starts, ends, embargo } = spans;
  const { from, to } = coverage(isTest, spans);
  const train: number[] = [];
  let block = 0;
  let embargoEnd = -Infinity;
  for (let row = 0; row < isTest.length; row++) {
    if (isTest[row] === 1) {
      if (embargo > 0) embargoEnd = Math.max(embargoEnd, ends[row]! + embargo);
      continue;
    }
    const start = starts[row]!;
    while (block < to.length && to[block]! < start) block++;
    const overlaps = block < from.length && from[block]! <= ends[row]!;
    if (!overlaps && start > embargoEnd) train.push(row);
  }
  return train;
}
