import { invalidInput, PlimsollError } from "@plimsoll/core";

/** What every label carries: it is known at `start` and decided at `end`, rows of the series that it was made from. */
export interface LabelSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Where labels begin and end, as the splits of this package take it to purge what overlaps.
 *
 * @example
 * ```ts
 * import { fixedHorizonLabels, labelSpans, purgedKFold } from "@plimsoll/ml";
 *
 * const prices = Array.from({ length: 60 }, (_, day) => 100 + Math.sin(day));
 * const labels = fixedHorizonLabels(prices, { horizon: 5 });
 * const [fold] = purgedKFold(labels.length, { folds: 5, ...labelSpans(labels) });
 * console.log(labels.length, fold.train[0]); // 55 16
 * ```
 */
export function labelSpans(labels: readonly LabelSpan[]): {
  readonly labelStarts: Float64Array;
  readonly labelEnds: Float64Array;
} {
  return {
    labelStarts: Float64Array.from(labels, ({ start }) => start),
    labelEnds: Float64Array.from(labels, ({ end }) => end),
  };
}

/** Refuses labels that are no spans of `rows` rows. */
export function checkSpans(labels: readonly LabelSpan[], rows: number): void {
  if (!Number.isInteger(rows) || rows < 1) {
    throw invalidInput("rows", `rows: expected the number of rows of the series, a whole number >= 1, was ${rows}`);
  }
  if (labels.length === 0) {
    throw new PlimsollError("NOT_ENOUGH_DATA", "labels: expected at least one label, was an empty list", {
      argument: "labels",
      required: 1,
      available: 0,
    });
  }
  labels.forEach(({ start, end }, i) => {
    if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end >= start && end < rows) return;
    throw invalidInput(
      `labels[${i}]`,
      `labels[${i}]: expected whole rows 0 <= start <= end < ${rows} (rows), was ${start} to ${end}`,
    );
  });
}
