import { invalidInput, PlimsollError } from "@plimsoll/core";

/** A panel of returns: a `ReturnPanel` of core, or anything of its shape. */
export interface ReturnPanelLike {
  readonly assets: readonly string[];
  readonly rows: number;
  readonly columns: number;
  /** Row-major `rows * columns`, NaN = missing. */
  readonly values: Float64Array;
  readonly dates: readonly string[];
  /** @defaultValue "simple" */
  readonly method?: "simple" | "log";
}

/** Returns of one portfolio: a panel with `weights`, or the series itself, one simple return a period, oldest first. */
export type ReturnInput = ReturnPanelLike | Float64Array | readonly number[];

/** Fractions by asset: a record (assets left out have none) or numbers in asset order. They need not sum to 1: the rest earns 0. */
export type WeightInput = Readonly<Record<string, number>> | Float64Array | readonly number[];

/** A clean series of simple returns and what its rows are called. */
export interface ReturnSeries {
  /** Finite, at least two. */
  readonly series: Float64Array;
  /** ISO dates of the rows; `null` for a plain series. */
  readonly dates: readonly string[] | null;
  /** What was done to the input, for `conventions`. */
  readonly conversion: "none" | "log to simple";
}

/** Whether the input is a panel rather than a plain series. */
export function isPanel(returns: ReturnInput): returns is ReturnPanelLike {
  return typeof returns === "object" && returns !== null && "assets" in returns && "values" in returns;
}

/** Weights in asset order; throws `INVALID_INPUT` for an unknown asset, a wrong length or a weight that isn't finite. */
export function alignWeights(weights: WeightInput, assets: readonly string[], argument = "weights"): Float64Array {
  const aligned = new Float64Array(assets.length);
  if (weights instanceof Float64Array || Array.isArray(weights)) {
    const listed = weights as ArrayLike<number>;
    if (listed.length !== assets.length) {
      throw invalidInput(
        argument,
        `${argument}: expected ${assets.length} weights, one for each asset in panel order, was ${listed.length}`,
        { expected: String(assets.length), received: String(listed.length) },
      );
    }
    for (let i = 0; i < assets.length; i++) aligned[i] = checkedWeight(listed[i], `${argument}[${i}]`);
    return aligned;
  }
  const positions = new Map(assets.map((asset, i) => [asset, i]));
  for (const [asset, weight] of Object.entries(weights)) {
    const position = positions.get(asset);
    if (position === undefined) {
      throw invalidInput(
        `${argument}.${asset}`,
        `${argument}: "${asset}" is not among the assets (${assets.slice(0, 8).join(", ")}${assets.length > 8 ? ", ..." : ""}): leave it out or add its returns`,
        { received: asset },
      );
    }
    aligned[position] = checkedWeight(weight, `${argument}.${asset}`);
  }
  return aligned;
}

function checkedWeight(weight: number | undefined, argument: string): number {
  if (weight === undefined || !Number.isFinite(weight)) {
    throw invalidInput(argument, `${argument}: expected a finite number, was ${String(weight)}`, {
      received: String(weight),
    });
  }
  return weight;
}

/**
 * The returns of a portfolio that is brought back to `weights` every period.
 *
 * A panel of one asset needs no weights. Log returns become simple ones first, asset by asset: only simple returns add
 * up across assets. Throws `INVALID_INPUT` for missing or misaligned weights and for NaN (assets of weight 0 may have
 * NaN), `NOT_ENOUGH_DATA` for fewer than `minimum` rows.
 */
export function returnSeries(
  returns: ReturnInput,
  weights: WeightInput | undefined,
  { argument = "returns", minimum = 2 }: { readonly argument?: string; readonly minimum?: number } = {},
): ReturnSeries {
  const result = isPanel(returns) ? panelSeries(returns, weights, argument) : plainSeries(returns, weights, argument);
  if (result.series.length < minimum) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `${argument}: at least ${minimum} observations are needed, there are ${result.series.length}`,
      { required: minimum, available: result.series.length, argument },
    );
  }
  return result;
}

