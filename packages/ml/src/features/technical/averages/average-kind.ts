import { choice, type ChoiceParameter } from "../../parameter.ts";
import type { Series } from "../one-series.ts";
import { DoubleExponentialAverage } from "./double-exponential-average.ts";
import { ExponentialAverage } from "./exponential-average.ts";
import { HullAverage } from "./hull-average.ts";
import { KaufmanAverage } from "./kaufman-average.ts";
import { SimpleAverage } from "./simple-average.ts";
import { TillsonAverage } from "./tillson-average.ts";
import { TriangularAverage } from "./triangular-average.ts";
import { TripleExponentialAverage } from "./triple-exponential-average.ts";
import { WeightedAverage } from "./weighted-average.ts";
import { WilderAverage } from "./wilder-average.ts";
import { ZeroLagAverage } from "./zero-lag-average.ts";

/** The averages that an indicator can smooth with. */
export type AverageKind = "sma" | "ema" | "wma" | "dema" | "tema" | "trima" | "kama" | "t3" | "rma" | "hma" | "zlema";

interface Average {
  readonly make: (window: number) => Series;
  /** Numbers before the first average. */
  readonly lookback: (window: number) => number;
}

const plain = (window: number): number => window - 1;

const averages: Readonly<Record<AverageKind, Average>> = {
  sma: { make: (window) => new SimpleAverage(window), lookback: plain },
  ema: { make: (window) => new ExponentialAverage(window), lookback: plain },
  wma: { make: (window) => new WeightedAverage(window), lookback: plain },
  dema: { make: (window) => new DoubleExponentialAverage(window), lookback: (window) => 2 * (window - 1) },
  tema: { make: (window) => new TripleExponentialAverage(window), lookback: (window) => 3 * (window - 1) },
  trima: { make: (window) => new TriangularAverage(window), lookback: plain },
  kama: { make: (window) => new KaufmanAverage(window), lookback: (window) => window },
  t3: { make: (window) => new TillsonAverage(window, 0.7), lookback: (window) => 6 * (window - 1) },
  rma: { make: (window) => new WilderAverage(window), lookback: plain },
  hma: {
    make: (window) => new HullAverage(window),
    lookback: (window) => window - 1 + Math.floor(Math.sqrt(window)) - 1,
  },
  zlema: {
    make: (window) => new ZeroLagAverage(window),
    lookback: (window) => window - 1 + Math.floor((window - 1) / 2),
  },
};

/** A fresh average; over one number it is that number, whatever its kind. */
export function makeAverage(kind: AverageKind, window: number): Series {
  return averages[window === 1 ? "sma" : kind].make(window);
}

/** Numbers that an average takes before its first value. */
export function averageLookback(kind: AverageKind, window: number): number {
  return window === 1 ? 0 : averages[kind].lookback(window);
}

/** Declares a parameter that is a kind of average. */
export function averageParameter(defaultKind: AverageKind): ChoiceParameter<AverageKind> {
  return choice(defaultKind, Object.keys(averages) as AverageKind[]);
}
