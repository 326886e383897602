import { invalidInput } from "@plimsoll/core";
import { readSeries, type SeriesInput } from "../read-series.ts";
import { averageUniqueness, type ConcurrencyOptions, firstRow, labelConcurrency } from "./concurrency.ts";
import type { LabelSpan } from "./label-span.ts";

/**
 * Weights of labels by the absolute return that is theirs alone: |sum of r_t / (labels alive at t)| over their rows,
 * scaled to sum to the number of labels (Lopez de Prado 2018, section 4.6).
 *
 * `returns` holds one log return for each row of the series (that of the first row is counted by no label that starts
 * there, unless `counting` is `rows`). Where all are 0 every label weighs 1.
 *
 * @throws `INVALID_INPUT` for labels that are no spans of the series, `NOT_ENOUGH_DATA` for none
 *
 * @example
 * ```ts
 * import { returnAttributionWeights } from "@plimsoll/ml";
 *
 * const labels = [{ start: 0, end: 2 }, { start: 2, end: 3 }];
 * console.log(returnAttributionWeights(labels, [0, 0.01, 0.02, -0.01]).join(" ")); // 1.5 0.5
 * ```
 */
export function returnAttributionWeights(
  labels: readonly LabelSpan[],
  returns: SeriesInput,
  options: Pick<ConcurrencyOptions, "counting"> = {},
): Float64Array {
  const series = readSeries(returns, "returns");
  const counts = labelConcurrency(labels, { ...options, rows: series.length });
  const weights = Float64Array.from(labels, (label) => {
    let total = 0;
    for (let row = firstRow(label, options.counting); row <= label.end; row++) total += series[row]! / counts[row]!;
    return Math.abs(total);
  });
  return scaledToCount(weights);
}

/** Options of {@link timeDecayWeights}. */
export interface TimeDecayOptions extends ConcurrencyOptions {
  /**
   * Weight of the oldest label, from above -1 to 1, where the newest has 1: 1 is no decay, 0 lets it fall to nothing, and
   * below 0 the oldest share of the labels, by uniqueness, weighs nothing (-0.25: the oldest quarter).
   */
  readonly oldest: number;
}

/**
 * Weights of labels that fall with age: piecewise linear in the uniqueness accumulated since the first label, so that
 * many overlapping labels age like one (Lopez de Prado 2018, section 4.7).
 *
 * Age goes by `start`; multiply with other weights. The newest label weighs 1.
 *
 * @throws `INVALID_INPUT` for labels that are no spans within `rows` or `oldest` out of its range
 *
 * @example
 * ```ts
 * import { timeDecayWeights } from "@plimsoll/ml";
 *
 * const labels = [{ start: 0, end: 1 }, { start: 1, end: 2 }, { start: 2, end: 3 }, { start: 3, end: 4 }];
 * console.log(timeDecayWeights(labels, { rows: 5, oldest: 0 }).join(" ")); // 0.25 0.5 0.75 1
 * ```
 */
export function timeDecayWeights(labels: readonly LabelSpan[], options: TimeDecayOptions): Float64Array {
  const { oldest } = options;
  if (!(oldest > -1 && oldest <= 1)) {
    throw invalidInput("oldest", `oldest: expected a number above -1 and at most 1, was ${oldest}`);
  }
  const uniqueness = averageUniqueness(labels, options);
  const order = Array.from(labels.keys()).sort((a, b) => labels[a]!.start - labels[b]!.start || a - b);
  const total = uniqueness.reduce((sum, value) => sum + value, 0);
  const slope = oldest >= 0 ? (1 - oldest) / total : 1 / ((oldest + 1) * total);
  const weights = new Float64Array(labels.length);
  let age = 0;
  for (const label of order) {
    age += uniqueness[label]!;
    weights[label] = Math.max(0, 1 - slope * (total - age));
  }
  return weights;
}

function scaledToCount(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? (weight * weights.length) / total : 1));
}
