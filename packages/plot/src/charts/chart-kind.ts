import type { Markish, ScaleOptions } from "@observablehq/plot";
import type { Frame } from "../render/frame.ts";

/** One entry of a legend, or one name beside a line. */
export interface NamedMark {
  readonly name: string;
  readonly color: string;
  readonly shape: "line" | "area" | "dot" | "ring";
  readonly dash?: string | undefined;
  readonly opacity?: number;
}

/** What a chart draws inside its frame. */
export interface Drawing {
  readonly marks: readonly Markish[];
  readonly x: ScaleOptions;
  readonly y: ScaleOptions;
  /** What the vertical axis measures; stands above it. */
  readonly valueLabel: string;
  /** SVG in pixels, drawn over the marks. */
  readonly overlay?: string;
  /** Where the names at the side want to stand: a pixel from the top for each of `names`, or none where names are a legend. */
  readonly ends?: readonly number[];
}

/** The recipe of a chart: every file of this folder exports one of these, and `charts/index.ts` lists them. */
export interface ChartKind<Spec> {
  /** `sides`: names may stand beside the lines in a wide frame; `top`: always a legend. */
  readonly naming: "sides" | "top";
  /** Throws `INVALID_INPUT` for a spec that can't be drawn. */
  readonly check: (spec: Spec) => void;
  /** What the chart shows, in a sentence, for those who don't see it. */
  readonly describe: (spec: Spec) => string;
  readonly names: (spec: Spec) => readonly NamedMark[];
  readonly draw: (spec: Spec, frame: Frame) => Drawing;
}
