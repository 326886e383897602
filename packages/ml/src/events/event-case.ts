import { invalidInput, PlimsollError, type ReturnPanel } from "@plimsoll/core";
import { expectedValue, fitNormalModel, type NormalModel, type NormalModelKind } from "./normal-model.ts";

/** Something that happened to an asset: on a date (or the first row after it), or at a row of the panel. */
export type StudiedEvent =
  | { readonly asset: string; readonly date: string; readonly row?: undefined }
  | { readonly asset: string; readonly row: number; readonly date?: undefined };

/** The windows of a study in rows. */
export interface StudyWindows {
  readonly model: NormalModelKind;
  /** First and last day of the event window, relative to the event. */
  readonly window: readonly [number, number];
  readonly estimationLength: number;
  readonly gap: number;
  readonly minimum: number;
}

/** One event with its model and its abnormal returns. */
export interface EventCase {
  readonly asset: string;
  readonly date: string;
  /** Row of the event. */
  readonly row: number;
  /** First row of the estimation window. */
  readonly estimationStart: number;
  readonly model: NormalModel;
  /** Abnormal return of each day of the window. */
  readonly abnormal: Float64Array;
  /** Market return of each day of the window; 0 for the mean-adjusted model. */
  readonly market: Float64Array;
}

/** Row of an event. Throws `INVALID_INPUT` when it lies outside the panel. */
export function eventRow(returns: ReturnPanel, event: StudiedEvent, at: string): number {
  const row = event.row ?? returns.rows - returns.between(event.date).rows;
  if (Number.isInteger(row) && row >= 0 && row < returns.rows) return row;
  throw invalidInput(at, `${at}: ${event.date ?? `row ${event.row}`} lies outside the returns: drop it or extend them`);
}

/** Fits one event. Throws `NOT_ENOUGH_DATA` when its windows do not fit into the returns. */
export function eventCase(
  returns: ReturnPanel,
  market: Float64Array | undefined,
  event: StudiedEvent,
  windows: StudyWindows,
  at: string,
): EventCase {
  const row = eventRow(returns, event, at);
  const [first, last] = windows.window;
  const name = `${at} (${event.asset} on ${returns.date(row)})`;
  const y = returns.column(event.asset);
  const needsMarket = windows.model !== "mean-adjusted";
  const days = Array.from({ length: last - first + 1 }, (_, i) => row + first + i);
  const bad = days.find(
    (day) => !(day >= 0 && day < returns.rows) || Number.isNaN(y[day]!) || (needsMarket && Number.isNaN(market![day]!)),
  );
  if (bad !== undefined) {
    const what = bad >= 0 && bad < returns.rows ? `is missing on ${returns.date(bad)}` : "ends";
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `${name}: the return of the asset or of the market ${what} within the event window: shorten the window, or skip the event`,
      { argument: at, required: days.length, available: days.length - 1 },
    );
  }
  const estimationEnd = row + first - windows.gap;
  const estimationStart = estimationEnd - windows.estimationLength;
  const model = fitNormalModel(windows.model, y, market, estimationStart, estimationEnd, windows.minimum, name);
  const marketAt = Float64Array.from(days, (day) => (needsMarket ? market![day]! : 0));
  return {
    asset: event.asset,
    date: returns.date(row),
    row,
    estimationStart,
    model,
    abnormal: Float64Array.from(days, (day, i) => y[day]! - expectedValue(model, marketAt[i]!)),
    market: marketAt,
  };
}
