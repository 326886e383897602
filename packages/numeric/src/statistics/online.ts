/** What {@link RunningMoments} carries, as JSON. */
export interface RunningMomentsState {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/**
 * Mean and variance of values that arrive one by one (Welford 1962).
 *
 * NaN makes everything NaN from then on. Mutable; two of them merge exactly (Chan, Golub & LeVeque 1983).
 *
 * @example
 * ```ts
 * import { RunningMoments } from "@plimsoll/numeric";
 *
 * const moments = new RunningMoments();
 * for (const value of [1, 2, 3, 4]) moments.add(value);
 * console.log(moments.mean, moments.variance()); // 2.5 1.6666666666666667
 * ```
 */
export class RunningMoments {
  #count: number;
  #mean: number;
  #squares: number;

  constructor(state: RunningMomentsState = { count: 0, mean: 0, squares: 0 }) {
    this.#count = state.count;
    this.#mean = state.mean;
    this.#squares = state.squares;
  }

  /** Number of values so far. */
  get count(): number {
    return this.#count;
  }

  /** Mean of the values so far; NaN before the first. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean;
  }

  /** Takes in one value. */
  add(value: number): void {
    this.#count++;
    const deviation = value - this.#mean;
    this.#mean += deviation / this.#count;
    this.#squares += deviation * (value - this.#mean);
  }

  /** Takes in all values of another. */
  merge(other: RunningMoments): void {
    const { count, mean, squares } = other.toJSON();
    if (count === 0) return;
    const total = this.#count + count;
    const deviation = mean - this.#mean;
    this.#squares += squares + (deviation * deviation * this.#count * count) / total;
    this.#mean += (deviation * count) / total;
    this.#count = total;
  }

  /** Variance of the values so far; NaN with no more than `ddof` (default 1) of them. */
  variance(ddof = 1): number {
    return this.#count > ddof ? this.#squares / (this.#count - ddof) : Number.NaN;
  }

  /** State from which the constructor goes on. */
  toJSON(): RunningMomentsState {
    return { count: this.#count, mean: this.#mean, squares: this.#squares };
  }
}

/**
 * Exponentially weighted moving average: `out[t] = decay * out[t-1] + (1 - decay) * x[t]`, started at `initial`.
 *
 * Without `initial`, `out[0] = x[0]`. NaN makes everything after it NaN. Throws `RangeError` unless 0 <= decay < 1.
 *
 * @example
 * ```ts
 * import { exponentialAverage } from "@plimsoll/numeric";
 *
 * console.log(exponentialAverage(Float64Array.of(1, 2, 4), 0.5).join(" ")); // 1 1.5 2.75
 * ```
 */
export function exponentialAverage(
  x: Float64Array,
  decay: number,
  options: {
    /**
     * Value before the first.
     * @defaultValue the first value
     */
    readonly initial?: number;
  } = {},
): Float64Array {
  requireDecay(decay);
  const out = new Float64Array(x.length);
  let level = options.initial ?? x[0] ?? Number.NaN;
  for (let t = 0; t < x.length; t++) {
    level = decay * level + (1 - decay) * x[t]!;
    out[t] = level;
  }
  return out;
}

/**
 * Exponential weights for `count` rows, oldest first: proportional to decay^(count - 1 - t), summing to 1.
 *
 * decay = 2^(-1/halfLife) for a half-life in rows. Throws `RangeError` unless 0 <= decay <= 1 (1 gives equal weights).
 *
 * @example
 * ```ts
 * import { exponentialWeights } from "@plimsoll/numeric";
 *
 * console.log(exponentialWeights(2, 0.5).map((weight) => Math.round(weight * 1e6) / 1e6).join(" ")); // 0.333333 0.666667
 * ```
 */
export function exponentialWeights(count: number, decay: number): Float64Array {
  if (decay !== 1) requireDecay(decay);
  const out = new Float64Array(count);
  let weight = 1;
  let total = 0;
  for (let t = count - 1; t >= 0; t--) {
    out[t] = weight;
    total += weight;
    weight *= decay;
  }
  return out.map((value) => value / total);
}

function requireDecay(decay: number): void {
  if (!(decay >= 0 && decay < 1)) throw new RangeError(`expected a decay of at least 0 and below 1, was ${decay}`);
}
