/** Seven hues that stay apart (OKLab distance >= 13 of 100) under protanopia and deuteranopia, on paper and in the dark. */
const SERIES = [
  { light: "#0a3474", dark: "#2784c7" },
  { light: "#b23f08", dark: "#fd8e16" },
  { light: "#177f82", dark: "#20d3a9" },
  { light: "#2b97ff", dark: "#c0eeff" },
  { light: "#a69934", dark: "#e7e53e" },
  { light: "#6c45be", dark: "#a6a6ff" },
  { light: "#641824", dark: "#d7536c" },
] as const;

const TOKENS = {
  ink: { light: "#17212b", dark: "#e6ebf0" },
  muted: { light: "#5a6773", dark: "#9aa7b4" },
  grid: { light: "#e3e7eb", dark: "#28323d" },
  paper: { light: "#ffffff", dark: "#10161d" },
  other: { light: "#b4bcc4", dark: "#56616d" },
} as const;

/** How many series have a hue of their own. */
export const SERIES_COLORS: number = SERIES.length;

/** A colour token as a CSS value that also works where no style sheet sets it. */
export function token(name: keyof typeof TOKENS): string {
  return `var(--plimsoll-${name}, ${TOKENS[name].light})`;
}

/** The colour of series `index`; hues repeat after {@link SERIES_COLORS}, dashes then tell them apart. */
export function seriesColor(index: number): string {
  const slot = index % SERIES.length;
  return `var(--plimsoll-${slot + 1}, ${SERIES[slot]!.light})`;
}

/** Dash pattern of series `index`: solid for the first round of hues, then dashed, then dotted. */
export function seriesDash(index: number): string | undefined {
  return [undefined, "6 3", "2 3"][Math.floor(index / SERIES.length) % 3];
}

function declarations(mode: "light" | "dark"): string {
  const tokens = Object.entries(TOKENS).map(([name, value]) => `--plimsoll-${name}:${value[mode]}`);
  const series = SERIES.map((value, index) => `--plimsoll-${index + 1}:${value[mode]}`);
  return [...tokens, ...series].join(";");
}

/**
 * The style sheet that {@link renderChart} puts into a standalone SVG: colour tokens as custom properties, for light
 * and for dark. A page that holds many charts (`context: "page"`) includes it once; `:where` keeps its weight at zero,
 * so any rule of the page that sets `--plimsoll-1` to `--plimsoll-7`, `--plimsoll-ink`, `--plimsoll-muted`,
 * `--plimsoll-grid`, `--plimsoll-paper` or `--plimsoll-other` wins.
 *
 * @example
 * ```ts
 * import { chartStyles } from "@plimsoll/plot";
 *
 * console.log(chartStyles.includes("--plimsoll-ink") && chartStyles.includes("prefers-color-scheme:dark")); // true
 * ```
 */
export const chartStyles: string = [
  `:where(:root){${declarations("light")}}`,
  `@media (prefers-color-scheme:dark){:where(:root){${declarations("dark")}}}`,
  `:where(.plimsoll-chart){display:block;max-width:100%;height:auto;overflow:visible;color:var(--plimsoll-ink)}`,
  `:where(.plimsoll-chart text){white-space:pre}`,
].join("\n");
