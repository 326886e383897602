import { dayOfIndex } from "./axis.ts";
import { civilOf, dayOf, daysInMonth, weekdayOf } from "./calendar-day.ts";
import type { PanelFrame } from "./frame.ts";
import { type TradingCalendar, tradingDays } from "./trading-calendar.ts";

/** Calendar periods, in UTC: weeks are ISO weeks (Monday to Sunday), quarters begin in January, April, July, October. */
export type Period = "day" | "week" | "month" | "quarter" | "year";

/** How a panel is resampled. The result is always on the `day` axis. */
export interface ResampleOptions {
  /**
   * The date that stands for a period: `last` = its last row in the panel, `end` and `start` = its last and first
   * calendar day. A value labelled `start` was not known on that day: do not join it with other data by date.
   * @defaultValue "last"
   */
  readonly label?: "last" | "end" | "start";
  /**
   * What becomes of an incomplete last period, one of which a trading day lies after the last row of the panel.
   * @defaultValue "keep"
   */
  readonly incomplete?: "keep" | "drop";
  /**
   * The trading days that decide whether the last period is complete.
   * @defaultValue weekends only
   */
  readonly calendar?: TradingCalendar;
}

/** How prices are resampled. */
export interface PriceResampleOptions extends ResampleOptions {
  /**
   * What stands for the prices of a period; missing prices are passed over, a period without prices is missing.
   * @defaultValue "last"
   */
  readonly aggregate?: "last" | "first" | "mean";
}

/** How returns are resampled. */
export interface ReturnResampleOptions extends ResampleOptions {
  /**
   * A missing return makes its period missing (`propagate`), or counts as zero unless all of the period are missing
   * (`skip`).
   * @defaultValue "propagate"
   */
  readonly missing?: "propagate" | "skip";
}

/** Folds the values of one asset in one period: cells `first`, `first + stride`, ... below `end`. */
export type Fold = (values: Float64Array, first: number, end: number, stride: number) => number;

/** Resamples a frame, column by column with `fold`. */
export function resampleFrame(frame: PanelFrame, period: Period, fold: Fold, options: ResampleOptions): PanelFrame {
  const groups = groupRows(frame, period);
  if (options.incomplete === "drop" && groups.length > 0 && isIncomplete(frame, groups.at(-1)!, options.calendar)) {
    groups.pop();
  }
  const columns = frame.assets.length;
  const index = new Float64Array(groups.length);
  const values = new Float64Array(groups.length * columns);
  groups.forEach((group, row) => {
    index[row] = labelOf(frame, group, options.label ?? "last");
    for (let column = 0; column < columns; column += 1) {
      values[row * columns + column] = fold(
        frame.values,
        group.firstRow * columns + column,
        group.endRow * columns,
        columns,
      );
    }
  });
  return { axis: "day", index, assets: frame.assets, values };
}

interface Group {
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstDay: number;
  readonly lastDay: number;
}

function groupRows(frame: PanelFrame, period: Period): Group[] {
  const groups: Group[] = [];
  const rows = frame.index.length;
  for (let row = 0; row < rows;) {
    const [firstDay, lastDay] = periodOf(dayOfIndex(frame.axis, frame.index[row]!), period);
    const firstRow = row;
    while (row < rows && dayOfIndex(frame.axis, frame.index[row]!) <= lastDay) row += 1;
    groups.push({ firstRow, endRow: row, firstDay, lastDay });
  }
  return groups;
}

function periodOf(day: number, period: Period): readonly [firstDay: number, lastDay: number] {
  if (period === "day") return [day, day];
  if (period === "week") {
    const monday = day - ((weekdayOf(day) + 6) % 7);
    return [monday, monday + 6];
  }
  const { year, month } = civilOf(day);
  const months = period === "month" ? 1 : period === "quarter" ? 3 : 12;
  const firstMonth = month - ((month - 1) % months);
  const lastMonth = firstMonth + months - 1;
  return [dayOf(year, firstMonth, 1), dayOf(year, lastMonth, daysInMonth(year, lastMonth))];
}

function labelOf(frame: PanelFrame, group: Group, label: "last" | "end" | "start"): number {
  if (label === "start") return group.firstDay;
  return label === "end" ? group.lastDay : dayOfIndex(frame.axis, frame.index[group.endRow - 1]!);
}

function isIncomplete(frame: PanelFrame, group: Group, calendar: TradingCalendar | undefined): boolean {
  const isTradingDay = tradingDays(calendar);
  for (let day = dayOfIndex(frame.axis, frame.index[group.endRow - 1]!) + 1; day <= group.lastDay; day += 1) {
    if (isTradingDay(day)) return true;
  }
  return false;
}

/** The fold of prices that an option names. */
export const priceFolds: Readonly<Record<"last" | "first" | "mean", Fold>> = {
  last: (values, first, end, stride) => {
    let last = Number.NaN;
    for (let cell = first; cell < end; cell += stride) if (!Number.isNaN(values[cell]!)) last = values[cell]!;
    return last;
  },
  first: (values, first, end, stride) => {
    for (let cell = first; cell < end; cell += stride) if (!Number.isNaN(values[cell]!)) return values[cell]!;
    return Number.NaN;
  },
  mean: (values, first, end, stride) => {
    let sum = 0;
    let count = 0;
    for (let cell = first; cell < end; cell += stride) {
      if (Number.isNaN(values[cell]!)) continue;
      sum += values[cell]!;
      count += 1;
    }
    return sum / count;
  },
};

/** The fold of returns: simple returns compound, log returns add up. */
export function returnFold(method: "simple" | "log", missing: "propagate" | "skip"): Fold {
  return (values, first, end, stride) => {
    let total = method === "simple" ? 1 : 0;
    let count = 0;
    for (let cell = first; cell < end; cell += stride) {
      const value = values[cell]!;
      if (Number.isNaN(value)) {
        if (missing === "propagate") return Number.NaN;
        continue;
      }
      total = method === "simple" ? total * (1 + value) : total + value;
      count += 1;
    }
    if (count === 0) return Number.NaN;
    return method === "simple" ? total - 1 : total;
  };
}
