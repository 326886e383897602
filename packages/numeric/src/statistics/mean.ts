/**
 * Sum with Neumaier's compensation (1974), exact to rounding of the result for any length and mix of signs.
 *
 * NaN and Infinity propagate; an empty array gives 0.
 *
 * @example
 * ```ts
 * import { sum } from "@plimsoll/numeric";
 *
 * console.log(sum(Float64Array.of(1, 1e100, 1, -1e100))); // 2
 * ```
 */
export function sum(x: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // an infinite total makes the compensation NaN
  return Number.isFinite(total) ? total + lost : total;
}

/**
 * Arithmetic mean, or the weighted mean `sum w x / sum w`.
 *
 * NaN and Infinity propagate; an empty array gives NaN. Throws `RangeError` when `weights` has another length.
 *
 * @example
 * ```ts
 * import { mean } from "@plimsoll/numeric";
 *
 * console.log(mean(Float64Array.of(1, 2, 6))); // 3
 * console.log(mean(Float64Array.of(1, 2), Float64Array.of(3, 1))); // 1.25
 * ```
 */
export function mean(x: Float64Array, weights?: Float64Array): number {
  const n = x.length;
  if (weights === undefined) {
    let total = 0;
    for (let i = 0; i < n; i++) total += x[i]!;
    const first = total / n;
    // the second pass removes what the first one lost to rounding (Chan, Golub & LeVeque 1983)
    let rest = 0;
    for (let i = 0; i < n; i++) rest += x[i]! - first;
    return Number.isFinite(first) ? first + rest / n : first;
  }
  requireWeights(x, weights);
  let total = 0;
  let mass = 0;
  for (let i = 0; i < n; i++) {
    total += weights[i]! * x[i]!;
    mass += weights[i]!;
  }
  return total / mass;
}

/** Throws a `RangeError` unless there is one weight for each value. */
export function requireWeights(x: Float64Array, weights: Float64Array): void {
  if (weights.length !== x.length) {
    throw new RangeError(`expected ${x.length} weights, one for each value, there are ${weights.length}`);
  }
}
