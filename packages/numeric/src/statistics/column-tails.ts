import { requireLength } from "../dense/shape.ts";
import { quantilePosition, type QuantileType } from "./quantile.ts";
import { selectInPlace } from "./selection.ts";

/** The lower tail of every column of a matrix. */
export interface ColumnTails {
  /** The quantile at the tail's probability. */
  readonly quantiles: Float64Array;
  /** The mean of the smallest `tail` part, the value at its edge counted in part. */
  readonly means: Float64Array;
}

/** Rows from which the threshold of each column is guessed. */
const sampled = 512;

/**
 * Quantile and tail mean of every column of a row-major matrix, in one pass over it: a threshold guessed from a sample of rows
 * keeps the few values that can matter (Floyd & Rivest 1975), and those are selected from exactly. A column for which the
 * guess was too low is looked at whole.
 *
 * NaN in a column gives NaN. Throws `RangeError` when `matrix` is too short, there are no rows, and unless 0 < tail < 1.
 *
 * @example
 * ```ts
 * import { columnTails } from "@plimsoll/numeric";
 *
 * const { quantiles, means } = columnTails(Float64Array.of(1, 5, 2, 6, 3, 7, 4, 8), 4, 2, 0.5);
 * console.log(quantiles.join(" "), means.join(" ")); // 2.5 6.5 1.5 5.5
 * ```
 */
export function columnTails(
  matrix: Float64Array,
  rows: number,
  columns: number,
  tail: number,
  type: QuantileType = 7,
): ColumnTails {
  requireLength("matrix", matrix, rows * columns);
  if (!(tail > 0 && tail < 1)) throw new RangeError(`expected a tail strictly between 0 and 1, was ${tail}`);
  const { lower, upper, fraction } = quantilePosition(rows, tail, type);
  const mass = tail * rows;
  const whole = Math.min(Math.floor(mass), rows - 1);
  const needed = Math.max(upper, whole) + 1;
  const quantiles = new Float64Array(columns);
  const means = new Float64Array(columns);
  const finish = (column: number, values: Float64Array): void => {
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i]!)) {
        quantiles[column] = means[column] = Number.NaN;
        return;
      }
    }
    const edge = selectInPlace(values, needed - 1);
    const at = (k: number): number => (k === needed - 1 ? edge : selectInPlace(values.subarray(0, needed - 1), k));
    const below = at(lower);
    const above = fraction === 0 ? below : at(upper);
    quantiles[column] = fraction === 1 || below === above ? above : (1 - fraction) * below + fraction * above;
    const last = at(whole);
    let total = (mass - whole) * last;
    for (let i = 0; i < whole; i++) total += values[i]!;
    means[column] = total / mass;
  };
  const gather = (column: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => matrix[row * columns + column]!);
  // three deviations of a sampled share above the one needed
  const share = needed / rows;
  const guess = share + 3 * Math.sqrt((share * (1 - share)) / sampled) + 2 / sampled;
  if (rows < 4 * sampled || guess > 0.5) {
    for (let column = 0; column < columns; column++) finish(column, gather(column));
    return { quantiles, means };
  }
  const thresholds = guessThresholds(matrix, rows, columns, guess);
  const room = Math.min(Math.ceil(rows * Math.min(2 * guess, 1)), rows);
  const kept = new Float64Array(columns * room);
  const counts = new Int32Array(columns);
  for (let row = 0, cell = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      const value = matrix[cell]!;
      if (value > thresholds[column]!) continue;
      // NaN comes here too; a full buffer only counts on
      const count = counts[column]!++;
      if (count < room) kept[column * room + count] = value;
    }
  }
  for (let column = 0; column < columns; column++) {
    const count = counts[column]!;
    if (count < needed || count > room) finish(column, gather(column));
    else finish(column, kept.subarray(column * room, column * room + count));
  }
  return { quantiles, means };
}

function guessThresholds(matrix: Float64Array, rows: number, columns: number, share: number): Float64Array {
  const work = new Float64Array(sampled);
  const place = Math.min(Math.floor(share * sampled), sampled - 1);
  return Float64Array.from({ length: columns }, (_, column) => {
    for (let i = 0; i < sampled; i++) work[i] = matrix[Math.floor((i * rows) / sampled) * columns + column]!;
    // NaN would derail the selection: such a column is looked at whole
    return work.some(Number.isNaN) ? -Infinity : selectInPlace(work, place);
  });
}
