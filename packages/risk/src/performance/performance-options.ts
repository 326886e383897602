import type { ReturnInput, WeightInput } from "../input/return-series.ts";
import type { BootstrapUncertainty } from "../tail/bootstrap-uncertainty.ts";
import type { CaptureMethod } from "./benchmark.ts";
import type { RateConversion } from "./growth.ts";
import type { DownsideDivisor } from "./partial-moments.ts";

/** Options of `performance`. */
export interface PerformanceOptions {
  /** Fractions by asset, for a panel; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
  /** A series or a panel of one asset, row for row with the returns (same dates where both have them). */
  readonly benchmark?: ReturnInput;
  /**
   * An annual rate, or one rate for each period, as long as the returns.
   * @defaultValue 0
   */
  readonly riskFreeRate?: number | readonly number[] | Float64Array;
  /**
   * How the annual rate becomes one of a period: (1 + R)^(1/P) - 1, or R / P.
   * @defaultValue "compound"
   */
  readonly rateConversion?: RateConversion;
  /**
   * Observations a year: 252 daily, 52 weekly, 12 monthly.
   * @defaultValue 252
   */
  readonly periodsPerYear?: number;
  /**
   * Return of one period below which it counts as a loss, for Sortino, Omega and Kappa.
   * @defaultValue 0
   */
  readonly target?: number;
  /**
   * What the downside deviation divides by: all observations, those below the target (then the upside potential counts those
   * above it), or one less (QuantLib).
   * @defaultValue "all"
   */
  readonly downsideDivisor?: DownsideDivisor;
  /**
   * Captures to the end of the series (PerformanceAnalytics), or to a year of such periods (empyrical).
   * @defaultValue "cumulative"
   */
  readonly captureMethod?: CaptureMethod;
  /**
   * Standard errors by the delta method, for the figures that have one and independent returns; or of every figure by a
   * block bootstrap.
   * @defaultValue "asymptotic"
   */
  readonly uncertainty?: "asymptotic" | BootstrapUncertainty;
}
