import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Windowed } from "../one-series.ts";
import type { Series } from "../one-series.ts";
import { RollingLine } from "../rolling/rolling-line.ts";

class ForecastOscillator implements Series {
  private readonly line: RollingLine;
  private readonly window: number;
  private forecast = NaN;

  constructor(window: number) {
    this.line = new RollingLine(window);
    this.window = window;
  }

  next(value: number): number {
    const { forecast, line, window } = this;
    if (line.next(value)) this.forecast = line.mean + (line.slope * (window + 1)) / 2;
    return value === 0 ? 0 : (100 * (value - forecast)) / value;
  }
}

/** Forecast oscillator: distance from the forecast of the line before, in per cent: `"forecast-oscillator-5"`. */
export const forecastOscillator: Feature<Bar, "forecast-oscillator", Windowed> = windowed({
  kind: "forecast-oscillator",
  title: "Forecast oscillator: distance from the forecast of the line before, in per cent",
  source: "Chande and Kroll (1994), TA-Lib FOSC",
  window: count(5, 2),
  lookback: (window) => window,
  memory: "window",
  series: (window) => new ForecastOscillator(window),
});
