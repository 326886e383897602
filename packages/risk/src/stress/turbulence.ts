import { invalidInput, PlimsollError } from "@plimsoll/core";
import { columnMeans, covarianceMatrix, solveLower, symmetricEigen } from "@plimsoll/numeric";
import { value } from "../factors/aligned.ts";
import type { ReturnPanelLike } from "../input/return-series.ts";
import { factorRows } from "./stress-moments.ts";

/** A number for each date. */
export interface DatedSeries {
  readonly dates: readonly string[];
  readonly values: readonly number[];
}

function cleanValues(panel: ReturnPanelLike, minimum: number): Float64Array {
  if (panel.rows < minimum) {
    throw new PlimsollError("NOT_ENOUGH_DATA", `returns: ${minimum} dates are needed, there are ${panel.rows}`, {
      required: minimum,
      available: panel.rows,
      argument: "returns",
    });
  }
  const out = new Float64Array(panel.rows * panel.columns);
  for (let t = 0; t < panel.rows; t++) {
    for (let i = 0; i < panel.columns; i++) out[t * panel.columns + i] = value(panel, t, i, "returns");
  }
  return out;
}

/**
 * Turbulence: squared Mahalanobis distance of each date's returns from their history, over the number of assets (Kritzman & Li 2010).
 *
 * Its expectation is about 1; unusual sizes and unusual combinations both raise it. With `window` the history is the `window`
 * dates before the date itself (no look-ahead, the first `window` dates have no value); without, it is the whole sample, the
 * date included. Throws `INVALID_INPUT` for NaN and for a history whose covariance is singular (fewer dates than assets).
 *
 * @example
 * ```ts
 * import { turbulence } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 40 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const values = Float64Array.from(dates.flatMap((_, t) => [Math.sin(t * 7), Math.cos(t * 5)].map((x) => (t === 39 ? 5 : 1) * x)));
 * const series = turbulence({ assets: ["a", "b"], rows: 40, columns: 2, dates, values }, { window: 30 });
 * console.log(series.values.indexOf(Math.max(...series.values)) === series.values.length - 1); // true
 * ```
 */
export function turbulence(
  returns: ReturnPanelLike,
  options: {
    /** Dates of history. @defaultValue the whole sample */
    readonly window?: number;
  } = {},
): DatedSeries {
  const { window } = options;
  const { rows, columns: n } = returns;
  if (window !== undefined && (!Number.isInteger(window) || window <= n)) {
    throw invalidInput("window", `window: expected more dates than the ${n} assets, was ${window}`);
  }
  const values = cleanValues(returns, (window ?? n) + 1);
  const first = window ?? 0;
  const lower = new Float64Array(n * n);
  const deviation = new Float64Array(n);
  const prepare = (from: number, to: number): Float64Array => {
    const part = values.subarray(from * n, to * n);
    if (factorRows(covarianceMatrix(part, to - from, n), n, lower) < n) {
      throw invalidInput(
        "returns",
        `returns: the covariance of ${returns.dates[from]} to ${returns.dates[to - 1]} is singular: use a longer history or fewer assets`,
      );
    }
    return columnMeans(part, to - from, n);
  };
  let mean = window === undefined ? prepare(0, rows) : new Float64Array(n);
  const out: number[] = [];
  for (let t = first; t < rows; t++) {
    if (window !== undefined) mean = prepare(t - window, t);
    for (let i = 0; i < n; i++) deviation[i] = values[t * n + i]! - mean[i]!;
    solveLower(lower, n, deviation, deviation);
    out.push(deviation.reduce((sum, entry) => sum + entry * entry, 0) / n);
  }
  return { dates: returns.dates.slice(first), values: out };
}

/** How tightly assets move together. */
export interface AbsorptionRatio extends DatedSeries {
  /** Number of eigenvectors counted. */
  readonly count: number;
  /**
   * Standardised shift: mean of the last 15 values less that of the last `shiftWindow`, over the deviation of the latter; `null`
   * before there are enough.
   */
  readonly shift: readonly (number | null)[];
}

