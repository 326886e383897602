import { checkSpans, type LabelSpan } from "./label-span.ts";

/** How the rows of a label are counted. */
export interface ConcurrencyOptions {
  /** Rows of the series that the labels were made from. */
  readonly rows: number;
  /**
   * `returns`: the label holds the returns of rows start + 1 to end, so that labels that only meet share nothing; `rows`:
   * it holds rows start to end, both included.
   * @defaultValue "returns"
   */
  readonly counting?: "returns" | "rows" | undefined;
}

/** First row that a label counts; one that ends where it starts counts that row. */
export function firstRow(label: LabelSpan, counting: ConcurrencyOptions["counting"]): number {
  return counting === "rows" || label.end === label.start ? label.start : label.start + 1;
}

/**
 * How many labels are alive at each row (Lopez de Prado 2018, section 4.3).
 *
 * @throws `INVALID_INPUT` for labels that are no spans within `rows`, `NOT_ENOUGH_DATA` for none
 *
 * @example
 * ```ts
 * import { labelConcurrency } from "@plimsoll/ml";
 *
 * const labels = [{ start: 0, end: 3 }, { start: 2, end: 4 }, { start: 4, end: 6 }];
 * console.log(labelConcurrency(labels, { rows: 7 }).join(" ")); // 0 1 1 2 1 1 1
 * ```
 */
export function labelConcurrency(labels: readonly LabelSpan[], options: ConcurrencyOptions): Int32Array {
  checkSpans(labels, options.rows);
  return countConcurrent(labels, options);
}

/** {@link labelConcurrency} of clean spans. */
export function countConcurrent(labels: readonly LabelSpan[], { rows, counting }: ConcurrencyOptions): Int32Array {
  const changes = new Int32Array(rows + 1);
  for (const label of labels) {
    changes[firstRow(label, counting)]!++;
    changes[label.end + 1]!--;
  }
  const counts = new Int32Array(rows);
  let alive = 0;
  for (let row = 0; row < rows; row++) {
    alive += changes[row]!;
    counts[row] = alive;
  }
  return counts;
}

/**
 * Average uniqueness of each label: the mean over its rows of 1 / (labels alive), 1 where it overlaps with none
 * (Lopez de Prado 2018, section 4.4).
 *
 * @throws as {@link labelConcurrency}
 *
 * @example
 * ```ts
 * import { averageUniqueness } from "@plimsoll/ml";
 *
 * const labels = [{ start: 0, end: 3 }, { start: 2, end: 4 }, { start: 4, end: 6 }];
 * console.log([...averageUniqueness(labels, { rows: 7 })].map((value) => value.toFixed(4)).join(" ")); // 0.8333 0.7500 1.0000
 * ```
 */
export function averageUniqueness(labels: readonly LabelSpan[], options: ConcurrencyOptions): Float64Array {
  const counts = labelConcurrency(labels, options);
  return Float64Array.from(labels, (label) => {
    const first = firstRow(label, options.counting);
    let total = 0;
    for (let row = first; row <= label.end; row++) total += 1 / counts[row]!;
    return total / (label.end - first + 1);
  });
}
