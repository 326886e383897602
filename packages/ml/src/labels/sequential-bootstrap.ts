import { invalidInput } from "@plimsoll/core";
import { chooseWeighted, RandomStream } from "@plimsoll/numeric";
import { type ConcurrencyOptions, firstRow } from "./concurrency.ts";
import { checkSpans, type LabelSpan } from "./label-span.ts";

/** Options of {@link sequentialBootstrap}. */
export interface SequentialBootstrapOptions extends ConcurrencyOptions {
  /** Seed of the draws; the same seed gives the same draws. */
  readonly seed: number | string;
  /**
   * How many labels to draw.
   * @defaultValue as many as there are
   */
  readonly draws?: number | undefined;
}

/**
 * Draws labels with replacement so that they overlap little (Lopez de Prado 2018, section 4.5): each draw has the
 * probability of its average uniqueness among the labels drawn before.
 *
 * Gives the numbers of the drawn labels, in the order of drawing. One draw costs time linear in rows + labels.
 *
 * @throws `INVALID_INPUT` for labels that are no spans within `rows` or a bad number of draws, `NOT_ENOUGH_DATA` for none
 *
 * @example
 * ```ts
 * import { sequentialBootstrap } from "@plimsoll/ml";
 *
 * const labels = [{ start: 0, end: 9 }, { start: 0, end: 9 }, { start: 10, end: 12 }];
 * console.log(sequentialBootstrap(labels, { rows: 13, seed: 7, draws: 4 }).length); // 4
 * ```
 */
export function sequentialBootstrap(labels: readonly LabelSpan[], options: SequentialBootstrapOptions): Int32Array {
  checkSpans(labels, options.rows);
  const draws = options.draws ?? labels.length;
  if (!Number.isInteger(draws) || draws < 1) {
    throw invalidInput("draws", `draws: expected a whole number >= 1, was ${draws}`);
  }
  const random = RandomStream.of(options.seed);
  const drawn = new Int32Array(options.rows);
  return Int32Array.from({ length: draws }, () => {
    const choice = chooseWeighted(random, candidateUniqueness(labels, drawn, options));
    const label = labels[choice]!;
    for (let row = firstRow(label, options.counting); row <= label.end; row++) drawn[row]!++;
    return choice;
  });
}

/** Average uniqueness that each label would have, drawn on top of labels of which `drawn[row]` are alive. */
export function candidateUniqueness(
  labels: readonly LabelSpan[],
  drawn: Int32Array,
  { counting }: ConcurrencyOptions,
): Float64Array {
  // sums of 1 / (drawn + 1) up to each row, so that a label of any length costs two look-ups
  const sums = new Float64Array(drawn.length + 1);
  for (let row = 0; row < drawn.length; row++) sums[row + 1] = sums[row]! + 1 / (drawn[row]! + 1);
  return Float64Array.from(labels, (label) => {
    const first = firstRow(label, counting);
    return (sums[label.end + 1]! - sums[first]!) / (label.end - first + 1);
  });
}
