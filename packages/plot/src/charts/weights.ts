import * as Plot from "@observablehq/plot";
import type { WeightsChart } from "@plimsoll/core";
import { toScale, valueAxis } from "../render/axes.ts";
import { checkDates, checkFinite, checkNotEmpty, checkSameLength } from "../render/checks.ts";
import { formatPercent } from "../render/format.ts";
import { timeAxes, timeDomain } from "../render/lines.ts";
import { SERIES_COLORS, seriesColor, token } from "../render/theme.ts";
import { thinRows } from "../render/thin.ts";
import type { ChartKind, NamedMark } from "./chart-kind.ts";

interface Bands {
  readonly names: readonly string[];
  /** `rows[i][j]` is the weight of band `j` at date `i`. */
  readonly rows: readonly (readonly number[])[];
  readonly folded: boolean;
}

/** The assets that weigh most on average, in their own colours; the rest as one band, when there are more than colours. */
function bandsOf({ assets, weights }: WeightsChart): Bands {
  if (assets.length <= SERIES_COLORS) return { names: assets, rows: weights, folded: false };
  const size = assets.map((_, j) => weights.reduce((sum, row) => sum + Math.abs(row[j]!), 0));
  const order = assets.map((_, j) => j).sort((a, b) => size[b]! - size[a]! || a - b);
  const own = order.slice(0, SERIES_COLORS).sort((a, b) => a - b);
  const rest = order.slice(SERIES_COLORS);
  return {
    names: [...own.map((j) => assets[j]!), `${rest.length} others`],
    rows: weights.map((row) => [...own.map((j) => row[j]!), rest.reduce((sum, j) => sum + row[j]!, 0)]),
    folded: true,
  };
}

const colorOf = (bands: Bands, index: number): string =>
  bands.folded && index === bands.names.length - 1 ? token("other") : seriesColor(index);

/** Each row as stacked bands: longs upwards from zero, shorts downwards. */
function stack(row: readonly number[]): (readonly [number, number])[] {
  let up = 0;
  let down = 0;
  return row.map((weight) => {
    if (weight < 0) return [down, (down += weight)] as const;
    return [up, (up += weight)] as const;
  });
}

/** Weights over time as stacked steps: a weight holds from its date to the next. */
export const weights: ChartKind<WeightsChart> = {
  naming: "sides",

  check({ dates, assets, weights }) {
    checkNotEmpty("dates", dates.length, "a weights chart needs at least one date");
    checkNotEmpty("assets", assets.length, "a weights chart needs at least one asset");
    checkDates("dates", dates);
    checkSameLength("weights", weights.length, dates.length, "dates");
    weights.forEach((row, i) => {
      checkSameLength(`weights[${i}]`, row.length, assets.length, "assets");
      row.forEach((weight, j) => checkFinite(`weights[${i}][${j}]`, weight));
    });
  },

  describe(spec) {
    const bands = bandsOf(spec);
    const last = bands.rows.at(-1)!.map((weight, j) => `${bands.names[j]!} ${formatPercent(weight, 0)}`);
    return `Portfolio weights, ${spec.dates[0]!} to ${spec.dates.at(-1)!}; at the end ${last.join(", ")}.`;
  },

  names(spec) {
    const bands = bandsOf(spec);
    const last = bands.rows.at(-1)!;
    return bands.names.map((name, j): NamedMark => ({
      name: `${name} ${formatPercent(last[j]!, 0)}`,
      color: colorOf(bands, j),
      shape: "area",
    }));
  },

  draw(spec, frame) {
    const bands = bandsOf(spec);
    const kept = thinRows(bands.rows, Math.round(frame.width / 2));
    const stacks = kept.map((i) => stack(bands.rows[i]!));
    const axis = valueAxis(stacks.flat(2), frame, { unit: "percent", include: 0 });
    const [from, to] = timeDomain([spec.dates]);
    const single = spec.dates.length === 1;
    const bottom = frame.height - frame.margin.bottom;
    return {
      x: { type: "utc", domain: [from, to], label: null, axis: null },
      y: toScale(axis),
      valueLabel: "Weight",
      marks: [
        ...timeAxes(axis, frame),
        ...bands.names.map((_, j) => {
          const points = kept.map((i, k) => ({
            x: new Date(spec.dates[i]!),
            low: stacks[k]![j]![0],
            high: stacks[k]![j]![1],
          }));
          // a step needs a second edge
          const edges = single
            ? [
                { ...points[0]!, x: from },
                { ...points[0]!, x: to },
              ]
            : points;
          return Plot.areaY(edges, {
            x: "x",
            y1: "low",
            y2: "high",
            curve: "step-after",
            fill: colorOf(bands, j),
            stroke: token("paper"),
            strokeWidth: bands.rows.length > 60 ? 0 : 0.75,
          });
        }),
        Plot.ruleY([0], { stroke: token("muted"), strokeWidth: 1 }),
      ],
      ends: stacks.at(-1)!.map(([low, high]) => axis.position((low + high) / 2, bottom, frame.margin.top)),
    };
  },
};
