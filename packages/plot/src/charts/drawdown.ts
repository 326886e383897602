import * as Plot from "@observablehq/plot";
import type { ChartSeries, DrawdownChart } from "@plimsoll/core";
import { toScale, valueAxis } from "../render/axes.ts";
import { checkNotEmpty, checkSeries } from "../render/checks.ts";
import { formatPercent } from "../render/format.ts";
import { textWidth } from "../render/labels.ts";
import { lastValue, lineMark, lineNames, linePoints, timeAxes, timeDomain } from "../render/lines.ts";
import { seriesColor, token } from "../render/theme.ts";
import type { ChartKind } from "./chart-kind.ts";

const NOT_NEGATIVE = { min: 0, remedy: "drawdowns are fractions >= 0 of the running maximum (0.2 is a loss of 20 %)" };

function deepest(series: ChartSeries): { readonly depth: number; readonly date: string } {
  let at = 0;
  series.values.forEach((value, i) => {
    if (value !== null && value > (series.values[at] ?? -1)) at = i;
  });
  return { depth: series.values[at]!, date: series.dates[at]! };
}

/** Loss from the running maximum, drawn downwards from zero; a single series names its deepest point. */
export const drawdown: ChartKind<DrawdownChart> = {
  naming: "sides",

  check({ series }) {
    checkNotEmpty("series", series.length, "a drawdown chart needs at least one series");
    series.forEach((one, i) => checkSeries(`series[${i}]`, one, NOT_NEGATIVE));
  },

  describe({ series }) {
    const depths = series.map(
      (one) => `${one.name} at worst ${formatPercent(-deepest(one).depth, 1)} on ${deepest(one).date}`,
    );
    return `Loss from the running maximum: ${depths.join(", ")}.`;
  },

  names({ series }) {
    // the title says what a single line is
    return series.length === 1 ? [] : lineNames(series.map(({ name }) => name));
  },

  draw({ series }, frame) {
    const axis = valueAxis(
      series.flatMap((one) => one.values.map((value) => (value === null ? null : -value))),
      frame,
      { unit: "percent", include: 0 },
    );
    const bottom = frame.height - frame.margin.bottom;
    const lines = series.map((one) =>
      linePoints(one, frame, series.length).map(({ x, y }) => ({ x, y: y === null ? null : -y })),
    );
    const filled = lines.length === 1 ? 0.22 : lines.length <= 3 ? 0.08 : 0;
    return {
      x: { type: "utc", domain: timeDomain(series.map((one) => one.dates)), label: null, axis: null },
      y: toScale(axis),
      valueLabel: "Loss from the highest value so far",
      marks: [
        ...timeAxes(axis, frame),
        ...lines.map((points, index) =>
          Plot.areaY(points, { x: "x", y1: 0, y2: "y", fill: seriesColor(index), fillOpacity: filled }),
        ),
        // the first on top: it is what the chart is about
        ...lines.map((points, index) => lineMark(points, index, points.length > 250 ? 1.1 : 1.5)).reverse(),
        Plot.ruleY([0], { stroke: token("muted"), strokeWidth: 1 }),
        ...(series.length === 1
          ? [troughLabel(series[0]!, frame.width - frame.margin.left - frame.margin.right, frame.fontSize)]
          : []),
      ],
      ends: series.map((one) => axis.position(-lastValue(one), bottom, frame.margin.top)),
    };
  },
};

/** "−56.8% · 2009-03-09" beside the deepest point, on the side where it fits. */
function troughLabel(series: ChartSeries, width: number, fontSize: number): Plot.Markish {
  const { depth, date } = deepest(series);
  const text = `${formatPercent(-depth, 1)} · ${date}`;
  const [from, to] = timeDomain([series.dates]).map(Number) as [number, number];
  const position = ((Date.parse(date) - from) / (to - from)) * width;
  const fits = position + 8 + textWidth(text, fontSize) < width;
  return Plot.text([{ x: new Date(date), y: -depth }], {
    x: "x",
    y: "y",
    text: [text],
    textAnchor: fits ? "start" : "end",
    dx: fits ? 8 : -8,
    dy: -4,
    fill: token("ink"),
    stroke: token("paper"),
    strokeWidth: 3,
    fontWeight: "600",
  });
}
