import { RandomStream } from "@plimsoll/numeric";
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

/** Rows drawn from a seed: an array of arbitraries would spend the tests' time on making bars. */
function seeded(
  length: number,
  row: (random: RandomStream) => readonly [number, number, number, number, number],
): fc.Arbitrary<BarTable> {
  return fc.nat().map((seed) => {
    const random = RandomStream.of(seed);
    return tableOf(Array.from({ length }, () => row(random)));
  });
}

/** Bars of small whole numbers: ties, flat stretches, bars without range and without volume all occur. */
export function tiedBars(length: number): fc.Arbitrary<BarTable> {
  return fc.nat(3).chain((spread) =>
    seeded(length, (random) => {
      const whole = (above: number): number => Math.floor(random.uniform() * above);
      return [8 + whole(1 + 2 * spread), 8 + whole(1 + 2 * spread), whole(1 + spread), whole(1 + spread), whole(4)];
    }),
  );
}

/** Bars of a random walk, where no two numbers tie. */
export function walkingBars(length: number): fc.Arbitrary<BarTable> {
  return fc.nat().map((seed) => {
    const random = RandomStream.of(seed);
    let price = 100;
    const rows = Array.from({ length }, () => {
      const open = price * (1 + 0.03 * (2 * random.uniform() - 1));
      price = open * (1 + 0.03 * (2 * random.uniform() - 1));
      return [open, price, 2 * random.uniform(), 2 * random.uniform(), 1_000 + 1e7 * random.uniform()] as const;
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
