import { invalidInput, ReturnPanel } from "@plimsoll/core";
import { studentTDistribution } from "@plimsoll/numeric";
import type { SeriesInput } from "../read-series.ts";
import { checkModel, expectedValue, fitNormalModel, forecastDeviation, type NormalModelKind } from "./normal-model.ts";

/** Options of {@link abnormalReturns}. */
export interface AbnormalOptions {
  /** @defaultValue "market-model" with a market, "mean-adjusted" without */
  readonly model?: NormalModelKind | undefined;
  /** The market, one value a row; NaN is missing. */
  readonly market?: SeriesInput | undefined;
  /** First and last row of the estimation window, both included. */
  readonly estimation: readonly [number, number];
  /**
   * First and last row for which abnormal values are wanted, both included.
   * @defaultValue all rows after the estimation window
   */
  readonly window?: readonly [number, number] | undefined;
}

/** Options of {@link abnormalVolume}. */
export interface AbnormalVolumeOptions extends AbnormalOptions {
  /**
   * Added to volumes before the logarithm, so that days without trade count (Campbell & Wasley 1996 add .000255 to turnover).
   * @defaultValue 0
   */
  readonly offset?: number | undefined;
}

/** Values beyond what is expected, with their uncertainty. */
export interface AbnormalValues {
  readonly model: NormalModelKind;
  readonly alpha: number;
  readonly beta: number;
  readonly alphaStandardError: number;
  readonly betaStandardError: number;
  /** Standard deviation of the estimation window's residuals. */
  readonly residualDeviation: number;
  /** Rows of the estimation window that hold values. */
  readonly observations: number;
  readonly degreesOfFreedom: number;
  readonly rows: readonly number[];
  /** What was expected; NaN where the market is missing. */
  readonly expected: Float64Array;
  /** What came, less what was expected; NaN where it is missing. */
  readonly abnormal: Float64Array;
  /** Standard deviation of the forecast error. */
  readonly standardErrors: Float64Array;
  /** Abnormal values in standard errors: Student t with `degreesOfFreedom` when there is no event and residuals are normal. */
  readonly tStatistics: Float64Array;
  /** Two-sided. */
  readonly pValues: Float64Array;
}

/**
 * Returns beyond what a model of the estimation window expects (market model, market adjusted, mean adjusted), with
 * forecast standard errors (MacKinlay 1997).
 *
 * @throws `INVALID_INPUT` for bad windows, a market that is needed, missing or at rest; `NOT_ENOUGH_DATA` for too few
 * values in the estimation window
 *
 * @example
 * ```ts
 * import { abnormalReturns } from "@plimsoll/ml";
 *
 * const market = [0.01, -0.02, 0.015, 0.005, -0.01, 0.02, 0.01];
 * const returns = [0.0121, -0.0182, 0.0179, 0.0058, -0.0091, 0.0219, 0.0611];
 * const { abnormal, beta, pValues } = abnormalReturns(returns, { market, estimation: [0, 5] });
 * console.log(beta.toFixed(2), abnormal[0].toFixed(3), pValues[0] < 0.01); // 1.02 0.049 true
 * ```
 */
export function abnormalReturns(returns: SeriesInput, options: AbnormalOptions): AbnormalValues {
  const y = readWithGaps(returns, "returns");
  const market = options.market === undefined ? undefined : readWithGaps(options.market, "market");
  return abnormalValues(y, market, options, "returns");
}

/**
 * Volume beyond what is expected, in natural logarithms: 0.7 is about twice the usual volume. The market model relates
 * it to the logarithm of the market's volume (Ajinkya & Jain 1989).
 *
 * @throws as {@link abnormalReturns}; `INVALID_INPUT` for a volume that has no logarithm
 *
 * @example
 * ```ts
 * import { abnormalVolume } from "@plimsoll/ml";
 *
 * const volume = [900, 1100, 1000, 950, 1050, 1000, 4000];
 * const { abnormal, tStatistics } = abnormalVolume(volume, { estimation: [0, 5] });
 * console.log(abnormal[0].toFixed(2), tStatistics[0] > 10); // 1.39 true
 * ```
 */
export function abnormalVolume(volume: SeriesInput, options: AbnormalVolumeOptions): AbnormalValues {
  const { offset = 0 } = options;
  if (!(offset >= 0 && offset < Infinity))
    throw invalidInput("offset", `offset: expected a number >= 0, was ${offset}`);
  const logarithms = (input: SeriesInput, name: string): Float64Array =>
    readWithGaps(input, name).map((value, row) => {
      if (Number.isNaN(value) || value + offset > 0) return Math.log(value + offset);
      throw invalidInput(
        name,
        `${name}: row ${row} is ${value}: expected volumes above 0; set offset to count days without trade`,
      );
    });
  const y = logarithms(volume, "volume");
  const market = options.market === undefined ? undefined : logarithms(options.market, "market");
  return abnormalValues(y, market, options, "volume");
}

/** Reads a series in which NaN is missing. */
export function readWithGaps(input: SeriesInput, name: string): Float64Array {
  if (ReturnPanel.is(input) && input.columns !== 1) {
    throw invalidInput(name, `${name}: expected a panel with one column, was one with ${input.columns}: select one`);
  }
  const values = ReturnPanel.is(input) ? input.values.slice() : Float64Array.from(input);
  const bad = values.findIndex((value) => value === Infinity || value === -Infinity);
  if (bad < 0) return values;
  throw invalidInput(name, `${name}: row ${bad} is ${values[bad]!}: write NaN where a value is missing`);
}

function readWindow(window: readonly [number, number], rows: number, name: string): readonly [number, number] {
  const [first, last] = window;
  if (Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last >= first && last < rows) return window;
  throw invalidInput(name, `${name}: expected rows 0 <= first <= last < ${rows}, was [${first}, ${last}]`);
}

function abnormalValues(
  y: Float64Array,
  market: Float64Array | undefined,
  options: AbnormalOptions,
  name: string,
): AbnormalValues {
  if (market !== undefined && market.length !== y.length) {
    throw invalidInput("market", `market: expected ${y.length} values, one for each of ${name}, was ${market.length}`);
  }
  const kind = options.model ?? (market === undefined ? "mean-adjusted" : "market-model");
  checkModel(kind, market !== undefined);
  const estimation = readWindow(options.estimation, y.length, "estimation");
  const [first, last] = readWindow(options.window ?? [estimation[1] + 1, y.length - 1], y.length, "window");
  if (first <= estimation[1] && last >= estimation[0]) {
    throw invalidInput("window", `window: [${first}, ${last}] overlaps the estimation window: move one of them`);
  }
  const model = fitNormalModel(kind, y, market, estimation[0], estimation[1] + 1, 0, name);
  const rows = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const marketAt = (row: number): number => (kind === "mean-adjusted" ? 0 : market![row]!);
  const expected = Float64Array.from(rows, (row) => expectedValue(model, marketAt(row)));
  const abnormal = Float64Array.from(rows, (row, i) => y[row]! - expected[i]!);
  const standardErrors = Float64Array.from(rows, (row) => forecastDeviation(model, 1, marketAt(row)));
  const tStatistics = abnormal.map((value, i) => value / standardErrors[i]!);
  const law = studentTDistribution(model.degreesOfFreedom);
  const { residuals: _residuals, inverseGram: _gram, kind: _kind, ...summary } = model;
  return {
    model: kind,
    ...summary,
    rows,
    expected,
    abnormal,
    standardErrors,
    tStatistics,
    pValues: tStatistics.map((t) => 2 * law.survival(Math.abs(t))),
  };
}
