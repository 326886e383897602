import type { Feature, FeatureState } from "../feature.ts";
import { count } from "../parameter.ts";
import type { CalendarRow } from "./calendar-row.ts";

/** How wide the turn of the month is, in trading days. */
export interface TurnOfMonthParameters {
  /** Last trading days of the month. */
  readonly last: number;
  /** First trading days of the month. */
  readonly first: number;
}

class TurnOfMonth implements FeatureState<CalendarRow> {
  private readonly last: number;
  private readonly first: number;

  constructor({ last, first }: TurnOfMonthParameters) {
    this.last = last;
    this.first = first;
  }

  update({ tradingDay, tradingDaysLeft }: CalendarRow, out: Float64Array, at: number): void {
    out[at] = tradingDaysLeft < this.last || (tradingDay > 0 && tradingDay <= this.first) ? 1 : 0;
  }
}

/** 1 on the last and the first trading days of a month, else 0: `"turn-of-month"`, the last day and the first three. */
export const turnOfMonth: Feature<CalendarRow, "turn-of-month", TurnOfMonthParameters> = {
  kind: "turn-of-month",
  title: "1 on the last and the first trading days of a month",
  source: "Lakonishok & Smidt (1988)",
  parameters: { last: count(1, 0), first: count(3, 0) },
  inputs: () => ["tradingDay", "tradingDaysLeft"],
  outputs: [""],
  lookback: () => 0,
  memory: "window",
  start: (parameters) => new TurnOfMonth(parameters),
};
