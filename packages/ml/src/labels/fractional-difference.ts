import { invalidInput, PlimsollError } from "@plimsoll/core";
import { correlation } from "@plimsoll/numeric";
import { readSeries, type SeriesInput } from "../read-series.ts";

/**
 * The first `count` weights of the fractional difference of an order, newest first: w_0 = 1,
 * w_k = -w_(k-1) (order - k + 1) / k, the binomial series of (1 - L)^order (Hosking 1981).
 *
 * @throws `INVALID_INPUT` for a negative or infinite order, or a count that is not a whole number >= 1
 *
 * @example
 * ```ts
 * import { fractionalWeights } from "@plimsoll/ml";
 *
 * console.log(fractionalWeights(0.5, 4).join(" ")); // 1 -0.5 -0.125 -0.0625
 * ```
 */
export function fractionalWeights(order: number, count: number): Float64Array {
  checkOrder(order);
  if (!Number.isInteger(count) || count < 1) {
    throw invalidInput("count", `count: expected a whole number >= 1, was ${count}`);
  }
  const weights = new Float64Array(count);
  weights[0] = 1;
  for (let k = 1; k < count; k++) weights[k] = (-weights[k - 1]! * (order - k + 1)) / k;
  return weights;
}

/** Options of {@link fractionalDifference}. */
export interface FractionalDifferenceOptions {
  /** Order of the difference, >= 0: 0 is the series itself, 1 its changes; between them memory is kept in part. */
  readonly order: number;
  /**
   * `fixed-width`: every row sees the same number of rows, so that the result does not drift; `expanding`: every row sees
   * all rows before it.
   * @defaultValue "fixed-width"
   */
  readonly method?: "fixed-width" | "expanding" | undefined;
  /**
   * `fixed-width`: weights from the first below this in size on are dropped; `expanding`: rows at which a larger share of
   * the weights (of the whole sample, by size) is out of reach are missing.
   * @defaultValue 1e-4 for `fixed-width`, 0.01 for `expanding`
   */
  readonly threshold?: number | undefined;
  /** Number of weights of `fixed-width`, instead of a threshold. */
  readonly width?: number | undefined;
}

/**
 * Fractional difference of a series (Lopez de Prado 2018, chapter 5): as stationary as its order makes it, with as much
 * memory as that leaves.
 *
 * Gives one value a row, NaN while too few rows came before; the value at t uses rows up to t only. Usually taken of log
 * prices.
 *
 * @throws `INVALID_INPUT` for a value that is not finite or a bad option; `NOT_ENOUGH_DATA` for a series shorter than the width
 *
 * @example
 * ```ts
 * import { fractionalDifference } from "@plimsoll/ml";
 *
 * console.log(fractionalDifference([1, 2, 4, 8], { order: 1 }).join(" ")); // NaN 1 2 4
 * console.log(fractionalDifference([1, 2, 4, 8], { order: 0.5, width: 3 }).join(" ")); // NaN NaN 2.875 5.75
 * ```
 */
export function fractionalDifference(series: SeriesInput, options: FractionalDifferenceOptions): Float64Array {
  const values = readSeries(series, "series", 1);
  checkOrder(options.order);
  return options.method === "expanding" ? expanding(values, options) : fixedWidth(values, options);
}

function checkOrder(order: number): void {
  if (order >= 0 && order < Infinity) return;
  throw invalidInput("order", `order: expected a number >= 0, was ${order}`);
}

function checkThreshold(threshold: number): void {
  if (threshold > 0 && threshold < 1) return;
  throw invalidInput("threshold", `threshold: expected a number between 0 and 1, was ${threshold}`);
}

function fixedWidth(values: Float64Array, options: FractionalDifferenceOptions): Float64Array {
  const width = options.width ?? widthFor(options.order, options.threshold ?? 1e-4);
  const weights = fractionalWeights(options.order, width);
  if (width > values.length) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `series: ${width} rows are needed for one value of order ${options.order}, there are ${values.length}: ` +
        "pass a longer series, a larger threshold or a smaller width",
      { argument: "series", required: width, available: values.length },
    );
  }
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (let t = width - 1; t < values.length; t++) {
    let total = 0;
    for (let k = width - 1; k >= 0; k--) total += weights[k]! * values[t - k]!;
    out[t] = total;
  }
  return out;
}

// weights fall like k^(-order - 1): for small orders a tight threshold asks for more rows than anyone has
const longest = 1_000_000;

/** Number of weights before the first that is smaller in size than the threshold. */
function widthFor(order: number, threshold: number): number {
  checkThreshold(threshold);
  let weight = 1;
  for (let k = 1; k < longest; k++) {
    weight *= -(order - k + 1) / k;
    if (Math.abs(weight) < threshold) return k;
  }
  throw invalidInput(
    "threshold",
    `threshold: more than ${longest} weights of order ${order} are above ${threshold}: raise it, or pass a width`,
  );
}

