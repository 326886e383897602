import { invalidInput } from "@plimsoll/core";
import { autocovariances, linearRegression, longRunVariance } from "@plimsoll/numeric";
import { readSeries, type SeriesInput } from "../../read-series.ts";
import {
  type CriticalValues,
  type Deterministic,
  dickeyFullerCriticalValues,
  dickeyFullerPValue,
} from "./dickey-fuller-law.ts";
import { stationarityPValue } from "./kpss-law.ts";
import { readLags } from "./read-lags.ts";

/** A test of a unit root, or of its absence. */
export interface UnitRootTest {
  readonly statistic: number;
  readonly pValue: number;
  readonly lags: number;
  /** Rows of the regression. */
  readonly observations: number;
  readonly nullHypothesis: "unit root" | "stationary";
}

/** A test whose null hypothesis is a unit root, with the critical values of its sample size. */
export interface DickeyFullerTest extends UnitRootTest {
  readonly nullHypothesis: "unit root";
  readonly criticalValues: CriticalValues;
}

/** Options of {@link augmentedDickeyFuller}. */
export interface DickeyFullerOptions {
  /** @defaultValue "constant" */
  readonly deterministic?: Deterministic;
  /** Lagged differences in the regression, or the criterion that chooses them. @defaultValue "aic" */
  readonly lags?: number | "aic" | "bic";
  /** Most lagged differences tried. @defaultValue 12 (n / 100)^(1/4), rounded up (Schwert 1989) */
  readonly maxLags?: number;
}

const terms = (deterministic: Deterministic): number => ["none", "constant", "trend"].indexOf(deterministic);

/** Row t: level before, `lags` differences before, constant, trend. */
function regressors(
  values: Float64Array,
  lags: number,
  skipped: number,
  deterministic: Deterministic,
): { matrix: Float64Array; response: Float64Array; rows: number; columns: number } {
  const fixed = terms(deterministic);
  const columns = 1 + lags + fixed;
  const rows = values.length - 1 - skipped;
  const matrix = new Float64Array(rows * columns);
  const response = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    const now = t + skipped + 1;
    response[t] = values[now]! - values[now - 1]!;
    let at = t * columns;
    matrix[at++] = values[now - 1]!;
    for (let lag = 1; lag <= lags; lag++) matrix[at++] = values[now - lag]! - values[now - lag - 1]!;
    if (fixed > 0) matrix[at++] = 1;
    if (fixed > 1) matrix[at] = (t + 1) / rows;
  }
  return { matrix, response, rows, columns };
}

function schwert(count: number): number {
  return Math.ceil(12 * Math.pow(count / 100, 1 / 4));
}

/**
 * The augmented Dickey-Fuller test of a unit root (Said & Dickey 1984): the t of the lagged level in a regression of the
 * difference on it, lagged differences, and what `deterministic` allows; p-values by MacKinnon (1994), critical values by
 * MacKinnon (2010).
 *
 * A small p-value speaks for stationarity. The criterion compares fits over the same rows, then the chosen one is fitted on
 * all rows it can use.
 *
 * @throws `INVALID_INPUT` for NaN, a constant series or lags out of range; `NOT_ENOUGH_DATA`
 *
 * @example
 * ```ts
 * import { augmentedDickeyFuller } from "@plimsoll/ml";
 *
 * const noise = Array.from({ length: 200 }, (_, day) => Math.sin(day * day * 12.9898));
 * console.log(augmentedDickeyFuller(noise).pValue < 0.01); // true
 * ```
 */
export function augmentedDickeyFuller(series: SeriesInput, options: DickeyFullerOptions = {}): DickeyFullerTest {
  const values = readSeries(series, "series", 12);
  refuseConstant(values);
  const { deterministic = "constant", lags = "aic" } = options;
  const most = Math.floor((values.length - 1) / 2) - terms(deterministic) - 2;
  const maxLags = readLags(options.maxLags ?? Math.min(schwert(values.length), most), 0, most);
  const chosen = typeof lags === "number" ? readLags(lags, 0, most) : chooseLags(values, maxLags, lags, deterministic);
  const { matrix, response, rows, columns } = regressors(values, chosen, chosen, deterministic);
  const fit = linearRegression(matrix, rows, columns, response);
  const statistic = fit.coefficients[0]! / fit.standardErrors[0]!;
  return {
    statistic,
    pValue: dickeyFullerPValue(statistic, deterministic),
    lags: chosen,
    observations: rows,
    nullHypothesis: "unit root",
    criticalValues: dickeyFullerCriticalValues(rows, deterministic),
  };
}

function chooseLags(
  values: Float64Array,
  maxLags: number,
  criterion: "aic" | "bic",
  deterministic: Deterministic,
): number {
  let best = 0;
  let least = Infinity;
  for (let lags = 0; lags <= maxLags; lags++) {
    const { matrix, response, rows, columns } = regressors(values, lags, maxLags, deterministic);
    const { residualSumOfSquares } = linearRegression(matrix, rows, columns, response);
    const penalty = criterion === "aic" ? 2 : Math.log(rows);
    const value = rows * Math.log(residualSumOfSquares / rows) + penalty * columns;
    if (value < least) {
      least = value;
      best = lags;
    }
  }
  return best;
}

