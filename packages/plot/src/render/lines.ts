import * as Plot from "@observablehq/plot";
import type { ChartSeries } from "@plimsoll/core";
import type { NamedMark } from "../charts/chart-kind.ts";
import type { ValueAxis } from "./axes.ts";
import type { Frame } from "./frame.ts";
import { token, seriesColor, seriesDash } from "./theme.ts";
import { thinLine } from "./thin.ts";

/** A point of a thinned line; `null` breaks the line. */
export interface LinePoint {
  readonly x: Date;
  readonly y: number | null;
}

/** About one point for each pixel and a half: more can't be seen; fewer where many lines share the room. */
export function linePoints(
  series: ChartSeries,
  frame: Frame,
  lines: number,
  scale?: "linear" | "logarithmic",
): LinePoint[] {
  const budget = Math.max(120, Math.round((frame.width / 1.5) * Math.min(1, 6 / lines)));
  const times = series.dates.map((date) => Date.parse(date));
  const shape =
    scale === "logarithmic" ? series.values.map((value) => (value === null ? null : Math.log(value))) : series.values;
  return thinLine(times, shape, budget).map((position) => ({
    x: new Date(times[position]!),
    y: series.values[position]!,
  }));
}

export function lineMark(points: readonly LinePoint[], index: number, width = 1.75): Plot.Markish {
  const dash = seriesDash(index);
  return Plot.lineY(points, {
    x: "x",
    y: "y",
    stroke: seriesColor(index),
    strokeWidth: width,
    ...(dash === undefined ? {} : { strokeDasharray: dash }),
  });
}

export function lineNames(names: readonly string[]): NamedMark[] {
  return names.map((name, index) => ({ name, color: seriesColor(index), shape: "line", dash: seriesDash(index) }));
}

/** Grid, ticks and text of both axes. */
export function timeAxes(axis: ValueAxis, frame: Frame): Plot.Markish[] {
  const inner = frame.width - frame.margin.left - frame.margin.right;
  return [
    ...valueAxisMarks(axis),
    Plot.axisX({
      anchor: "bottom",
      ticks: Math.max(2, Math.floor(inner / 90)),
      tickSize: 4,
      label: null,
      stroke: token("muted"),
      fill: token("muted"),
    }),
  ];
}

export function valueAxisMarks(axis: ValueAxis): Plot.Markish[] {
  return [
    Plot.gridY([...axis.ticks], { stroke: token("grid"), strokeOpacity: 1 }),
    Plot.axisY([...axis.ticks], {
      anchor: "left",
      tickSize: 0,
      tickPadding: 6,
      tickFormat: (value: number) => axis.format(value),
      label: null,
      fill: token("muted"),
    }),
  ];
}

/** First and last of the dates of all series. */
export function timeDomain(dates: readonly (readonly string[])[]): [Date, Date] {
  const starts = dates.map((own) => Date.parse(own[0]!));
  const ends = dates.map((own) => Date.parse(own.at(-1)!));
  const from = Math.min(...starts);
  const to = Math.max(...ends);
  // one date alone still needs an axis
  return from === to ? [new Date(from - 43_200_000), new Date(to + 43_200_000)] : [new Date(from), new Date(to)];
}

/** The last value that is not `null`. */
export function lastValue(series: ChartSeries): number {
  for (let i = series.values.length - 1; i >= 0; i--) {
    const value = series.values[i]!;
    if (value !== null) return value;
  }
  throw new RangeError(`series "${series.name}" holds no value`);
}
