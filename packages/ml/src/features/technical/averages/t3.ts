import type { Feature } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { oneSeries, type Windowed } from "../one-series.ts";
import { TillsonAverage } from "./tillson-average.ts";

/** The parameters of T3. */
export interface TillsonParameters extends Windowed {
  /** From 0 (a smooth exponential average) to 1. @defaultValue 0.7 */
  readonly volumeFactor: number;
}

/** Tillson's T3 moving average: `"t3-5-0.7"`. */
export const t3: Feature<Bar, "t3", TillsonParameters> = oneSeries<"t3", TillsonParameters>({
  kind: "t3",
  title: "Tillson's T3 moving average",
  source: "Tillson (1998), TA-Lib T3",
  parameters: { window: count(5, 1), volumeFactor: real(0.7, 0, 1) },
  lookback: ({ window }) => 6 * (window - 1),
  memory: "fading",
  series: ({ window, volumeFactor }) => new TillsonAverage(window, volumeFactor),
});