function expanding(values: Float64Array, options: FractionalDifferenceOptions): Float64Array {
  if (options.width !== undefined) {
    throw invalidInput("width", 'width: an expanding window has none: leave it out, or use method "fixed-width"');
  }
  const threshold = options.threshold ?? 0.01;
  checkThreshold(threshold);
  const count = values.length;
  const weights = fractionalWeights(options.order, count);
  let total = 0;
  for (const weight of weights) total += Math.abs(weight);
  const out = new Float64Array(count).fill(Number.NaN);
  let reached = 0;
  for (let t = 0; t < count; t++) {
    reached += Math.abs(weights[t]!);
    // rounding must not keep the last row out
    if (1 - reached / total > threshold) continue;
    let value = 0;
    for (let k = t; k >= 0; k--) value += weights[k]! * values[t - k]!;
    out[t] = value;
  }
  return out;
}

/** Options of {@link minimumFractionalOrder}. */
export interface MinimumFractionalOrderOptions extends Omit<FractionalDifferenceOptions, "order"> {
  /** A test whose null hypothesis is a unit root, such as `augmentedDickeyFuller`; it gets a series without missing values. */
  readonly test: (series: Float64Array) => { readonly pValue: number };
  /**
   * Largest p-value that counts as stationary.
   * @defaultValue 0.05
   */
  readonly significance?: number | undefined;
  /**
   * Distance between the orders that are tried.
   * @defaultValue 0.05
   */
  readonly step?: number | undefined;
  /**
   * Largest order that is tried.
   * @defaultValue 1
   */
  readonly maximum?: number | undefined;
}

/** One order that was tried. */
export interface FractionalOrderTrial {
  readonly order: number;
  readonly pValue: number;
  /** Correlation of the difference with the series: the memory that is left. */
  readonly correlation: number;
  /** Values that the test saw. */
  readonly observations: number;
}

/** The least order that makes a series stationary, with all that were tried. */
export interface MinimumFractionalOrder extends FractionalOrderTrial {
  readonly trials: readonly FractionalOrderTrial[];
}

/**
 * The least order of fractional differencing at which a unit-root test rejects: stationary, with the most memory left
 * (Lopez de Prado 2018, section 5.6).
 *
 * It looks at the whole series: call it on training rows and use the order it gives on the rows after.
 *
 * @throws `NOT_CONVERGED` when no order up to `maximum` is stationary; what {@link fractionalDifference} throws
 *
 * @example
 * ```ts
 * import { augmentedDickeyFuller, minimumFractionalOrder } from "@plimsoll/ml";
 *
 * let level = 100;
 * const walk = Array.from({ length: 300 }, (_, day) => (level += Math.sin(day * day * 12.9898)));
 * const test = (series: Float64Array) => augmentedDickeyFuller(series, { lags: 1 });
 * const { order, correlation } = minimumFractionalOrder(walk, { test, step: 0.1, width: 30 });
 * console.log(order > 0 && order < 1, correlation > 0.5); // true true
 * ```
 */
export function minimumFractionalOrder(
  series: SeriesInput,
  options: MinimumFractionalOrderOptions,
): MinimumFractionalOrder {
  const { test, significance = 0.05, step = 0.05, maximum = 1, ...difference } = options;
  const values = readSeries(series, "series", 2);
  if (!(step > 0 && step <= maximum)) {
    throw invalidInput("step", `step: expected a number above 0 and at most ${maximum} (maximum), was ${step}`);
  }
  if (!(significance > 0 && significance < 1)) {
    throw invalidInput("significance", `significance: expected a number between 0 and 1, was ${significance}`);
  }
  const trials: FractionalOrderTrial[] = [];
  for (let k = 0; k * step <= maximum + 1e-9; k++) {
    // 3 * 0.1 is not 0.3
    const order = Math.round(k * step * 1e9) / 1e9;
    const differences = fractionalDifference(values, { ...difference, order });
    const first = differences.findIndex((value) => !Number.isNaN(value));
    const there = differences.slice(first);
    const { pValue } = test(there);
    const trial = {
      order,
      pValue,
      correlation: correlation(there, values.slice(first)),
      observations: there.length,
    };
    trials.push(trial);
    if (pValue <= significance) return { ...trial, trials };
  }
  const least = trials.reduce((low, { pValue }) => Math.min(low, pValue), Infinity);
  throw new PlimsollError(
    "NOT_CONVERGED",
    `no order up to ${maximum} is stationary at ${significance}, the least p-value is ${least}: raise maximum or significance`,
    { iterations: trials.length, residual: least, tolerance: significance },
  );
}
