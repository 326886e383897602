import { invalidInput, type ReturnPanel } from "@plimsoll/core";
import { realisedMeasures, type RealisedMeasures } from "./realised-measures.ts";

/** Realised measures of one day. */
export interface DayMeasures extends RealisedMeasures {
  /** The day, ISO, in UTC. */
  readonly date: string;
}

/**
 * Realised measures of each day of one asset from a panel of intraday returns: rows are grouped by their UTC date and rows
 * without a return are left out. The first return of a day is the overnight one where the panel holds it.
 *
 * @throws `INVALID_INPUT` for a panel of days or an asset it does not hold, `NOT_ENOUGH_DATA` for a day with fewer than 4
 * returns, naming it
 *
 * @example
 * ```ts
 * import { PricePanel } from "@plimsoll/core";
 * import { realisedByDay } from "@plimsoll/ml";
 *
 * const dates = Array.from({ length: 10 }, (_, i) => `2024-01-0${1 + (i >= 5 ? 1 : 0)}T1${i % 5}:00:00Z`);
 * const prices = PricePanel.of({ dates, assets: ["A"], values: dates.map((_, i) => [100 + Math.sin(i)]) });
 * console.log(realisedByDay(prices.simpleReturns(), "A").map((day) => day.date).join(" ")); // 2024-01-01 2024-01-02
 * ```
 */
export function realisedByDay(returns: ReturnPanel, asset: string): readonly DayMeasures[] {
  if (returns.axis !== "instant") {
    throw invalidInput("returns", "returns: expected a panel with instants, this one has one row a day");
  }
  if (!returns.assets.includes(asset)) {
    throw invalidInput("asset", `asset: the panel holds ${returns.assets.join(", ")}, not ${asset}`);
  }
  const days = new Map<string, number[]>();
  returns.column(asset).forEach((value, row) => {
    const day = new Date(returns.index[row]!).toISOString().slice(0, 10);
    const list = days.get(day) ?? [];
    if (!Number.isNaN(value)) list.push(value);
    days.set(day, list);
  });
  return Array.from(days, ([date, values]) => {
    if (values.length < 4) {
      throw invalidInput("returns", `returns: ${date} has ${values.length} returns, 4 are needed: leave the day out`);
    }
    return { date, ...realisedMeasures(values) };
  });
}
