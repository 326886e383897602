import { textWidth } from "./labels.ts";

/** The room a chart has, in pixels, and how it names its series. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  /** `direct` writes names beside the lines; `legend` above the chart, where there is no room at the side. */
  readonly naming: "direct" | "legend";
  readonly margin: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
}

/** Below this width, names at the end of the lines would take the room that the lines need. */
const DIRECT_FROM = 560;

/** A frame whose right margin holds `names` when they are written beside the lines. */
export function frameFor(width: number, height: number, fontSize: number, names: readonly string[]): Frame {
  const naming = width >= DIRECT_FROM ? "direct" : "legend";
  const widest = Math.max(0, ...names.map((name) => textWidth(name, fontSize)));
  // half a tick label stands beyond the last tick
  const bare = Math.ceil(textWidth("100%", fontSize) / 2) + 2;
  const right = naming === "direct" && widest > 0 ? Math.min(Math.ceil(widest) + 26, Math.round(width * 0.34)) : bare;
  return {
    width,
    height,
    fontSize,
    naming,
    margin: { top: 30, right, bottom: 26, left: naming === "direct" ? 50 : 46 },
  };
}

/** `text` shortened with an ellipsis to at most `width` pixels. */
export function fitText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let kept = text;
  while (kept.length > 1 && textWidth(`${kept}…`, fontSize) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
