import { invalidInput, PlimsollError } from "@plimsoll/core";
import { normalCdf } from "@plimsoll/numeric";
import { readSeries, type SeriesInput } from "../../read-series.ts";
import { realisedMeasures } from "./realised-measures.ts";

/** Whether a day had a jump. */
export interface JumpTest {
  /** Standard normal without jumps; large with them. */
  readonly statistic: number;
  /** One-sided. */
  readonly pValue: number;
  /** Share of the realised variance that bipower variation leaves over, at least 0. */
  readonly jumpShare: number;
}

/**
 * The ratio test of Barndorff-Nielsen & Shephard (2006) in the form Huang & Tauchen (2005) found best in small samples:
 * (1 - bipower / variance) / root((pi^2/4 + pi - 5) / n x max(1, quarticity / bipower^2)).
 *
 * @throws `INVALID_INPUT` for NaN, `NOT_ENOUGH_DATA` for fewer than 10 returns or a day without movement
 *
 * @example
 * ```ts
 * import { jumpTest } from "@plimsoll/ml";
 *
 * const quiet = Array.from({ length: 78 }, (_, i) => 0.001 * Math.sin(i * i * 12.9898));
 * console.log(jumpTest(quiet.map((r, i) => (i === 40 ? 0.02 : r))).pValue < 0.001); // true
 * ```
 */
export function jumpTest(intradayReturns: SeriesInput): JumpTest {
  const { variance, bipower, quarticity, observations } = realisedMeasures(
    readSeries(intradayReturns, "intradayReturns", 10),
  );
  if (!(bipower > 0)) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      "intradayReturns: no two neighbours both moved, so there is no variation to compare a jump with: use longer intervals",
      { argument: "intradayReturns", required: 2, available: 0 },
    );
  }
  const spread = ((Math.PI ** 2 / 4 + Math.PI - 5) / observations) * Math.max(1, quarticity / bipower ** 2);
  const statistic = (1 - bipower / variance) / Math.sqrt(spread);
  return { statistic, pValue: 1 - normalCdf(statistic), jumpShare: Math.max(0, 1 - bipower / variance) };
}

/** A return too large for the volatility around it. */
export interface DetectedJump {
  readonly row: number;
  readonly size: number;
  /** |return| over the local volatility of the rows before. */
  readonly statistic: number;
}

/**
 * Returns that are jumps (Lee & Mykland 2008): |r_t| over the bipower volatility of the `window` - 2 products before it
 * exceeds the Gumbel quantile of the maximum over the rows tested, so that a series without jumps shows one with probability
 * `level`. Uses rows before t only, but the quantile depends on how many rows are tested.
 *
 * @throws `INVALID_INPUT` for NaN, a window or a level out of range; `NOT_ENOUGH_DATA`
 *
 * @example
 * ```ts
 * import { detectJumps } from "@plimsoll/ml";
 *
 * const returns = Array.from({ length: 300 }, (_, i) => 0.01 * Math.sin(i * i * 12.9898) + (i === 200 ? 0.2 : 0));
 * console.log(detectJumps(returns, { window: 30 }).map((jump) => jump.row)); // [ 200 ]
 * ```
 */
export function detectJumps(
  returns: SeriesInput,
  options: {
    /** Rows whose volatility is compared with, at least 4. @defaultValue 16 for daily rows */
    readonly window?: number;
    /** Probability of any false alarm, above 0 and below 1. @defaultValue 0.01 */
    readonly level?: number;
  } = {},
): readonly DetectedJump[] {
  const { window = 16, level = 0.01 } = options;
  if (!Number.isInteger(window) || window < 4) {
    throw invalidInput("window", `window: expected a whole number >= 4, was ${window}`);
  }
  if (!(level > 0 && level < 1)) throw invalidInput("level", `level: expected above 0 and below 1, was ${level}`);
  const r = readSeries(returns, "returns", window + 2);
  const tested = r.length - window;
  const c = Math.sqrt(2 / Math.PI);
  const logCount = Math.log(tested);
  const root = Math.sqrt(2 * logCount);
  // a single row tested is a plain two-sided normal test, to which the law of the maximum doesn't apply
  const centre = tested > 1 ? root / c - (Math.log(Math.PI) + Math.log(logCount)) / (2 * c * root) : 0;
  const spread = tested > 1 ? 1 / (c * root) : 1;
  const quantile = centre - Math.log(-Math.log1p(-level)) * spread;
  const jumps: DetectedJump[] = [];
  for (let t = window; t < r.length; t++) {
    let products = 0;
    for (let i = t - window + 2; i < t; i++) products += Math.abs(r[i]! * r[i - 1]!);
    const statistic = Math.abs(r[t]!) / Math.sqrt(products / (window - 2));
    if (statistic > quantile) jumps.push({ row: t, size: r[t]!, statistic });
  }
  return jumps;
}
