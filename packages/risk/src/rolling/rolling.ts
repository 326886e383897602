import { invalidInput } from "@plimsoll/core";
import { type QuantileType, slidingFold, slidingQuantiles, slidingTailMeans, tailProbability } from "@plimsoll/numeric";
import type { RowLabel } from "../drawdown/drawdowns.ts";
import { checkConfidence, checkFinite, checkPositive } from "../input/checks.ts";
import { alignedSeries, type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";
import { periodRate, type RateConversion } from "../performance/growth.ts";
import type { DownsideDivisor } from "../performance/partial-moments.ts";
import type { Conventions } from "../tail/tail-method.ts";
import {
  addedPath,
  compoundedPath,
  joinAdded,
  joinCompounded,
  joinMoments,
  joinPairs,
  type MomentState,
  momentOf,
  type PairState,
  pairOf,
} from "./states.ts";

/** The name of a rolling statistic. */
export type RollingStatistic =
  | "mean"
  | "volatility"
  | "sharpe"
  | "sortino"
  | "total-return"
  | "value-at-risk"
  | "expected-shortfall"
  | "max-drawdown"
  | "beta"
  | "correlation";

/** Options of {@link rolling}. */
export interface RollingOptions {
  /** Observations in a window, from 2 (1 for the mean and what sees no spread) to the number of returns. */
  readonly window: number;
  /** Fractions by asset, for a panel; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
  /** For `beta` and `correlation`: a series or a panel of one asset, row for row with the returns. */
  readonly benchmark?: ReturnInput;
  /**
   * Observations a year, for `volatility`, `sharpe` and `sortino`, which are annual.
   * @defaultValue 252
   */
  readonly periodsPerYear?: number;
  /**
   * Annual.
   * @defaultValue 0
   */
  readonly riskFreeRate?: number;
  /** @defaultValue "compound" */
  readonly rateConversion?: RateConversion;
  /**
   * Return of one period below which it counts as a loss, for `sortino`.
   * @defaultValue 0
   */
  readonly target?: number;
  /** @defaultValue "all" */
  readonly downsideDivisor?: DownsideDivisor;
  /**
   * Of `value-at-risk` (historical) and `expected-shortfall` (exact), strictly between 0 and 1.
   * @defaultValue 0.95
   */
  readonly confidence?: number;
  /** @defaultValue 7 */
  readonly quantileType?: QuantileType;
  /**
   * Of `max-drawdown`.
   * @defaultValue "compounded"
   */
  readonly compounding?: "compounded" | "uncompounded";
}

/** A statistic of every window. */
export interface RollingResult {
  readonly statistic: RollingStatistic;
  /** The last row of each window: dates of a panel, 0-based rows of a plain series. */
  readonly at: readonly RowLabel[];
  /** One number a window, oldest first; NaN where a ratio divides by zero. */
  readonly values: Float64Array;
  readonly conventions: Conventions;
}

interface Checked {
  readonly series: Float64Array;
  readonly benchmark: Float64Array | null;
  readonly window: number;
  readonly periodsPerYear: number;
  readonly rate: number;
  readonly target: number;
  readonly divisor: DownsideDivisor;
  readonly confidence: number;
  readonly quantileType: QuantileType;
  readonly compounding: "compounded" | "uncompounded";
}

/** A ratio, NaN where it has no value. */
function over(a: number, b: number): number {
  return b === 0 ? Number.NaN : a / b;
}

function ofMoments({ series, window, target }: Checked, read: (state: MomentState) => number): Float64Array {
  const out = new Float64Array(series.length - window + 1);
  slidingFold(
    series.length,
    window,
    (t) => momentOf(series[t]!, target),
    joinMoments,
    (state, place) => {
      out[place] = read(state);
    },
  );
  return out;
}

function ofPairs({ series, benchmark, window }: Checked, read: (state: PairState) => number): Float64Array {
  if (benchmark === null) {
    throw invalidInput("benchmark", "benchmark: beta and correlation need one: give options.benchmark");
  }
  const out = new Float64Array(series.length - window + 1);
  slidingFold(
    series.length,
    window,
    (t) => pairOf(benchmark[t]!, series[t]!),
    joinPairs,
    (state, place) => {
      out[place] = read(state);
    },
  );
  return out;
}

function ofPaths({ series, window, compounding }: Checked, read: "end" | "drawdown"): Float64Array {
  const compounded = compounding === "compounded" || read === "end";
  const out = new Float64Array(series.length - window + 1);
  slidingFold(
    series.length,
    window,
    (t) => (compounded ? compoundedPath(series[t]!) : addedPath(series[t]!)),
    compounded ? joinCompounded : joinAdded,
    (state, place) => {
      out[place] = read === "end" ? state.end - 1 : state.drawdown;
    },
  );
  return out;
}

function deviation({ squares, count }: MomentState): number {
  return Math.sqrt(squares / (count - 1));
}

function downside({ below, losers, count }: MomentState, divisor: DownsideDivisor): number {
  const divisors = { all: count, losers, "losers-minus-one": losers - 1 };
  return divisors[divisor] > 0 ? Math.sqrt(below / divisors[divisor]) : 0;
}

/** The recipe of every statistic. */
const recipes: { readonly [Name in RollingStatistic]: (input: Checked) => Float64Array } = {
  mean: (input) => ofMoments(input, ({ mean }) => mean),
  volatility: (input) => ofMoments(input, (state) => deviation(state) * Math.sqrt(input.periodsPerYear)),
  sharpe: (input) =>
    ofMoments(input, (state) => over((state.mean - input.rate) * Math.sqrt(input.periodsPerYear), deviation(state))),
  sortino: (input) =>
    ofMoments(input, (state) =>
      over((state.mean - input.target) * Math.sqrt(input.periodsPerYear), downside(state, input.divisor)),
    ),
  "total-return": (input) => ofPaths(input, "end"),
  "value-at-risk": ({ series, window, confidence, quantileType }) =>
    slidingQuantiles(series, window, tailProbability(confidence), quantileType).map((value) => 0 - value),
  "expected-shortfall": ({ series, window, confidence }) =>
    slidingTailMeans(series, window, tailProbability(confidence)).map((value) => 0 - value),
  "max-drawdown": (input) => ofPaths(input, "drawdown"),
  beta: (input) => ofPairs(input, ({ xy, xx }) => over(xy, xx)),
  correlation: (input) => ofPairs(input, ({ xy, xx, yy }) => over(xy, Math.sqrt(xx) * Math.sqrt(yy))),
};

/** What {@link rolling} can follow. */
export const rollingStatistics: readonly RollingStatistic[] = Object.freeze(Object.keys(recipes) as RollingStatistic[]);

const spreads: readonly RollingStatistic[] = ["volatility", "sharpe", "beta", "correlation"];

/**
 * One statistic over every window of a series or portfolio, with the definitions of `performance`, `valueAtRisk` and
 * `drawdowns`: O(n) by merging blocks, O(n log n) for VaR and ES; the same numbers as each window by itself to 1e-12.
 *
 * Input, errors and NaN policy as in `valueAtRisk`.
 *
 * @example
 * ```ts
 * import { rolling } from "@plimsoll/risk";
 *
 * const returns = [0.01, -0.02, 0.03, 0.01, -0.04, 0.02];
 * const { values, at } = rolling(returns, "max-drawdown", { window: 3 });
 * console.log(Array.from(values, (value) => value.toFixed(3)).join(" "), at.join(" ")); // 0.020 0.020 0.040 0.040 2 3 4 5
 * ```
 */
export function rolling(returns: ReturnInput, statistic: RollingStatistic, options: RollingOptions): RollingResult {
  if (!rollingStatistics.includes(statistic)) {
    throw invalidInput("statistic", `statistic: no "${statistic}": choose one of ${rollingStatistics.join(", ")}`, {
      expected: rollingStatistics.join(" | "),
      received: statistic,
    });
  }
  const { window, rateConversion = "compound", downsideDivisor = "all", compounding = "compounded" } = options;
  const periodsPerYear = checkPositive(options.periodsPerYear ?? 252, "periodsPerYear");
  const riskFreeRate = checkFinite(options.riskFreeRate ?? 0, "riskFreeRate");
  const own = returnSeries(returns, options.weights, { minimum: 1 });
  const { series, dates } = own;
  const shortest = spreads.includes(statistic) ? 2 : 1;
  if (!Number.isInteger(window) || window < shortest || window > series.length) {
    throw invalidInput(
      "window",
      `window: expected a whole number from ${shortest} to ${series.length}, was ${window}`,
      {
        expected: `${shortest} to ${series.length}`,
        received: String(window),
      },
    );
  }
  const quantileType = options.quantileType ?? 7;
  if (![1, 2, 3, 4, 5, 6, 7, 8, 9].includes(quantileType)) {
    throw invalidInput("quantileType", `quantileType: expected 1 to 9, was ${String(quantileType)}`);
  }
  const values = recipes[statistic]({
    series,
    benchmark: options.benchmark === undefined ? null : alignedSeries(options.benchmark, own, "benchmark"),
    window,
    periodsPerYear,
    rate: periodRate(riskFreeRate, periodsPerYear, rateConversion),
    target: checkFinite(options.target ?? 0, "target"),
    divisor: downsideDivisor,
    confidence: checkConfidence(options.confidence ?? 0.95),
    quantileType,
    compounding,
  });
  const conventions: Record<string, string | number> = { window, observations: series.length };
  if (["volatility", "sharpe", "sortino"].includes(statistic)) {
    Object.assign(conventions, { periodsPerYear, annualisation: "sqrt of time" });
  }
  if (statistic === "sharpe") Object.assign(conventions, { riskFreeRate, rateConversion });
  if (statistic === "sortino") Object.assign(conventions, { target: options.target ?? 0, downsideDivisor });
  if (statistic === "value-at-risk")
    Object.assign(conventions, { confidence: options.confidence ?? 0.95, quantileType });
  if (statistic === "expected-shortfall") {
    Object.assign(conventions, { confidence: options.confidence ?? 0.95, estimator: "exact" });
  }
  if (statistic === "max-drawdown") Object.assign(conventions, { compounding });
  return {
    statistic,
    at: Array.from(values, (_, i) => (dates === null ? i + window - 1 : dates[i + window - 1]!)),
    values,
    conventions: {
      ...conventions,
      returns: own.conversion === "none" ? "simple" : "simple, converted from log",
    },
  };
}
