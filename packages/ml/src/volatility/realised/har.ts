import { invalidInput } from "@plimsoll/core";
import { linearRegression, normalQuantile, variance } from "@plimsoll/numeric";
import { informationCriteria } from "../../information-criteria.ts";
import { readSeries, type SeriesInput } from "../../read-series.ts";
import { type HarCoefficient, type HarData, type HarForm, HarSchema } from "./har-data.ts";

/** Options of {@link HarModel.fit}. */
export interface HarOptions {
  /** @defaultValue "variance" */
  readonly form?: HarForm;
  /** Days whose mean is a regressor, ascending. @defaultValue [1, 5, 22] */
  readonly lags?: readonly number[];
  /** Days ahead whose mean is forecast, directly. @defaultValue 1 */
  readonly horizon?: number;
  /** Jump part of each day's variance (HAR-J, Andersen, Bollerslev & Diebold 2007), same unit and length. */
  readonly jumps?: SeriesInput;
  /** Daily returns, whose negative part tells of leverage (LHAR, Corsi & Reno 2012), same length. */
  readonly returns?: SeriesInput;
}

/** A forecast of realised variance. */
export interface HarForecast {
  /** Mean daily variance over the horizon, in the unit of the realised variance. */
  readonly variance: number;
  /** 95 % interval of the realised value by the spread of the residuals. */
  readonly interval: readonly [number, number];
}

interface Inputs {
  readonly realised: Float64Array;
  readonly jumps: Float64Array | null;
  readonly returns: Float64Array | null;
}

const transform = { variance: (x: number) => x, volatility: Math.sqrt, log: Math.log } as const;

/**
 * The heterogeneous autoregression of realised variance (Corsi 2009): the mean of the next `horizon` days on a constant and
 * the means of the last 1, 5 and 22 days, by least squares with Newey-West errors (lags `horizon` - 1 + floor(4 (n/100)^(2/9))).
 *
 * In the form `"log"` or `"volatility"` regressors are means of the transformed days and forecasts are brought back to a
 * variance with the correction for the residual variance: exp(m + s^2/2) or m^2 + s^2. Forecasts use rows up to the last one
 * given only.
 *
 * @example
 * ```ts
 * import { HarModel } from "@plimsoll/ml";
 *
 * const realised = Array.from({ length: 300 }, (_, day) => 1 + 0.5 * Math.sin(day / 20) + 0.1 * Math.sin(day * 12.9898));
 * const model = HarModel.fit(realised);
 * console.log(model.rSquared > 0.9, model.coefficients.map((c) => c.name).join(" ")); // true constant mean-1 mean-5 mean-22
 * ```
 */
export class HarModel {
  readonly #data: HarData;

  private constructor(data: HarData) {
    this.#data = data;
  }