/**
 * The Phillips-Perron test of a unit root (1988): the Dickey-Fuller t without lagged differences, corrected for
 * autocorrelation by a Newey-West long-run variance.
 *
 * @throws `INVALID_INPUT` for NaN, a constant series or lags out of range; `NOT_ENOUGH_DATA`
 *
 * @example
 * ```ts
 * import { phillipsPerron } from "@plimsoll/ml";
 *
 * const noise = Array.from({ length: 200 }, (_, day) => Math.sin(day * day * 12.9898));
 * console.log(phillipsPerron(noise).pValue < 0.01); // true
 * ```
 */
export function phillipsPerron(
  series: SeriesInput,
  options: {
    /** @defaultValue "constant" */
    readonly deterministic?: Deterministic;
    /** Lags of the long-run variance. @defaultValue 12 (n / 100)^(1/4), rounded up */
    readonly lags?: number;
  } = {},
): DickeyFullerTest {
  const values = readSeries(series, "series", 12);
  refuseConstant(values);
  const { deterministic = "constant" } = options;
  const lags = readLags(options.lags ?? schwert(values.length), 0, values.length - 2);
  const { matrix, response, rows, columns } = regressors(values, 0, 0, deterministic);
  const fit = linearRegression(matrix, rows, columns, response);
  const error = fit.standardErrors[0]!;
  const own = fit.residualSumOfSquares / fit.degreesOfFreedom;
  // residuals sum to 0 only with a constant, so their products are not centred
  const gamma = uncentredAutocovariances(fit.residuals, lags);
  let longRun = gamma[0]!;
  for (let lag = 1; lag <= lags; lag++) longRun += 2 * (1 - lag / (lags + 1)) * gamma[lag]!;
  const statistic =
    Math.sqrt(gamma[0]! / longRun) * (fit.coefficients[0]! / error) -
    ((longRun - gamma[0]!) * rows * error) / (2 * Math.sqrt(longRun) * Math.sqrt(own));
  return {
    statistic,
    pValue: dickeyFullerPValue(statistic, deterministic),
    lags,
    observations: rows,
    nullHypothesis: "unit root",
    criticalValues: dickeyFullerCriticalValues(rows, deterministic),
  };
}

function uncentredAutocovariances(values: Float64Array, lags: number): Float64Array {
  const n = values.length;
  return Float64Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += values[t]! * values[t - lag]!;
    return sum / n;
  });
}

/**
 * The test of Kwiatkowski, Phillips, Schmidt & Shin (1992) whose null hypothesis is stationarity, around a level or a trend:
 * squared partial sums of the residuals over n^2 times their long-run variance.
 *
 * A small p-value speaks for a unit root. The p-value is the asymptotic law itself, not an interpolated table.
 *
 * @throws `INVALID_INPUT` for NaN, a constant series or lags out of range; `NOT_ENOUGH_DATA`
 *
 * @example
 * ```ts
 * import { kpss } from "@plimsoll/ml";
 *
 * let level = 0;
 * const walk = Array.from({ length: 300 }, (_, day) => (level += Math.sin(day * day * 12.9898)));
 * console.log(kpss(walk).pValue < 0.05); // true
 * ```
 */
export function kpss(
  series: SeriesInput,
  options: {
    /** @defaultValue "constant" */
    readonly deterministic?: "constant" | "trend";
    /** Lags of the long-run variance, or `"auto"` (Hobijn, Franses & Ooms 1998). @defaultValue "auto" */
    readonly lags?: number | "auto";
  } = {},
): UnitRootTest & { readonly nullHypothesis: "stationary" } {
  const values = readSeries(series, "series", 12);
  refuseConstant(values);
  const { deterministic = "constant" } = options;
  const n = values.length;
  const columns = terms(deterministic);
  const matrix = new Float64Array(n * columns).map((_, i) => (i % columns === 0 ? 1 : (i - 1) / columns / n));
  const { residuals } = linearRegression(matrix, n, columns, values);
  const lags =
    options.lags === undefined || options.lags === "auto"
      ? Math.min(automaticLags(residuals), n - 1)
      : readLags(options.lags, 0, n - 1);
  let partial = 0;
  let squares = 0;
  for (const residual of residuals) {
    partial += residual;
    squares += partial * partial;
  }
  const statistic = squares / (n * n * longRunVariance(residuals, { lags }));
  return {
    statistic,
    pValue: stationarityPValue(statistic, deterministic),
    lags,
    observations: n,
    nullHypothesis: "stationary",
  };
}

/** Newey and West's plug-in for the Bartlett kernel, with the constants of Hobijn, Franses & Ooms (1998). */
function automaticLags(residuals: Float64Array): number {
  const n = residuals.length;
  const covered = Math.floor(Math.pow(n, 2 / 9));
  const gamma = autocovariances(residuals, covered);
  let level = gamma[0]! * n;
  let slope = 0;
  for (let lag = 1; lag <= covered; lag++) {
    // sums of products over n / 2, as the paper's s(j)
    const product = 2 * gamma[lag]!;
    level += product * n;
    slope += lag * product * n;
  }
  return Math.floor(1.1447 * Math.pow((slope / level) ** 2, 1 / 3) * Math.pow(n, 1 / 3));
}

function refuseConstant(values: Float64Array): void {
  if (values.every((value) => value === values[0])) {
    throw invalidInput("series", "series: it is constant, so it tells nothing of a unit root");
  }
}
