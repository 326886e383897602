import * as Plot from "@observablehq/plot";
import { invalidInput, type ChartSpec } from "@plimsoll/core";
import type { ChartKind } from "./charts/chart-kind.ts";
import { charts } from "./charts/index.ts";
import { heading, legend, sideNames, valueLabel } from "./render/decorations.ts";
import { createDocument, type SvgElement } from "./render/document.ts";
import { frameFor, type Frame } from "./render/frame.ts";
import { escapeXml, serializeChildren } from "./render/serialize.ts";
import { chartStyles } from "./render/theme.ts";

/** How {@link renderChart} draws. */
export interface RenderChartOptions {
  /**
   * Width in pixels, at least 200. From 560 on, names stand beside the lines; below, in a legend.
   * @defaultValue 720
   */
  readonly width?: number;
  /**
   * Height in pixels, at least 120.
   * @defaultValue 0.5 of the width, between 260 and 420
   */
  readonly height?: number;
  /**
   * Size of the text in pixels.
   * @defaultValue 12
   */
  readonly fontSize?: number;
  /**
   * `standalone`: the SVG draws its title and carries its style sheet, as a file of its own. `page`: it leaves both to
   * the page around it, which includes {@link chartStyles} once.
   * @defaultValue "standalone"
   */
  readonly context?: "standalone" | "page";
}

/**
 * A chart as self-contained SVG text, made without a DOM: the same text in Node, browsers and workers.
 *
 * Colours are custom properties with a light and a dark value, told apart also by those who don't see all hues; series
 * are named beside their lines or in a legend. Long series are thinned to what the width can show, keeping ends, gaps,
 * the least and the greatest value. On a frontier chart, assets whose names would cover something go unnamed,
 * portfolios never. A weights chart folds all but the seven heaviest assets into one band.
 *
 * @param spec - what to draw; `null` in a series is a gap
 * @param options - size and context
 * @returns one `<svg>` element with `xmlns`, `role="img"`, a title and a description for screen readers
 * @throws PlimsollError `INVALID_INPUT` for an unknown kind, an empty series, lengths that don't match, dates that
 *   don't ascend, NaN or infinite values, a value <= 0 on a logarithmic axis, a regime without a name, a size too small
 *
 * @example
 * ```ts
 * import { renderChart } from "@plimsoll/plot";
 *
 * const svg = renderChart({
 *   kind: "equity",
 *   title: "One unit in an index",
 *   series: [{ name: "Index", dates: ["2024-01-31", "2024-02-29", "2024-03-28"], values: [1, 1.05, 1.09] }],
 * });
 * console.log(svg.startsWith("<svg xmlns=") && svg.includes("Index 1.09")); // true
 * ```
 */
export function renderChart(spec: ChartSpec, options: RenderChartOptions = {}): string {
  const { width = 720, fontSize = 12, context = "standalone" } = options;
  const height = options.height ?? Math.round(Math.min(420, Math.max(260, width * 0.5)));
  checkSize("width", width, 200);
  checkSize("height", height, 120);
  checkSize("fontSize", fontSize, 6);
  checkKind(spec.kind);
  // the table pairs each kind with its own spec, which a lookup by a union can't express
  const kind = charts[spec.kind] as ChartKind<ChartSpec>;
  kind.check(spec);

  const marks = kind.names(spec);
  const bare = frameFor(width, height, fontSize, kind.naming === "sides" ? marks.map(({ name }) => name) : []);
  const beside = kind.naming === "sides" && bare.naming === "direct";
  const title = context === "standalone" ? heading(spec.title, width, fontSize) : { height: 0, svg: "" };
  const above = beside ? { height: 0, svg: "" } : legend(marks, width, title.height, fontSize);
  const top = title.height + above.height;
  const frame: Frame = {
    ...bare,
    // a legend takes nothing from the chart: the picture grows by its height
    height: height + top,
    margin: {
      ...bare.margin,
      top: bare.margin.top + top,
      bottom: bare.margin.bottom + (spec.kind === "frontier" ? 16 : 0),
    },
  };
  const drawing = kind.draw(spec, frame);
  const node = Plot.plot({
    document: createDocument() as never,
    width,
    height: frame.height,
    marginTop: frame.margin.top,
    marginRight: frame.margin.right,
    marginBottom: frame.margin.bottom,
    marginLeft: frame.margin.left,
    style: { fontSize: `${fontSize}px` },
    x: drawing.x,
    y: drawing.y,
    marks: [...drawing.marks],
  }) as unknown as SvgElement;

  const description = kind.describe(spec);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="plimsoll-chart plimsoll-${spec.kind}" role="img"`,
    ` aria-label="${escapeXml(`${spec.title}. ${description}`)}" width="${width}" height="${frame.height}"`,
    ` viewBox="0 0 ${width} ${frame.height}" font-family="system-ui, sans-serif" font-size="${fontSize}" fill="currentColor">`,
    `<title>${escapeXml(spec.title)}</title><desc>${escapeXml(description)}</desc>`,
    context === "standalone" ? `<style>${escapeXml(chartStyles)}</style>` : "",
    title.svg,
    above.svg,
    valueLabel(drawing.valueLabel, frame),
    `<g text-anchor="middle">${serializeChildren(node)}</g>`,
    drawing.overlay ?? "",
    beside && drawing.ends !== undefined ? sideNames(marks, drawing.ends, frame) : "",
    "</svg>",
  ].join("");
}

function checkSize(argument: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least) return;
  throw invalidInput(argument, `${argument} must be at least ${least} pixels, was ${value}`, {
    expected: `at least ${least}`,
    received: String(value),
  });
}

function checkKind(kind: string): void {
  if (Object.hasOwn(charts, kind)) return;
  const known = Object.keys(charts).join(", ");
  throw invalidInput("kind", `there is no chart of kind "${kind}": use ${known}`, { expected: known, received: kind });
}
