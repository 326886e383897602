/**
 * One tail of a measure: the largest weighted sum of scenario losses, max p'loss over 0 <= p <= upper, and sum p = total
 * where there is a total. The loss of a scenario is target - sign x (return - centre'weights).
 */
export interface TailSpec {
  /** 1: losses are losses; -1: they are gains. */
  readonly sign: 1 | -1;
  /** Returns of the assets from which the portfolio's return is counted; undefined = 0. */
  readonly centre: Float64Array | undefined;
  /** The same in all scenarios, or one for each. */
  readonly target: number | Float64Array;
  /** Largest weight of one scenario. */
  readonly upper: number;
  /** Sum of the weights; undefined where each loss above 0 counts. */
  readonly total: number | undefined;
}

/** The target of a tail in a scenario. */
export function targetAt({ target }: Pick<TailSpec, "target">, scenario: number): number {
  return typeof target === "number" ? target : target[scenario]!;
}

/** Losses of a tail, from the portfolio's return in each scenario. */
export function tailLosses(tail: TailSpec, series: Float64Array, weights: Float64Array): Float64Array {
  const { sign, centre } = tail;
  let middle = 0;
  if (centre !== undefined) for (let i = 0; i < weights.length; i += 1) middle += centre[i]! * weights[i]!;
  return series.map((value, s) => targetAt(tail, s) - sign * (value - middle));
}

/** Where the weights of one tail come from: losses above the threshold count in full, but for the listed scenarios. */
export interface TailProof {
  readonly threshold: number;
  readonly scenarios: readonly number[];
  /** Shares of the largest weight, one for each listed scenario. */
  readonly shares: readonly number[];
}

/** Scenario weights that support a measure: of each tail, by the losses of the portfolio `at`. */
export interface TailsProof {
  readonly at: readonly number[];
  readonly tails: readonly TailProof[];
}
