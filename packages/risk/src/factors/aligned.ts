import { invalidInput, PlimsollError } from "@plimsoll/core";
import type { ReturnPanelLike } from "../input/return-series.ts";

/** Returns and factor returns on the dates that both have. */
export interface AlignedFactors {
  readonly dates: readonly string[];
  readonly rows: number;
  readonly assets: readonly string[];
  readonly factors: readonly string[];
  /** Row-major rows x assets, simple; less the risk-free rate where one was named. */
  readonly returns: Float64Array;
  /** Row-major rows x factors. */
  readonly factorReturns: Float64Array;
}

/** Which factors are used and whether returns are in excess of a rate. */
export interface FactorSelection {
  /** Columns of the factor panel. @defaultValue all but `riskFree` */
  readonly select?: readonly string[];
  /** Column of the factor panel that is taken off every return, such as `"RF"`. @defaultValue none: returns as they are */
  readonly riskFree?: string;
}

/** Joins two panels by date; throws `INVALID_INPUT` for unknown columns and missing values, `NOT_ENOUGH_DATA` for too few dates. */
export function alignFactors(
  returns: ReturnPanelLike,
  factors: ReturnPanelLike,
  { select, riskFree }: FactorSelection,
  minimum: (factors: number) => number,
): AlignedFactors {
  const names = select ?? factors.assets.filter((name) => name !== riskFree);
  const columns = names.map((name) => columnOf(factors, name, "select"));
  const rate = riskFree === undefined ? -1 : columnOf(factors, riskFree, "riskFree");
  const rowOf = new Map(factors.dates.map((date, row) => [date, row]));
  const pairs: [number, number][] = [];
  returns.dates.forEach((date, row) => {
    const other = rowOf.get(date);
    if (other !== undefined) pairs.push([row, other]);
  });
  const required = minimum(columns.length);
  if (pairs.length < required) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `returns: ${required} dates are needed, ${pairs.length} are in both panels (returns ${span(returns)}, factors ${span(factors)})`,
      { required, available: pairs.length, argument: "returns" },
    );
  }
  const assets = returns.columns;
  const out = new Float64Array(pairs.length * assets);
  const factorReturns = new Float64Array(pairs.length * columns.length);
  pairs.forEach(([row, other], t) => {
    const free = rate < 0 ? 0 : value(factors, other, rate, "factors");
    for (let i = 0; i < assets; i++) out[t * assets + i] = value(returns, row, i, "returns") - free;
    columns.forEach((column, k) => {
      factorReturns[t * columns.length + k] = value(factors, other, column, "factors");
    });
  });
  return {
    dates: pairs.map(([row]) => returns.dates[row]!),
    rows: pairs.length,
    assets: [...returns.assets],
    factors: [...names],
    returns: out,
    factorReturns,
  };
}

/** A finite simple return of a panel; throws `INVALID_INPUT` where it is missing. */
export function value(panel: ReturnPanelLike, row: number, column: number, argument: string): number {
  const found = panel.values[row * panel.columns + column]!;
  if (Number.isFinite(found)) return panel.method === "log" ? Math.expm1(found) : found;
  throw invalidInput(
    `${argument}[${row}].${panel.assets[column]}`,
    `${argument}: "${panel.assets[column]}" on ${panel.dates[row]} is ${found}: drop or fill missing values first (dropMissing, forwardFill)`,
    { received: String(found) },
  );
}

function columnOf(panel: ReturnPanelLike, name: string, argument: string): number {
  const column = panel.assets.indexOf(name);
  if (column !== -1) return column;
  throw invalidInput(argument, `${argument}: no factor "${name}": choose among ${panel.assets.join(", ")}`, {
    received: name,
  });
}

function span({ dates }: ReturnPanelLike): string {
  return dates.length === 0 ? "empty" : `${dates[0]} to ${dates.at(-1)}`;
}
