import * as fc from "fast-check";
import type { Feature } from "../feature.ts";
import type { Parameter } from "../parameter.ts";
import type { Bar } from "./bar.ts";

/** Columns of bars. */
export interface BarTable {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** The bar of row t. */
export function barAt(bars: BarTable, t: number): Bar {
  return {
    open: bars.open[t]!,
    high: bars.high[t]!,
    low: bars.low[t]!,
    close: bars.close[t]!,
    volume: bars.volume[t]!,
  };
}

/** Rows `start` to `end` of bars. */
export function rowsOf(bars: BarTable, start: number, end: number): BarTable {
  return {
    open: bars.open.slice(start, end),
    high: bars.high.slice(start, end),
    low: bars.low.slice(start, end),
    close: bars.close.slice(start, end),
    volume: bars.volume.slice(start, end),
  };
}

function tableOf(rows: readonly (readonly [number, number, number, number, number])[]): BarTable {
  return {
    open: Float64Array.from(rows, ([open]) => open),
    high: Float64Array.from(rows, ([open, close, above]) => Math.max(open, close) + above),
    low: Float64Array.from(rows, ([open, close, , below]) => Math.max(Math.min(open, close) - below, 0)),
    close: Float64Array.from(rows, ([, close]) => close),
    volume: Float64Array.from(rows, (row) => row[4]),
  };
}

/** Bars of small whole numbers: ties, flat stretches, bars without range and without volume all occur. */
export function tiedBars(length: number): fc.Arbitrary<BarTable> {
  const price = fc.integer({ min: 8, max: 14 });
  const edge = fc.integer({ min: 0, max: 2 });
  return fc
    .array(fc.tuple(price, price, edge, edge, fc.integer({ min: 0, max: 4 })), { minLength: length, maxLength: length })
    .map(tableOf);
}

/** Bars of a random walk, where no two numbers tie. */
export function walkingBars(length: number): fc.Arbitrary<BarTable> {
  const step = fc.integer({ min: -9999, max: 9999 }).map((value) => (value + 0.5) / 300_000);
  const edge = fc.integer({ min: 1, max: 9999 }).map((value) => value / 5_000);
  const volume = fc.integer({ min: 1_000, max: 9_999_999 });
  return fc.array(fc.tuple(step, step, edge, edge, volume), { minLength: length, maxLength: length }).map((steps) => {
    let price = 100;
    const rows = steps.map(([gap, move, above, below, traded]) => {
      const open = price * (1 + gap);
      price = open * (1 + move);
      return [open, price, above, below, traded] as const;
    });
    return tableOf(rows);
  });
}

function valueOf(parameter: Parameter): fc.Arbitrary<number | string> {
  if (parameter.type === "choice") return fc.constantFrom(...parameter.choices);
  if (parameter.type === "count") return fc.integer({ min: parameter.minimum, max: parameter.minimum + 7 });
  const lowest = Math.max(parameter.minimum, 0);
  const highest = Math.min(parameter.maximum ?? 4, 4);
  return fc.integer({ min: 0, max: 20 }).map((value) => lowest + (value / 20) * (highest - lowest));
}

/** Requests for a feature: any parameters that it allows, windows short. */
export function requestOf(feature: Feature<Bar>): fc.Arbitrary<{ readonly kind: string }> {
  const parameters = Object.entries(feature.parameters as Readonly<Record<string, Parameter>>);
  const values = Object.fromEntries(parameters.map(([name, parameter]) => [name, valueOf(parameter)]));
  return fc
    .record(values)
    .filter((request) => feature.check?.(request) === undefined)
    .map((request) => ({ ...request, kind: feature.kind }));
}