  /**
   * Fits by least squares.
   *
   * @throws `INVALID_INPUT` for a negative or (in logarithms) zero variance, NaN, lags that don't ascend, series of other
   * lengths; `NOT_ENOUGH_DATA` for fewer rows than three times the coefficients after the longest lag
   */
  static fit(realised: SeriesInput, options: HarOptions = {}): HarModel {
    const { form = "variance", lags = [1, 5, 22], horizon = 1 } = options;
    if (!lags.every((lag, i) => Number.isInteger(lag) && lag > (lags[i - 1] ?? 0)) || lags.length === 0) {
      throw invalidInput("lags", `lags: expected ascending whole numbers >= 1, were ${lags.join(", ")}`);
    }
    if (!Number.isInteger(horizon) || horizon < 1) {
      throw invalidInput("horizon", `horizon: expected a whole number >= 1, was ${horizon}`);
    }
    const longest = lags.at(-1)!;
    const names = [
      "constant",
      ...lags.map((lag) => `mean-${lag}`),
      ...(options.jumps === undefined ? [] : ["jump-1"]),
      ...(options.returns === undefined ? [] : ["negative-return-1"]),
    ];
    const columns = names.length;
    const inputs = readInputs(realised, options, form, longest + horizon + 3 * columns);
    const days = inputs.realised.map(transform[form]);
    const rows = days.length - longest - horizon + 1;
    const matrix = new Float64Array(rows * columns);
    const response = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const last = longest - 1 + row;
      fillRegressors(matrix, row * columns, inputs, days, last, lags, form);
      for (let step = 1; step <= horizon; step++) response[row]! += days[last + step]! / horizon;
    }
    const neweyWest = horizon - 1 + Math.floor(4 * Math.pow(rows / 100, 2 / 9));
    const fit = linearRegression(matrix, rows, columns, response, { kind: "newey-west", lags: neweyWest });
    const likely = fit.residualSumOfSquares / rows;
    const logLikelihood = -0.5 * rows * (Math.log(2 * Math.PI * likely) + 1);
    const spread = variance(response, { ddof: 0 });
    return new HarModel({
      kind: "har-rv",
      form,
      lags: [...lags],
      horizon,
      coefficients: names.map((name, j) => ({
        name,
        value: fit.coefficients[j]!,
        standardError: fit.standardErrors[j]!,
      })),
      residualVariance: fit.residualSumOfSquares / fit.degreesOfFreedom,
      rSquared: spread > 0 ? 1 - likely / spread : 1,
      logLikelihood,
      ...informationCriteria(logLikelihood, columns + 1, rows),
      observations: rows,
      usesJumps: inputs.jumps !== null,
      usesReturns: inputs.returns !== null,
    });
  }

  /** The model that {@link HarModel.toJSON} wrote. */
  static fromJSON(json: unknown): HarModel {
    const parsed = HarSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput(issue.path.join("."), `not a HAR model: ${issue.path.join(".")}: ${issue.message}`);
    }
    return new HarModel(parsed.data);
  }

  /** The model as plain JSON; {@link HarModel.fromJSON} restores it without loss. */
  toJSON(): HarData {
    return this.#data;
  }

  get coefficients(): readonly HarCoefficient[] {
    return this.#data.coefficients;
  }

  /** Values of the coefficients by name. */
  get parameters(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#data.coefficients.map(({ name, value }) => [name, value]));
  }

  /** Newey-West standard errors by name. */
  get standardErrors(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#data.coefficients.map(({ name, standardError }) => [name, standardError]));
  }

  /** Share of the variance of the (transformed) response that the regression explains, on the rows it was fitted on. */
  get rSquared(): number {
    return this.#data.rSquared;
  }

  /** With normal residuals, in the unit of the form. */
  get logLikelihood(): number {
    return this.#data.logLikelihood;
  }

  get aic(): number {
    return this.#data.aic;
  }

  get bic(): number {
    return this.#data.bic;
  }

  /** Least squares always ends. */
  get converged(): true {
    return true;
  }

  /** One solve. */
  get iterations(): 1 {
    return 1;
  }

  /**
   * The mean variance of the `horizon` days after the last row, given at least as many rows as the longest lag.
   *
   * @throws `INVALID_INPUT` as {@link HarModel.fit}, `NOT_ENOUGH_DATA`
   */
  forecast(realised: SeriesInput, more: Pick<HarOptions, "jumps" | "returns"> = {}): HarForecast {
    const { form, lags, coefficients, residualVariance, usesJumps, usesReturns } = this.#data;
    for (const [name, uses] of [
      ["jumps", usesJumps],
      ["returns", usesReturns],
    ] as const) {
      if (uses !== (more[name] !== undefined)) {
        throw invalidInput(name, `${name}: the model was fitted ${uses ? "with" : "without"} them`);
      }
    }
    const inputs = readInputs(realised, more, form, lags.at(-1)!);
    const days = inputs.realised.map(transform[form]);
    const regressors = new Float64Array(coefficients.length);
    fillRegressors(regressors, 0, inputs, days, days.length - 1, lags, form);
    const centre = coefficients.reduce((sum, { value }, j) => sum + value * regressors[j]!, 0);
    const reach = normalQuantile(0.975) * Math.sqrt(residualVariance);
    const ends = [centre - reach, centre + reach] as const;
    if (form === "log") {
      return {
        variance: Math.exp(centre + residualVariance / 2),
        interval: [Math.exp(ends[0]), Math.exp(ends[1])],
      };
    }
    // a linear form can reach below zero, a variance can't
    const low = Math.max(0, ends[0]);
    const high = Math.max(0, ends[1]);
    return form === "volatility"
      ? { variance: centre ** 2 + residualVariance, interval: [low ** 2, high ** 2] }
      : { variance: Math.max(0, centre), interval: [low, high] };
  }
}

function fillRegressors(
  out: Float64Array,
  at: number,
  { jumps, returns }: Inputs,
  days: Float64Array,
  last: number,
  lags: readonly number[],
  form: HarForm,
): void {
  let place = at;
  out[place++] = 1;
  let sum = 0;
  let taken = 0;
  for (const lag of lags) {
    for (; taken < lag; taken++) sum += days[last - taken]!;
    out[place++] = sum / lag;
  }
  // ln(1 + J) keeps a day without a jump at 0 (Andersen, Bollerslev & Diebold 2007)
  if (jumps !== null) out[place++] = form === "log" ? Math.log1p(jumps[last]!) : transform[form](jumps[last]!);
  if (returns !== null) out[place] = Math.min(0, returns[last]!);
}

function readInputs(
  realised: SeriesInput,
  more: Pick<HarOptions, "jumps" | "returns">,
  form: HarForm,
  minimum: number,
): Inputs {
  const values = readSeries(realised, "realised", minimum);
  const refused = values.findIndex((value) => (form === "log" ? !(value > 0) : value < 0));
  if (refused >= 0) {
    throw invalidInput(
      "realised",
      `realised: row ${refused} is ${values[refused]}, a variance ${form === "log" ? "in logarithms must be positive" : "can't be negative"}`,
    );
  }
  const companion = (series: SeriesInput | undefined, name: string): Float64Array | null => {
    if (series === undefined) return null;
    const read = readSeries(series, name);
    if (read.length === values.length) return read;
    throw invalidInput(name, `${name}: expected ${values.length} rows as realised has, there are ${read.length}`);
  };
  const jumps = companion(more.jumps, "jumps");
  const negative = jumps?.findIndex((value) => value < 0) ?? -1;
  if (negative >= 0) throw invalidInput("jumps", `jumps: row ${negative} is ${jumps![negative]}, expected >= 0`);
  return { realised: values, jumps, returns: companion(more.returns, "returns") };
}
