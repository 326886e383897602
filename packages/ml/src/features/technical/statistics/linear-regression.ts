import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { windowed, type Series, type Windowed } from "../one-series.ts";
import { RollingLine } from "../rolling/rolling-line.ts";

/** What is read off the least-squares line of the window, the oldest price at place 0. */
type Reading = "end" | "slope" | "intercept" | "angle" | "forecast";

class LinearRegression implements Series {
  private readonly line: RollingLine;
  private readonly window: number;
  private readonly reading: Reading;

  constructor(window: number, reading: Reading) {
    this.line = new RollingLine(window);
    this.window = window;
    this.reading = reading;
  }

  next(value: number): number {
    const { line, window } = this;
    if (!line.next(value)) return NaN;
    const { slope } = line;
    switch (this.reading) {
      case "slope":
        return slope;
      case "angle":
        return Math.atan(slope) * (180 / Math.PI);
      case "intercept":
        return line.intercept;
      case "end":
        return line.intercept + slope * (window - 1);
      case "forecast":
        return line.intercept + slope * window;
    }
  }
}

function reading<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  read: Reading,
): Feature<Bar, Kind, Windowed> {
  return windowed({
    kind,
    title,
    source,
    window: count(14, 2),
    lookback: (window) => window - 1,
    memory: "window",
    series: (window) => new LinearRegression(window, read),
  });
}

/** End of the least-squares line of the window, at this bar: `"linear-regression-14"`. */
export const linearRegression: Feature<Bar, "linear-regression", Windowed> = reading(
  "linear-regression",
  "End of the least-squares line",
  "TA-Lib LINEARREG",
  "end",
);

/** Slope of the least-squares line, in price a bar: `"linear-regression-slope-14"`. */
export const linearRegressionSlope: Feature<Bar, "linear-regression-slope", Windowed> = reading(
  "linear-regression-slope",
  "Slope of the least-squares line",
  "TA-Lib LINEARREG_SLOPE",
  "slope",
);

/** Start of the least-squares line, at the oldest bar of the window: `"linear-regression-intercept-14"`. */
export const linearRegressionIntercept: Feature<Bar, "linear-regression-intercept", Windowed> = reading(
  "linear-regression-intercept",
  "Start of the least-squares line",
  "TA-Lib LINEARREG_INTERCEPT",
  "intercept",
);

/** Angle of the least-squares line in degrees: `"linear-regression-angle-14"`. */
export const linearRegressionAngle: Feature<Bar, "linear-regression-angle", Windowed> = reading(
  "linear-regression-angle",
  "Angle of the least-squares line in degrees",
  "TA-Lib LINEARREG_ANGLE",
  "angle",
);

/** The least-squares line one bar ahead, a forecast from the window alone: `"tsf-14"`. */
export const tsf: Feature<Bar, "tsf", Windowed> = reading(
  "tsf",
  "Time series forecast: the least-squares line one bar ahead",
  "TA-Lib TSF",
  "forecast",
);
