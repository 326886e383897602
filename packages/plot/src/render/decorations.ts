import type { NamedMark } from "../charts/chart-kind.ts";
import { fitText, type Frame } from "./frame.ts";
import { type PlacedLabel, type PointLabel, spread, textWidth } from "./labels.ts";
import { escapeXml } from "./serialize.ts";
import { token } from "./theme.ts";

const SWATCH = 14;

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** Each shape drawn in the 14 pixels right of `x`, centred on `y`. */
const SWATCHES: { readonly [Shape in NamedMark["shape"]]: (mark: NamedMark, x: number, y: number) => string } = {
  line: ({ color, dash }, x, y) => {
    const pattern = dash === undefined ? "" : ` stroke-dasharray="${dash}"`;
    const ends = `x1="${round(x)}" x2="${round(x + SWATCH)}" y1="${round(y)}" y2="${round(y)}"`;
    return `<line ${ends} stroke="${color}" stroke-width="2.5"${pattern}/>`;
  },
  area: ({ color, opacity = 1 }, x, y) =>
    `<rect x="${round(x + 1)}" y="${round(y - 5)}" width="12" height="10" rx="2" fill="${color}" fill-opacity="${opacity}"/>`,
  dot: ({ color }, x, y) => `<circle cx="${round(x + SWATCH / 2)}" cy="${round(y)}" r="5" fill="${color}"/>`,
  ring: ({ color }, x, y) =>
    `<circle cx="${round(x + SWATCH / 2)}" cy="${round(y)}" r="4" fill="none" stroke="${color}" stroke-width="1.5"/>`,
};

function text(content: string, x: number, y: number, color: string, extra = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" dy="0.35em" fill="${color}"${extra}>${escapeXml(content)}</text>`;
}

function named(mark: NamedMark, x: number, y: number, room: number, fontSize: number): string {
  return (
    SWATCHES[mark.shape](mark, x, y) +
    text(fitText(mark.name, room - SWATCH - 5, fontSize), x + SWATCH + 5, y, token("ink"))
  );
}

/** Names in rows from the left, as many as fit in each. */
export function legend(
  marks: readonly NamedMark[],
  width: number,
  top: number,
  fontSize: number,
): { readonly height: number; readonly svg: string } {
  const line = fontSize + 7;
  let x = 0;
  let row = 0;
  let svg = "";
  for (const mark of marks) {
    const wanted = Math.min(width, SWATCH + 5 + textWidth(mark.name, fontSize));
    if (x > 0 && x + wanted > width) {
      x = 0;
      row++;
    }
    svg += named(mark, x, top + (row + 0.5) * line, width, fontSize);
    x += wanted + 16;
  }
  return { height: marks.length === 0 ? 0 : (row + 1) * line + 4, svg };
}

/** Names at the right of the frame, each as near to its line as the others let it. */
export function sideNames(marks: readonly NamedMark[], ends: readonly number[], frame: Frame): string {
  const x = frame.width - frame.margin.right + 6;
  const places = spread(ends, frame.fontSize + 4, frame.margin.top, frame.height - frame.margin.bottom);
  return marks.map((mark, i) => named(mark, x, places[i]!, frame.margin.right - 6, frame.fontSize)).join("");
}

/** The title of a chart that stands alone. */
export function heading(
  title: string,
  width: number,
  fontSize: number,
): { readonly height: number; readonly svg: string } {
  const size = fontSize + 3;
  return {
    height: size + 14,
    svg: text(fitText(title, width, size), 0, size / 2 + 2, token("ink"), ` font-size="${size}" font-weight="650"`),
  };
}

/** What the vertical axis measures, above its upper end. */
export function valueLabel(label: string, frame: Frame): string {
  return text(label, 0, frame.margin.top - frame.fontSize - 3, token("muted"));
}

/** The name of a point, with a halo that parts it from what lies below, and a line to the point where it stands far off. */
export function pointName(label: PointLabel, place: PlacedLabel | undefined): string {
  if (place === undefined) return "";
  const strong = label.weight === "bold";
  const halo = ` paint-order="stroke" stroke="${token("paper")}" stroke-width="3" stroke-linejoin="round"`;
  const name = text(
    label.text,
    place.x,
    place.y,
    token(strong ? "ink" : "muted"),
    `${halo} text-anchor="${place.anchor}"${strong ? ' font-weight="600"' : ""}`,
  );
  if (!place.distant) return name;
  const inset = place.anchor === "start" ? -3 : 3;
  const ends = `x1="${round(label.x)}" y1="${round(label.y)}" x2="${round(place.x + inset)}" y2="${round(place.y)}"`;
  return `<line ${ends} stroke="${token("muted")}" stroke-width="1"/>${name}`;
}
