import type { Feature } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { oneSeries, type Windowed } from "../one-series.ts";
import { GaussianAverage } from "./gaussian-average.ts";

/** The parameters of the Arnaud Legoux average. */
export interface GaussianAverageParameters extends Windowed {
  /** Where in the window the bell is highest, from 0 (oldest) to 1. @defaultValue 0.85 */
  readonly offset: number;
  /** The window in standard deviations of the bell. @defaultValue 6 */
  readonly width: number;
}

/** Arnaud Legoux moving average: `"alma-9-0.85-6"`. */
export const alma: Feature<Bar, "alma", GaussianAverageParameters> = oneSeries<"alma", GaussianAverageParameters>({
  kind: "alma",
  title: "Arnaud Legoux moving average",
  source: "Legoux and Kouzis-Loukas (2009)",
  parameters: { window: count(9, 1), offset: real(0.85, 0, 1), width: real(6, 0.001) },
  lookback: ({ window }) => window - 1,
  memory: "window",
  series: ({ window, offset, width }) => new GaussianAverage(window, offset, width),
});
