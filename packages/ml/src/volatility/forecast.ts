import { invalidInput, PlimsollError } from "@plimsoll/core";
import { quantileSorted, RandomStream } from "@plimsoll/numeric";
import { innovationLaws } from "./distributions/table.ts";
import { readRegressors } from "./garch-options.ts";
import type { GarchMeanSettings } from "./mean/mean-settings.ts";
import { varianceModels } from "./models/table.ts";
import type { InnovationMoments } from "./models/variance-model.ts";
import { type GarchSpecification, parameterLayout, partsOf } from "./specification.ts";
import { type PathHistory, VolatilityPath } from "./volatility-path.ts";

/** How a forecast is made. */
export type VolatilityForecastMethod = "analytic" | "simulation" | "bootstrap";

/** Options of {@link GarchModel.forecast}. */
export interface VolatilityForecastOptions {
  /** Rows ahead. @defaultValue 1 */
  readonly horizon?: number;
  /**
   * `simulation` draws innovations from the fitted law, `bootstrap` from standardised residuals (centred, variance 1).
   * @defaultValue "analytic" where a closed form exists, otherwise "simulation"
   */
  readonly method?: VolatilityForecastMethod | "auto";
  /** Paths. @defaultValue 5000 */
  readonly simulations?: number;
  /** Of the paths; the same seed gives the same forecast. @defaultValue 0 */
  readonly seed?: number | string;
  /** Of the intervals of simulated forecasts. @defaultValue 0.95 */
  readonly confidence?: number;
  /** Outside variables of the rows ahead, one row for each. */
  readonly regressors?: readonly (readonly number[])[];
}

/** Lower and upper ends for each row ahead. */
export interface VolatilityForecastInterval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** A forecast, one entry for each row ahead, in the unit of the returns (its square for variances). */
export interface VolatilityForecast {
  readonly horizon: number;
  readonly method: VolatilityForecastMethod;
  /** Expected return. */
  readonly mean: Float64Array;
  /** Expected variance of the row's shock, E h. */
  readonly variance: Float64Array;
  /** Its root. */
  readonly volatility: Float64Array;
  /** Variance of the return as seen today: above `variance` where the mean moves with earlier shocks. */
  readonly returnVariance: Float64Array;
  /** Of simulated forecasts; null of analytic ones. */
  readonly intervals: {
    readonly confidence: number;
    readonly returns: VolatilityForecastInterval;
    readonly volatility: VolatilityForecastInterval;
  } | null;
  /** Simulated returns, row-major paths x horizon; null of analytic forecasts. */
  readonly paths: { readonly count: number; readonly returns: Float64Array } | null;
}

/** What a forecast goes on from. */
export interface ForecastState {
  readonly specification: GarchSpecification;
  readonly parameters: Float64Array;
  readonly history: PathHistory;
  /** Row-major, one row for each return of the history. */
  readonly regressors: Float64Array;
  /** Centred, variance 1. */
  readonly innovations: () => Float64Array;
  readonly moments: InnovationMoments;
}

function positive(argument: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw invalidInput(argument, `${argument}: expected a whole number from 1 to ${most}, was ${value}`);
}

/** Variances and means of the rows ahead, of what follows `state`. */
export function forecastVolatility(state: ForecastState, options: VolatilityForecastOptions): VolatilityForecast {
  const horizon = positive("horizon", options.horizon ?? 1, 100_000);
  const simulations = positive("simulations", options.simulations ?? 5_000, 10_000_000);
  const { method = "auto", confidence = 0.95 } = options;
  if (!["auto", "analytic", "simulation", "bootstrap"].includes(method)) {
    throw invalidInput("method", `method: expected "auto", "analytic", "simulation" or "bootstrap", was ${method}`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw invalidInput("confidence", `confidence: expected a number strictly between 0 and 1, was ${confidence}`);
  }
  const { mean } = state.specification;
  const ahead = readRegressors(options.regressors, horizon, mean.regressors).values;
  const regressors = Float64Array.of(...state.regressors, ...ahead);
  if (method === "auto" || method === "analytic") {
    const analytic = analyticForecast(state, horizon, regressors);
    if (analytic !== null) return analytic;
    if (method === "analytic") {
      throw new PlimsollError(
        "UNSUPPORTED",
        `method: ${state.specification.model} with this law and mean has no closed form ${horizon} rows ahead: take "simulation"`,
        { feature: "analytic forecast" },
      );
    }
  }
  const path = new VolatilityPath(state.specification, state.parameters, state.history, horizon, regressors);
  const draw = drawing(state, method === "bootstrap", RandomStream.of(options.seed ?? 0));
  return simulatedForecast(
    path,
    horizon,
    simulations,
    confidence,
    draw,
    method === "bootstrap" ? method : "simulation",
  );
}

function drawing(
  { specification, parameters, innovations }: ForecastState,
  bootstrap: boolean,
  stream: RandomStream,
): () => number {
  if (bootstrap) {
    const sample = innovations();
    return () => sample[stream.integer(sample.length)]!;
  }
  const law = innovationLaws[specification.distribution];
  const { shape } = partsOf(parameterLayout(specification), parameters);
  return () => law.draw(stream, shape);
}

/** Weights of earlier shocks in a return, of ARMA. */
function shockWeights({ constant, ar, ma }: GarchMeanSettings, parameters: Float64Array, count: number): Float64Array {
  const first = constant ? 1 : 0;
  const weights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let weight = k === 0 ? 1 : k <= ma ? parameters[first + ar + k - 1]! : 0;
    for (let i = 0; i < Math.min(ar, k); i++) weight += parameters[first + i]! * weights[k - 1 - i]!;
    weights[k] = weight;
  }
  return weights;
}

