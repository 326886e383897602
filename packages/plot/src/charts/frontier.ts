import * as Plot from "@observablehq/plot";
import type { FrontierChart } from "@plimsoll/core";
import { linearAxis, toScale, type ValueAxis } from "../render/axes.ts";
import { checkFinite, checkNotEmpty } from "../render/checks.ts";
import { formatPercent } from "../render/format.ts";
import type { Frame } from "../render/frame.ts";
import { pointName } from "../render/decorations.ts";
import { placeLabels } from "../render/labels.ts";
import { valueAxisMarks } from "../render/lines.ts";
import { seriesColor, token } from "../render/theme.ts";
import type { ChartKind, NamedMark } from "./chart-kind.ts";

type Point = FrontierChart["points"][number];

/** The efficient frontier, the assets as rings, portfolios as named dots. */
export const frontier: ChartKind<FrontierChart> = {
  naming: "top",

  check({ curve, points }) {
    checkNotEmpty("curve", curve.length + points.length, "a frontier chart needs a curve or points");
    curve.forEach(({ risk, expectedReturn }, i) => {
      checkFinite(`curve[${i}].risk`, risk);
      checkFinite(`curve[${i}].expectedReturn`, expectedReturn);
    });
    points.forEach(({ risk, expectedReturn }, i) => {
      checkFinite(`points[${i}].risk`, risk);
      checkFinite(`points[${i}].expectedReturn`, expectedReturn);
    });
  },

  describe({ riskName, points }) {
    const named = points
      .filter(({ role }) => role === "portfolio")
      .map(
        ({ name, risk, expectedReturn }) =>
          `${name} returns ${formatPercent(expectedReturn, 1)} at ${formatPercent(risk, 1)}`,
      );
    const tail = named.length === 0 ? "" : `: ${named.join(", ")}`;
    return `Expected return a year against ${riskName}${tail}.`;
  },

  names({ curve, points }) {
    const names: NamedMark[] = [];
    if (curve.length > 0) names.push({ name: "Efficient frontier", color: seriesColor(0), shape: "line" });
    if (points.some(({ role }) => role === "portfolio"))
      names.push({ name: "Portfolios", color: seriesColor(1), shape: "dot" });
    if (points.some(({ role }) => role === "asset"))
      names.push({ name: "Single assets", color: token("muted"), shape: "ring" });
    return names;
  },

  draw({ riskName, curve, points }, frame) {
    const all = [...curve, ...points];
    const inner = frame.width - frame.margin.left - frame.margin.right;
    const risks = all.map(({ risk }) => risk);
    const returns = all.map(({ expectedReturn }) => expectedReturn);
    const x = linearAxis(Math.min(...risks), Math.max(...risks), "percent", Math.max(3, Math.round(inner / 110)));
    const y = linearAxis(
      Math.min(...returns),
      Math.max(...returns),
      "percent",
      Math.max(3, Math.round((frame.height - frame.margin.top - frame.margin.bottom) / 50)),
    );
    const line = [...curve].sort((a, b) => a.expectedReturn - b.expectedReturn || a.risk - b.risk);
    const assets = points.filter(({ role }) => role === "asset");
    const portfolios = points.filter(({ role }) => role === "portfolio");
    return {
      x: toScale(x),
      y: toScale(y),
      valueLabel: "Expected return a year",
      marks: [
        ...valueAxisMarks(y),
        Plot.axisX([...x.ticks], {
          anchor: "bottom",
          tickSize: 4,
          tickFormat: (value: number) => x.format(value),
          label: riskName,
          labelArrow: "none",
          labelAnchor: "right",
          labelOffset: 32,
          fill: token("muted"),
          stroke: token("muted"),
        }),
        Plot.line(line, { x: "risk", y: "expectedReturn", stroke: seriesColor(0), strokeWidth: 2.25 }),
        Plot.dot(assets, {
          x: "risk",
          y: "expectedReturn",
          r: 4,
          stroke: token("muted"),
          strokeWidth: 1.5,
          fill: token("paper"),
        }),
        Plot.dot(portfolios, {
          x: "risk",
          y: "expectedReturn",
          r: 5.5,
          fill: seriesColor(1),
          stroke: token("paper"),
          strokeWidth: 1.5,
        }),
      ],
      overlay: pointNames([...portfolios, ...assets], portfolios.length, line, x, y, frame),
    };
  },
};

/** Portfolios are always named; an asset is where its name covers nothing. */
function pointNames(
  points: readonly Point[],
  portfolios: number,
  curve: readonly { readonly risk: number; readonly expectedReturn: number }[],
  x: ValueAxis,
  y: ValueAxis,
  frame: Frame,
): string {
  const box = {
    left: frame.margin.left,
    right: frame.width - 2,
    top: frame.margin.top - 6,
    bottom: frame.height - frame.margin.bottom,
  };
  const pixel = (point: { readonly risk: number; readonly expectedReturn: number }): { x: number; y: number } => ({
    x: x.position(point.risk, frame.margin.left, frame.width - frame.margin.right),
    y: y.position(point.expectedReturn, box.bottom, frame.margin.top),
  });
  const labels = points.map((point) => ({
    ...pixel(point),
    text: point.name,
    weight: point.role === "portfolio" ? ("bold" as const) : ("normal" as const),
  }));
  const placed = placeLabels(
    labels,
    portfolios,
    box,
    frame.fontSize,
    curve.map((point) => pixel(point)),
  );
  return labels.map((label, i) => pointName(label, placed[i])).join("");
}
