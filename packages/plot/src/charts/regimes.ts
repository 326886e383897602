import * as Plot from "@observablehq/plot";
import { invalidInput, type RegimesChart } from "@plimsoll/core";
import { toScale, valueAxis } from "../render/axes.ts";
import { checkNotEmpty, checkSameLength, checkSeries, POSITIVE } from "../render/checks.ts";
import { formatPercent } from "../render/format.ts";
import { linePoints, timeAxes, timeDomain } from "../render/lines.ts";
import { seriesColor, token } from "../render/theme.ts";
import type { ChartKind, NamedMark } from "./chart-kind.ts";

/** Each regime has a hue and a strength of its own: the strength is what those who don't see the hue go by. */
const TINTS = [
  { color: seriesColor(2), opacity: 0.14 },
  { color: seriesColor(1), opacity: 0.34 },
  { color: seriesColor(5), opacity: 0.22 },
  { color: seriesColor(6), opacity: 0.5 },
] as const;

/** A stretch of dates in one regime. */
interface Stretch {
  readonly regime: number;
  readonly from: Date;
  readonly to: Date;
}

function stretches({ series, regimes }: RegimesChart): Stretch[] {
  const found: Stretch[] = [];
  let start = 0;
  for (let i = 1; i <= regimes.length; i++) {
    if (i < regimes.length && regimes[i] === regimes[start]) continue;
    const end = Math.min(i, regimes.length - 1);
    found.push({ regime: regimes[start]!, from: new Date(series.dates[start]!), to: new Date(series.dates[end]!) });
    start = i;
  }
  return found;
}

const shareOf = ({ regimes }: RegimesChart, regime: number): number =>
  regimes.filter((one) => one === regime).length / regimes.length;

/** A series with the regime of each date behind it. */
export const regimes: ChartKind<RegimesChart> = {
  naming: "top",

  check({ series, regimes, regimeNames, scale }) {
    checkSeries("series", series, scale === "logarithmic" ? POSITIVE : undefined);
    checkSameLength("regimes", regimes.length, series.dates.length, "series.dates");
    checkNotEmpty("regimeNames", regimeNames.length, "name each regime");
    if (regimeNames.length > TINTS.length) {
      throw invalidInput(
        "regimeNames",
        `regimeNames has ${regimeNames.length} entries: at most ${TINTS.length} can be told apart`,
        {
          expected: `at most ${TINTS.length} names`,
          received: String(regimeNames.length),
        },
      );
    }
    regimes.forEach((regime, i) => {
      if (Number.isInteger(regime) && regime >= 0 && regime < regimeNames.length) return;
      throw invalidInput(
        `regimes[${i}]`,
        `regimes[${i}] is ${regime}, but regimeNames has entries 0 to ${regimeNames.length - 1}`,
        {
          expected: `an integer from 0 to ${regimeNames.length - 1}`,
          received: String(regime),
        },
      );
    });
  },

  describe(spec) {
    const shares = spec.regimeNames.map((name, i) => `${name} ${formatPercent(shareOf(spec, i), 0)} of dates`);
    return `${spec.series.name}, ${spec.series.dates[0]!} to ${spec.series.dates.at(-1)!}, by regime: ${shares.join(", ")}.`;
  },

  names(spec) {
    return [
      { name: spec.series.name, color: seriesColor(0), shape: "line" },
      ...spec.regimeNames.map((name, i): NamedMark => ({
        name: `${name} ${formatPercent(shareOf(spec, i), 0)}`,
        shape: "area",
        ...TINTS[i]!,
      })),
    ];
  },

  draw(spec, frame) {
    const { series, scale } = spec;
    const axis = valueAxis(series.values, frame, { unit: "number", scale });
    const [low, high] = axis.domain;
    const bands = stretches(spec);
    return {
      x: { type: "utc", domain: timeDomain([series.dates]), label: null, axis: null },
      y: toScale(axis),
      valueLabel: scale === "logarithmic" ? `${series.name} (log scale)` : series.name,
      marks: [
        ...TINTS.slice(0, spec.regimeNames.length).map((tint, regime) =>
          Plot.rect(
            bands.filter((band) => band.regime === regime),
            { x1: "from", x2: "to", y1: low, y2: high, fill: tint.color, fillOpacity: tint.opacity },
          ),
        ),
        ...timeAxes(axis, frame),
        Plot.lineY(linePoints(series, frame, 1, scale), { x: "x", y: "y", stroke: seriesColor(0), strokeWidth: 1.5 }),
        Plot.ruleY([low], { stroke: token("muted") }),
      ],
    };
  },
};