function analyticForecast(
  { specification, parameters, history, moments }: ForecastState,
  horizon: number,
  regressors: Float64Array,
): VolatilityForecast | null {
  const { model, mean, variance: settings } = specification;
  // a mean that moves with a variance to come is random itself
  if (mean.inMean !== null && horizon > 1) return null;
  const at = partsOf(parameterLayout(specification), parameters);
  const path = new VolatilityPath(specification, parameters, history, horizon, regressors);
  const variance = varianceModels[model].forecast(settings, at.variance, path.run, horizon, moments);
  if (variance === null) return null;
  const expected = new Float64Array(horizon);
  for (let k = 0; k < horizon; k++) {
    path.run.variances[history.rows + k] = variance[k]!;
    expected[k] = path.shock(history.rows + k, 0);
  }
  const weights = shockWeights(mean, at.mean, horizon);
  const returnVariance = variance.map((_, k) => {
    let sum = 0;
    for (let j = 0; j <= k; j++) sum += weights[j]! * weights[j]! * variance[k - j]!;
    return sum;
  });
  return {
    horizon,
    method: "analytic",
    mean: expected,
    variance,
    volatility: variance.map(Math.sqrt),
    returnVariance,
    intervals: null,
    paths: null,
  };
}

function simulatedForecast(
  path: VolatilityPath,
  horizon: number,
  count: number,
  confidence: number,
  draw: () => number,
  method: "simulation" | "bootstrap",
): VolatilityForecast {
  const { rows } = path.run;
  const returns = new Float64Array(count * horizon);
  // by row ahead, so that quantiles find their numbers side by side
  const variances = new Float64Array(count * horizon);
  const mean = new Float64Array(horizon);
  const variance = new Float64Array(horizon);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < horizon; k++) {
      const h = path.variance(rows + k);
      const expected = path.mean(rows + k);
      returns[i * horizon + k] = path.shock(rows + k, Math.sqrt(h) * draw());
      variances[k * count + i] = h;
      mean[k]! += expected / count;
      variance[k]! += h / count;
    }
  }
  const interval = (): VolatilityForecastInterval => ({
    lower: new Float64Array(horizon),
    upper: new Float64Array(horizon),
  });
  const intervals = { confidence, returns: interval(), volatility: interval() };
  const returnVariance = new Float64Array(horizon);
  const ends = (
    sorted: Float64Array,
    k: number,
    { lower, upper }: VolatilityForecastInterval,
    form: (x: number) => number,
  ): void => {
    lower[k] = form(quantileSorted(sorted, (1 - confidence) / 2));
    upper[k] = form(quantileSorted(sorted, (1 + confidence) / 2));
  };
  for (let k = 0; k < horizon; k++) {
    const column = new Float64Array(count);
    for (let i = 0; i < count; i++) column[i] = returns[i * horizon + k]!;
    returnVariance[k] = column.reduce((sum, value) => sum + (value - mean[k]!) ** 2 / count, 0);
    ends(column.sort(), k, intervals.returns, (x) => x);
    ends(variances.subarray(k * count, (k + 1) * count).sort(), k, intervals.volatility, Math.sqrt);
  }
  return {
    horizon,
    method,
    mean,
    variance,
    volatility: variance.map(Math.sqrt),
    returnVariance,
    intervals,
    paths: { count, returns },
  };
}
