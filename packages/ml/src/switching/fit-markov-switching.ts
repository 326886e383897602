import { invalidInput } from "@plimsoll/core";
import { informationCriteria } from "../information-criteria.ts";
import { type ObservationInput, readObservations } from "../observations.ts";
import { readSeries, type SeriesInput } from "../read-series.ts";
import { MarkovSwitchingModel } from "./markov-switching-model.ts";
import { maximiseSwitching } from "./maximise-switching.ts";
import { scaleSample } from "./scaled-sample.ts";
import { parameterLayout, type SwitchingSpecification } from "./specification.ts";
import { flatCovariance, type SwitchingCovariance } from "./switching-covariance.ts";
import { SwitchingLikelihood } from "./switching-likelihood.ts";
import type { SwitchingErrors } from "./switching-model-data.ts";
import { canonicalOrder, flattened, reordered, structured, structuredErrors } from "./switching-parameters.ts";
import { readSample, type SwitchingInputs } from "./switching-sample.ts";

/** Options of {@link fitMarkovSwitching}. */
export interface MarkovSwitchingOptions extends SwitchingInputs {
  /** Number of hidden states, 2 to 6. */
  readonly states: number;
  /** Seed of the starts; the same seed gives the same model. */
  readonly seed: number;
  /**
   * Lags of the series itself, at most 12; in the `mean` form states^(order + 1) histories are followed, at most 4096.
   * @defaultValue 0
   */
  readonly order?: number | undefined;
  /**
   * With lags: whether the series returns to the mean of its state (`mean`, Hamilton 1989), where regressors are part of
   * that mean; or jumps slowly, the state moving the intercept and lags being regressors (`intercept`).
   * @defaultValue "mean"
   */
  readonly form?: "mean" | "intercept" | undefined;
  /** @defaultValue "switching" */
  readonly intercept?: "switching" | "common" | "none" | undefined;
  /**
   * Of the regressors.
   * @defaultValue "switching"
   */
  readonly coefficients?: "switching" | "common" | undefined;
  /**
   * Of the lags.
   * @defaultValue "common"
   */
  readonly autoregression?: "switching" | "common" | undefined;
  /** @defaultValue "common" */
  readonly variance?: "switching" | "common" | undefined;
  /**
   * What `standardErrors` come from.
   * @defaultValue "hessian"
   */
  readonly covariance?: SwitchingCovariance | undefined;
  /**
   * Random starts that are tried; the best few are iterated to the end.
   * @defaultValue 20
   */
  readonly restarts?: number | undefined;
  /** @defaultValue 500 */
  readonly maxIterations?: number | undefined;
  /**
   * Largest relative slope of the mean log-likelihood at the end.
   * @defaultValue 1e-9
   */
  readonly tolerance?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?:
    | ((progress: { readonly done: number; readonly total: number; readonly phase: string }) => void)
    | undefined;
}

function whole(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidInput(name, `${name}: expected a whole number from ${least} to ${most}, was ${value}`);
}

function oneOf<Name extends string>(option: string, value: string, names: readonly Name[]): Name {
  if (names.includes(value as Name)) return value as Name;
  const list = names.map((name) => `"${name}"`).join(", ");
  throw invalidInput(option, `${option}: expected one of ${list}, was ${JSON.stringify(value)}`);
}

const columnsOf = (input: ObservationInput | undefined): number =>
  input === undefined ? 0 : readObservations(input, 0).columns;

function specificationOf(options: MarkovSwitchingOptions): SwitchingSpecification {
  const states = whole("states", options.states, 2, 6);
  const order = whole("order", options.order ?? 0, 0, 12);
  const form = oneOf("form", options.form ?? "mean", ["mean", "intercept"]);
  if (form === "mean" && states ** (order + 1) > 4096) {
    throw invalidInput(
      "order",
      `order: ${order} lags of ${states} states make ${states ** (order + 1)} histories, at most 4096 are followed: lower either, or take form "intercept"`,
    );
  }
  const group = ["switching", "common"] as const;
  const specification: SwitchingSpecification = {
    states,
    order,
    form,
    intercept: oneOf("intercept", options.intercept ?? "switching", ["switching", "common", "none"]),
    regressors: columnsOf(options.regressors),
    coefficients: oneOf("coefficients", options.coefficients ?? "switching", group),
    autoregression: oneOf("autoregression", options.autoregression ?? "common", group),
    variance: oneOf("variance", options.variance ?? "common", group),
    transitionRegressors: columnsOf(options.transitionRegressors),
  };
  const { intercept, coefficients, autoregression, variance, regressors } = specification;
  const switches =
    intercept === "switching" ||
    variance === "switching" ||
    (coefficients === "switching" && regressors > 0) ||
    (autoregression === "switching" && order > 0);
  if (switches) return specification;
  throw invalidInput("intercept", "nothing switches: let intercept, coefficients, autoregression or variance switch");
}