/** Another series, row for row with `own`: the same length, and the same dates where both have them. */
export function alignedSeries(returns: ReturnInput, own: ReturnSeries, argument: string): Float64Array {
  const other = returnSeries(returns, undefined, { argument, minimum: 1 });
  if (other.series.length !== own.series.length) {
    throw invalidInput(
      argument,
      `${argument}: expected ${own.series.length} returns, row for row with the returns, was ${other.series.length}: align them first`,
      { expected: String(own.series.length), received: String(other.series.length) },
    );
  }
  const row = own.dates?.findIndex((date, t) => other.dates !== null && other.dates[t] !== date) ?? -1;
  if (row !== -1) {
    throw invalidInput(
      argument,
      `${argument}: row ${row} is ${other.dates?.[row]}, the returns have ${own.dates?.[row]}: align them first`,
      { expected: own.dates?.[row] ?? "", received: other.dates?.[row] ?? "" },
    );
  }
  return other.series;
}

/** The assets behind a series, for methods that simulate them one by one. */
export interface TailPanel {
  readonly assets: readonly string[];
  readonly rows: number;
  readonly columns: number;
  /** Simple returns, row-major; NaN only in assets of weight 0. */
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** A panel as methods simulate it: simple returns and aligned weights. */
export function tailPanel(panel: ReturnPanelLike, weights: WeightInput | undefined): TailPanel {
  const { assets, rows, columns } = panel;
  return {
    assets,
    rows,
    columns,
    values: panel.method === "log" ? panel.values.map(Math.expm1) : panel.values,
    weights: weights === undefined ? Float64Array.of(1) : alignWeights(weights, assets),
  };
}

function plainSeries(
  returns: Float64Array | readonly number[],
  weights: WeightInput | undefined,
  argument: string,
): ReturnSeries {
  if (!(returns instanceof Float64Array) && !Array.isArray(returns)) {
    throw invalidInput(argument, `${argument}: expected a ReturnPanel, a Float64Array or an array of numbers`, {
      received: returns === null ? "null" : typeof returns,
    });
  }
  if (weights !== undefined) {
    throw invalidInput(
      "weights",
      `weights: ${argument} is one series, weights belong to a ReturnPanel: leave them out`,
    );
  }
  const series = Float64Array.from(returns);
  const bad = series.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) {
    throw invalidInput(
      `${argument}[${bad}]`,
      `${argument}[${bad}]: expected a finite return, was ${series[bad]}: drop or fill missing values first`,
      { received: String(series[bad]) },
    );
  }
  return { series, dates: null, conversion: "none" };
}

function panelSeries(panel: ReturnPanelLike, weights: WeightInput | undefined, argument: string): ReturnSeries {
  if (weights === undefined && panel.columns !== 1) {
    throw invalidInput(
      "weights",
      `weights: ${argument} has ${panel.columns} assets: give options.weights, or select one asset`,
      { expected: "one weight for each asset" },
    );
  }
  const aligned = weights === undefined ? Float64Array.of(1) : alignWeights(weights, panel.assets);
  const log = panel.method === "log";
  const series = new Float64Array(panel.rows);
  for (let row = 0, cell = 0; row < panel.rows; row++) {
    let total = 0;
    for (let column = 0; column < panel.columns; column++, cell++) {
      const weight = aligned[column]!;
      if (weight === 0) continue;
      const value = panel.values[cell]!;
      if (!Number.isFinite(value)) {
        throw invalidInput(
          `${argument}[${row}].${panel.assets[column]}`,
          `${argument}: "${panel.assets[column]}" on ${panel.dates[row]} is ${value}: drop or fill missing values first (dropMissing, forwardFill), or give the asset no weight`,
          { received: String(value) },
        );
      }
      total += weight * (log ? Math.expm1(value) : value);
    }
    series[row] = total;
  }
  return { series, dates: panel.dates, conversion: log ? "log to simple" : "none" };
}