/**
 * Absorption ratio: the share of total variance that a fixed number of eigenvectors explains, over rolling windows (Kritzman, Li,
 * Page & Rigobon 2011). High: markets are tightly coupled and shocks spread.
 *
 * Exponential weights within the window (half-life half of it, as in the paper). Throws `INVALID_INPUT` for NaN.
 *
 * @example
 * ```ts
 * import { absorptionRatio } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 30 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const values = Float64Array.from(dates.flatMap((_, t) => [1, 2, 3, 4, 5].map((i) => Math.sin(t * 7) + 0.01 * Math.cos(t * i))));
 * const panel = { assets: ["a", "b", "c", "d", "e"], rows: 30, columns: 5, dates, values };
 * console.log(absorptionRatio(panel, { window: 20 }).values.every((ratio) => ratio > 0.99)); // true
 * ```
 */
export function absorptionRatio(
  returns: ReturnPanelLike,
  options: {
    /** Dates of each covariance. @defaultValue 500 */
    readonly window?: number;
    /** Eigenvectors. @defaultValue a fifth of the assets, rounded, at least 1 */
    readonly count?: number;
    /** In dates; Infinity weights all alike. @defaultValue window / 2 */
    readonly halfLife?: number;
    /** Dates between values. @defaultValue 1 */
    readonly step?: number;
    /** Values of the long mean of the shift. @defaultValue 252 */
    readonly shiftWindow?: number;
  } = {},
): AbsorptionRatio {
  const n = returns.columns;
  const { window = 500, count = Math.max(1, Math.round(n / 5)), step = 1, shiftWindow = 252 } = options;
  const { halfLife = window / 2 } = options;
  for (const [name, number, least] of [
    ["window", window, 2],
    ["count", count, 1],
    ["step", step, 1],
    ["shiftWindow", shiftWindow, 15],
  ] as const) {
    if (!Number.isInteger(number) || number < least) {
      throw invalidInput(name, `${name}: expected a whole number of at least ${least}, was ${number}`);
    }
  }
  if (count > n) throw invalidInput("count", `count: expected at most ${n} eigenvectors, was ${count}`);
  if (!(halfLife > 0)) throw invalidInput("halfLife", `halfLife: expected a positive number, was ${halfLife}`);
  const values = cleanValues(returns, window);
  const weights = Float64Array.from({ length: window }, (_, t) => 0.5 ** ((window - 1 - t) / halfLife));
  const dates: string[] = [];
  const ratios: number[] = [];
  for (let end = window; end <= returns.rows; end += step) {
    const part = values.subarray((end - window) * n, end * n);
    const eigenvalues = symmetricEigen(covarianceMatrix(part, window, n, { weights }), n).values;
    const total = eigenvalues.reduce((sum, entry) => sum + entry, 0);
    let top = 0;
    for (let k = n - count; k < n; k++) top += eigenvalues[k]!;
    dates.push(returns.dates[end - 1]!);
    ratios.push(total > 0 ? top / total : 0);
  }
  const shift = ratios.map((_, at) => (at + 1 < shiftWindow ? null : standardisedShift(ratios, at, shiftWindow)));
  return { dates, values: ratios, count, shift };
}

function standardisedShift(ratios: readonly number[], at: number, long: number): number | null {
  const mean = (from: number): number => {
    let total = 0;
    for (let i = from; i <= at; i++) total += ratios[i]!;
    return total / (at - from + 1);
  };
  const centre = mean(at - long + 1);
  let squares = 0;
  for (let i = at - long + 1; i <= at; i++) squares += (ratios[i]! - centre) ** 2;
  return squares === 0 ? null : (mean(at - 14) - centre) / Math.sqrt(squares / (long - 1));
}
