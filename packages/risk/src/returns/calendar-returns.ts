import { invalidInput } from "@plimsoll/core";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";

/** The return of one calendar period. */
export interface CalendarReturn {
  /** `"2024"`, `"2024-Q1"` or `"2024-01"`. */
  readonly period: string;
  /** Product of 1 + r over its rows, less 1. */
  readonly value: number;
  /** Rows in it. */
  readonly observations: number;
}

/** Options of {@link calendarReturns}. */
export interface CalendarReturnOptions {
  /** @defaultValue "month" */
  readonly by?: "month" | "quarter" | "year";
  /** Fractions by asset, for a panel of several; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
}

function periodOf(date: string, by: "month" | "quarter" | "year"): string {
  if (by === "year") return date.slice(0, 4);
  const month = date.slice(0, 7);
  return by === "month" ? month : `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

/**
 * Returns by calendar month, quarter or year, compounded over the rows that fall into each, in order of time.
 *
 * Takes a panel, whose rows have dates; a plain series throws `INVALID_INPUT`. The first and last period may be incomplete.
 *
 * @example
 * ```ts
 * import { ReturnPanel } from "@plimsoll/core";
 * import { calendarReturns } from "@plimsoll/risk";
 *
 * const returns = ReturnPanel.of({
 *   dates: ["2024-01-30", "2024-01-31", "2024-02-01"],
 *   assets: ["fund"],
 *   values: [[0.1], [0.1], [-0.05]],
 * });
 * console.log(calendarReturns(returns).map(({ period, value }) => `${period} ${value.toFixed(2)}`).join(", ")); // 2024-01 0.21, 2024-02 -0.05
 * ```
 */
export function calendarReturns(returns: ReturnInput, options: CalendarReturnOptions = {}): readonly CalendarReturn[] {
  const { by = "month" } = options;
  const { series, dates } = returnSeries(returns, options.weights, { minimum: 1 });
  if (dates === null) {
    throw invalidInput("returns", "returns: a plain series has no dates: give a ReturnPanel");
  }
  const found: { period: string; wealth: number; observations: number }[] = [];
  dates.forEach((date, row) => {
    const period = periodOf(date, by);
    const last = found.at(-1);
    if (last?.period === period) {
      last.wealth *= 1 + series[row]!;
      last.observations++;
    } else found.push({ period, wealth: 1 + series[row]!, observations: 1 });
  });
  return found.map(({ period, wealth, observations }) => ({ period, value: wealth - 1, observations }));
}
