import { invalidInput } from "@plimsoll/core";
import { type PriceSeries, readHorizon, readPrices, readRows, readScale } from "./label-input.ts";
import type { LabelSpan } from "./label-span.ts";

/** Options of {@link tripleBarrierLabels}. */
export interface TripleBarrierOptions {
  /** Rows until the vertical barrier. */
  readonly horizon: number;
  /**
   * Distance of the profit-taking barrier in units of `volatility`; `null` for none.
   * @defaultValue 1
   */
  readonly profit?: number | null | undefined;
  /**
   * Distance of the stop-loss barrier in units of `volatility`; `null` for none.
   * @defaultValue 1
   */
  readonly stop?: number | null | undefined;
  /**
   * The unit of the barriers: one return for all labels, or one for each row, as known at that row, such as the
   * volatility over the horizon. Where it is NaN or 0 no label is made.
   * @defaultValue 1: `profit` and `stop` are returns themselves
   */
  readonly volatility?: number | PriceSeries | undefined;
  /**
   * Labels whose `volatility` is below this are left out.
   * @defaultValue 0
   */
  readonly minimumVolatility?: number | undefined;
  /**
   * Rows at which labels begin, ascending, such as those of a CUSUM filter.
   * @defaultValue every row
   */
  readonly events?: ArrayLike<number> | undefined;
  /** The bet of a primary model at each event, 1 (long) or -1 (short): barriers turn with it and `metaLabel` judges it. */
  readonly sides?: readonly (1 | -1)[] | undefined;
  /**
   * Highest and lowest prices of the rows: barriers are then touched within a row, at the barrier's own price; the stop
   * counts where a row touches both. Without them barriers are touched by `prices` alone, at that price.
   */
  readonly high?: PriceSeries | undefined;
  readonly low?: PriceSeries | undefined;
  /**
   * The label where the vertical barrier comes first: the sign of the return, or 0.
   * @defaultValue "sign"
   */
  readonly vertical?: "sign" | "zero" | undefined;
}

/** A label of the triple-barrier method. */
export interface TripleBarrierLabel extends LabelSpan {
  /** Which barrier was touched first. */
  readonly barrier: "profit" | "stop" | "vertical";
  /** Return of the price from `start` to the touch, not turned by the side. */
  readonly return: number;
  /** Direction of the price: 1, -1, or 0. */
  readonly label: 1 | 0 | -1;
  /** The bet that was judged, or `null`. */
  readonly side: 1 | -1 | null;
  /** Whether the bet gained: 1 or 0; `null` without a side. */
  readonly metaLabel: 1 | 0 | null;
}

/** Labels, and the events that none was made for. */
export interface TripleBarrierLabels {
  readonly labels: readonly TripleBarrierLabel[];
  /** Rows whose label is still open at the last price. */
  readonly open: readonly number[];
  /** Rows whose volatility is unknown or below the minimum. */
  readonly skipped: readonly number[];
}

interface Touch {
  readonly row: number;
  readonly barrier: "profit" | "stop";
  readonly return: number;
}

function readDistance(distance: number | null | undefined, name: string): number {
  if (distance === null) return Infinity;
  const value = distance ?? 1;
  if (value > 0 && value < Infinity) return value;
  throw invalidInput(name, `${name}: expected a number above 0, or null for no barrier, was ${value}`);
}

/**
 * Labels by the triple-barrier method (Lopez de Prado 2018, chapter 3): from each event on, which comes first: a gain of
 * `profit`, a loss of `stop`, or the end of the `horizon`.
 *
 * A label looks ahead, to its `end` and not beyond: pass {@link labelSpans} to the splits. Events whose outcome is not
 * known by the last price get no label and are listed as `open`. Returns are simple.
 *
 * @throws `INVALID_INPUT` for prices that are not positive, bad events, or columns of different lengths;
 * `NOT_ENOUGH_DATA` for fewer than two prices
 *
 * @example
 * ```ts
 * import { tripleBarrierLabels } from "@plimsoll/ml";
 *
 * const prices = [100, 101, 103, 102, 99, 98, 98, 98];
 * const { labels } = tripleBarrierLabels(prices, { events: [0, 3], horizon: 3, volatility: 0.01, profit: 2, stop: 2 });
 * console.log(labels.map(({ start, end, barrier, label }) => `${start}-${end} ${barrier} ${label}`).join(", "));
 * // 0-2 profit 1, 3-4 stop -1
 * ```
 */
