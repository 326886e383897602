import * as Plot from "@observablehq/plot";
import type { EquityChart } from "@plimsoll/core";
import { toScale, valueAxis } from "../render/axes.ts";
import { checkNotEmpty, checkSeries, POSITIVE } from "../render/checks.ts";
import { formatNumber } from "../render/format.ts";
import { lastValue, lineMark, lineNames, linePoints, timeAxes, timeDomain } from "../render/lines.ts";
import { token } from "../render/theme.ts";
import type { ChartKind } from "./chart-kind.ts";

/** Wealth over time: one line a series, a rule at the unit that was invested, the last value beside the name. */
export const equity: ChartKind<EquityChart> = {
  naming: "sides",

  check({ series, scale }) {
    checkNotEmpty("series", series.length, "an equity chart needs at least one series");
    series.forEach((one, i) => checkSeries(`series[${i}]`, one, scale === "logarithmic" ? POSITIVE : undefined));
  },

  describe({ series }) {
    const ends = series.map((one) => `${one.name} ends at ${formatNumber(lastValue(one), 2)}`);
    return `Value of 1 invested, ${series[0]!.dates[0]!} to ${series[0]!.dates.at(-1)!}: ${ends.join(", ")}.`;
  },

  names({ series }) {
    return lineNames(series.map((one) => `${one.name} ${formatNumber(lastValue(one), 2)}`));
  },

  draw({ series, scale }, frame) {
    const axis = valueAxis(
      series.flatMap((one) => one.values),
      frame,
      { unit: "number", scale, include: 1 },
    );
    const bottom = frame.height - frame.margin.bottom;
    return {
      x: { type: "utc", domain: timeDomain(series.map((one) => one.dates)), label: null, axis: null },
      y: toScale(axis),
      valueLabel: scale === "logarithmic" ? "Value of 1 invested (log scale)" : "Value of 1 invested",
      marks: [
        ...timeAxes(axis, frame),
        Plot.ruleY([1], { stroke: token("muted"), strokeWidth: 1 }),
        ...series.map((one, index) => lineMark(linePoints(one, frame, series.length, scale), index)).reverse(),
      ],
      ends: series.map((one) => axis.position(lastValue(one), bottom, frame.margin.top)),
    };
  },
};
