/** What a measure promises for given options; solvers and tests choose by it. */
export interface MeasureTraits {
  /** Whether the measure is convex in the series, whatever the sample. */
  readonly convex: boolean;
  /** The d of value(k x) = k^d value(x) for every k > 0; `null` where no d holds. */
  readonly degree: 1 | 2 | null;
  /** What a constant c added to every return does: takes c off the value, leaves it, or something else. */
  readonly shift: "subtracts" | "nothing" | "other";
}

/**
 * One risk measure of a series of simple returns: its value, its derivative and its traits.
 *
 * Losses are positive. Series are read, never changed; they hold one finite return a period, oldest first (only
 * drawdown measures depend on the order). An empty series, a NaN or an option out of range throws `RangeError`.
 */
export interface RiskMeasure<Kind extends string, Options> {
  readonly kind: Kind;
  /** The measure of `series`. */
  readonly value: (series: Float64Array, options?: Options) => number;
  /**
   * The derivative of {@link RiskMeasure.value} by each return, of the length of `series`; a subgradient where the
   * measure is convex with a kink, one of the one-sided derivatives where it isn't convex.
   */
  readonly gradient: (series: Float64Array, options?: Options) => Float64Array;
  readonly traits: (options?: Options) => MeasureTraits;
}

/** Confidence of a tail measure. */
export interface ConfidenceOptions {
  /**
   * Strictly between 0 and 1; the tail has probability 1 - confidence.
   * @defaultValue 0.95
   */
  readonly confidence?: number;
}