/**
 * Fits a regression or autoregression whose parameters switch with a hidden Markov chain (Hamilton 1989), by maximum
 * likelihood: BFGS on the exact gradient from seeded starts, in units of the series' own spread.
 *
 * With m_t(s) = intercept_s + x_t' coefficients_s, the `mean` form is y_t - m_t(s_t) = sum over lags of phi_i (y_(t-i) -
 * m_(t-i)(s_(t-i))) + sigma_s e_t, e_t ~ N(0, 1), and the `intercept` form y_t = m_t(s_t) + sum phi_i y_(t-i) + sigma_s e_t.
 * Transitions are constant, or logistic in `transitionRegressors` (Filardo 1994): row t of these drives the move into row
 * t, so give what is known the row before. The likelihood is that of the rows after the first `order`, and the chain starts
 * from its stationary law. No variance falls below 1e-6 of that of the series, since a state of none on a single row would
 * make the likelihood infinite; ends where a state holds no more rows than it has parameters are passed over, and where
 * there is no other, `converged` is false.
 *
 * Throws `INVALID_INPUT` for bad options, a constant series or missing values, `NOT_ENOUGH_DATA` for fewer rows than twice
 * the parameters, `ABORTED`.
 *
 * @example
 * ```ts
 * import { fitMarkovSwitching } from "@plimsoll/ml";
 *
 * // 60 good quarters, 20 bad ones, again and again, around means of 1 and -1
 * const growth = Array.from({ length: 320 }, (_, t) => (t % 80 < 60 ? 1 : -1) + Math.sin(t * 12.9898));
 * const model = fitMarkovSwitching(growth, { states: 2, seed: 7 });
 * console.log(model.parameters.intercepts.map((mean) => Math.round(mean))); // [ -1, 1 ]
 * console.log(model.filter(growth).mostLikely()[70], model.filter(growth).mostLikely()[100]); // 0 1
 * ```
 */
export function fitMarkovSwitching(y: SeriesInput, options: MarkovSwitchingOptions): MarkovSwitchingModel {
  const specification = specificationOf(options);
  const layout = parameterLayout(specification);
  const series = readSeries(y, "y", specification.order + 2 * layout.size);
  const sample = readSample(series, options, layout);
  const restarts = whole("restarts", options.restarts ?? 20, 1, 10_000);
  const maxIterations = whole("maxIterations", options.maxIterations ?? 500, 1, 1e9);
  const tolerance = options.tolerance ?? 1e-9;
  if (!(tolerance > 0)) throw invalidInput("tolerance", `tolerance: expected a positive number, was ${tolerance}`);
  const covariance = oneOf("covariance", options.covariance ?? "hessian", ["hessian", "opg", "robust"]);

  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const scale = Math.sqrt(series.reduce((sum, value) => sum + (value - mean) ** 2, 0) / series.length);
  if (!(scale > 1e-12 * Math.abs(mean))) throw invalidInput("y", "y is constant: nothing switches in it");
  const scaled = scaleSample(layout, sample, scale);
  const { signal, onProgress, seed } = options;
  const settings = { seed, restarts, tolerance, maxIterations, signal, onProgress };
  const found = maximiseSwitching(layout, scaled.sample, settings);

  const unordered = structured(layout, scaled.toUser(found.theta));
  const order = canonicalOrder(layout, unordered);
  const parameters = reordered(layout, unordered, order);
  // errors are those of the ordered states, in units of the spread where steps fit
  const theta = flattened(layout, parameters);
  const inner = scaled.fromUser(theta);
  const flat = flatCovariance(new SwitchingLikelihood(layout, scaled.sample), inner, covariance);
  for (let i = 0; i < flat.length; i++) {
    flat[i]! *= scaled.factors[Math.floor(i / layout.size)]! * scaled.factors[i % layout.size]!;
  }
  const observations = series.length - specification.order;
  const logLikelihood = new SwitchingLikelihood(layout, sample).filter(theta);
  return MarkovSwitchingModel.fromJSON({
    kind: "markov-switching",
    specification,
    parameters,
    standardErrors: jsonErrors(structuredErrors(layout, theta, flat)),
    covariance,
    logLikelihood,
    ...informationCriteria(logLikelihood, layout.size, observations),
    parameterCount: layout.size,
    observations,
    converged: found.converged,
    iterations: found.iterations,
  });
}

/** JSON has no NaN: what has no standard error is null. */
function jsonErrors(errors: object): SwitchingErrors {
  return JSON.parse(JSON.stringify(errors)) as SwitchingErrors;
}