export function tripleBarrierLabels(prices: PriceSeries, options: TripleBarrierOptions): TripleBarrierLabels {
  const close = readPrices(prices, "prices", 2);
  const rows = close.length;
  const horizon = readHorizon(options.horizon);
  const profit = readDistance(options.profit, "profit");
  const stop = readDistance(options.stop, "stop");
  const events = readRows(options.events, rows);
  const { sides, minimumVolatility = 0 } = options;
  if (sides !== undefined && sides.length !== events.length) {
    throw invalidInput("sides", `sides: expected ${events.length}, one for each event, was ${sides.length}`);
  }
  const scale = readScale(options.volatility, "volatility", rows, 1);
  const range = readRange(options, close);

  const labels: TripleBarrierLabel[] = [];
  const open: number[] = [];
  const skipped: number[] = [];
  events.forEach((start, i) => {
    const unit = scale(start);
    if (!(unit > 0 && unit >= minimumVolatility)) {
      skipped.push(start);
      return;
    }
    const side = sides?.[i] ?? null;
    if (side !== null && side !== 1 && side !== -1) {
      throw invalidInput(`sides[${i}]`, `sides[${i}]: expected 1 or -1, was ${String(side)}`);
    }
    const last = start + horizon;
    const touch = firstTouch(close, range, start, Math.min(last, rows - 1), side ?? 1, profit * unit, stop * unit);
    if (touch === undefined && last >= rows) open.push(start);
    else labels.push(labelOf(close, start, last, side, touch, options.vertical ?? "sign"));
  });
  return { labels, open, skipped };
}

function labelOf(
  close: Float64Array,
  start: number,
  last: number,
  side: 1 | -1 | null,
  touch: Touch | undefined,
  vertical: "sign" | "zero",
): TripleBarrierLabel {
  const end = touch?.row ?? last;
  const change = touch?.return ?? close[end]! / close[start]! - 1;
  const isUndecided = touch === undefined && vertical === "zero";
  const label = isUndecided ? 0 : (Math.sign(change) as 1 | 0 | -1);
  return {
    start,
    end,
    barrier: touch?.barrier ?? "vertical",
    return: change,
    label,
    side,
    metaLabel: side === null ? null : label === side ? 1 : 0,
  };
}

interface PriceRange {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

function readRange(options: TripleBarrierOptions, close: Float64Array): PriceRange | undefined {
  if (options.high === undefined && options.low === undefined) return undefined;
  if (options.high === undefined || options.low === undefined) {
    throw invalidInput("high", "high and low: pass both, or neither to let closing prices touch the barriers");
  }
  const [high, low] = [readPrices(options.high, "high", 2), readPrices(options.low, "low", 2)];
  for (const [name, column] of [
    ["high", high],
    ["low", low],
  ] as const) {
    if (column.length === close.length) continue;
    throw invalidInput(name, `${name}: expected ${close.length} values, one for each price, was ${column.length}`);
  }
  const bad = close.findIndex((price, row) => !(low[row]! <= price && price <= high[row]!));
  if (bad < 0) return { high, low };
  throw invalidInput("high", `row ${bad}: price ${close[bad]!} is not between low ${low[bad]!} and high ${high[bad]!}`);
}

/** The first touch of a barrier after `start`, up to `last`. */
function firstTouch(
  close: Float64Array,
  range: PriceRange | undefined,
  start: number,
  last: number,
  side: 1 | -1,
  profit: number,
  stop: number,
): Touch | undefined {
  const entry = close[start]!;
  for (let row = start + 1; row <= last; row++) {
    // the best and the worst that the row does to the bet
    const best = range === undefined ? close[row]! : side > 0 ? range.high[row]! : range.low[row]!;
    const worst = range === undefined ? close[row]! : side > 0 ? range.low[row]! : range.high[row]!;
    if (side * (worst / entry - 1) <= -stop) {
      return { row, barrier: "stop", return: range === undefined ? worst / entry - 1 : -side * stop };
    }
    if (side * (best / entry - 1) >= profit) {
      return { row, barrier: "profit", return: range === undefined ? best / entry - 1 : side * profit };
    }
  }
  return undefined;
}
