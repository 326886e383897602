import type { Observations } from "../observations.ts";

/** Sum of squares between the states by column: what the partition explains of each. */
export function squaresBetween(
  { rows, columns, values, missing }: Observations,
  labels: Int32Array,
  states: number,
): Float64Array {
  const means = new Float64Array(states * columns);
  const counts = new Float64Array(states);
  const overall = new Float64Array(columns);
  let complete = 0;
  for (let t = 0; t < rows; t++) {
    if (missing[t] === 1) continue;
    const k = labels[t]!;
    counts[k]!++;
    complete++;
    for (let j = 0; j < columns; j++) {
      means[k * columns + j]! += values[t * columns + j]!;
      overall[j]! += values[t * columns + j]!;
    }
  }
  return Float64Array.from({ length: columns }, (_, j) => {
    let squares = 0;
    for (let k = 0; k < states; k++) {
      if (counts[k]! > 0) {
        squares += counts[k]! * (means[k * columns + j]! / counts[k]! - overall[j]! / complete) ** 2;
      }
    }
    return squares;
  });
}

const unit = (weights: Float64Array): Float64Array => {
  const norm = Math.hypot(...weights);
  return norm === 0 ? weights : weights.map((weight) => weight / norm);
};
const soft = (values: Float64Array, threshold: number): Float64Array =>
  unit(values.map((value) => Math.max(0, value - threshold)));
const total = (weights: Float64Array): number => weights.reduce((sum, weight) => sum + weight, 0);

/**
 * The weights w >= 0 with ||w||_2 <= 1 and ||w||_1 <= `bound` that maximise w'squares: soft thresholding, the threshold
 * by bisection (Witten & Tibshirani 2010, proposition 1). `bound` lies from 1 to the root of the number of columns.
 */
export function featureWeights(squares: Float64Array, bound: number): Float64Array {
  const plain = soft(squares, 0);
  if (total(plain) <= bound) return plain;
  let low = 0;
  let high = Math.max(...squares);
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (total(soft(squares, middle)) > bound) low = middle;
    else high = middle;
  }
  const weights = soft(squares, high);
  // above the second largest nothing but the largest is left, and at it nothing at all
  return total(weights) === 0 ? squares.map((value) => (value === Math.max(...squares) ? 1 : 0)) : weights;
}
