import { invalidInput } from "@plimsoll/core";
import { normalQuantile, type QuantileType, RandomStream, tailProbability } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import {
  isPanel,
  type ReturnInput,
  type ReturnSeries,
  returnSeries,
  tailPanel,
  type WeightInput,
} from "../input/return-series.ts";
import { type BootstrapUncertainty, bootstrapUncertainty } from "./bootstrap-uncertainty.ts";
import { historicalMethod } from "./historical.ts";
import { resolveTailMethod, type TailMethodKind, type TailMethodSpec } from "./table.ts";
import type {
  Conventions,
  HorizonScaling,
  ShortfallEstimator,
  TailEstimate,
  TailInput,
  TailMethod,
  TailSample,
  TailSettings,
} from "./tail-method.ts";

/** How many paths are drawn, and from which seed. */
export interface SimulationOptions {
  /**
   * At least 1000.
   * @defaultValue 100_000
   */
  readonly draws?: number;
  /** @defaultValue 1 */
  readonly seed?: number | string;
}

/** Options of value at risk and expected shortfall. */
export interface TailOptions {
  /**
   * Strictly between 0 and 1; the tail has probability 1 - confidence.
   * @defaultValue 0.95
   */
  readonly confidence?: number;
  /**
   * A name, or `{ kind, ... }` with the parameters of that method.
   * @defaultValue "historical"
   */
  readonly method?: TailMethodKind | TailMethodSpec;
  /**
   * Periods ahead, a positive integer; more than one is reached by `horizonScaling`.
   * @defaultValue 1
   */
  readonly horizon?: number;
  /**
   * `"square-root-of-time"` multiplies the one-period value by sqrt(horizon), which ignores autocorrelation and lets
   * the mean grow too slowly; `"simulation"` compounds draws from the law of the method, with its recursion of the
   * volatility where it has one.
   * @defaultValue "simulation" for filtered-historical, garch and monte-carlo, else "square-root-of-time"
   */
  readonly horizonScaling?: HorizonScaling;
  /** Draws of `horizonScaling: "simulation"` (`monte-carlo` has its own). */
  readonly simulation?: SimulationOptions;
  /** Fractions by asset, for a panel; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
  /**
   * Quantile of empirical methods (Hyndman & Fan 1996).
   * @defaultValue 7
   */
  readonly quantileType?: QuantileType;
  /**
   * Tail mean of empirical methods; `"mean-beyond"` is PerformanceAnalytics' convention and isn't coherent.
   * @defaultValue "exact"
   */
  readonly estimator?: ShortfallEstimator;
  /**
   * The deviation of moment methods divides by n - ddof.
   * @defaultValue 1
   */
  readonly ddof?: 0 | 1;
  /**
   * Cornish-Fisher where its quantile function would not increase: an error, or the number all the same.
   * @defaultValue "throw"
   */
  readonly outOfDomain?: "throw" | "allow";
  /**
   * `"asymptotic"`: by the formula that `conventions.standardError` names, for independent returns; or a block bootstrap
   * of the whole estimate.
   * @defaultValue "asymptotic"
   */
  readonly uncertainty?: "asymptotic" | BootstrapUncertainty;
  /**
   * Confidence of the interval around the estimate.
   * @defaultValue 0.95
   */
  readonly intervalConfidence?: number;
}

/** An estimate with its uncertainty. */
export interface RiskEstimate {
  /** Fraction of the portfolio's value, positive for a loss. */
  readonly value: number;
  /** By the formula that `conventions.standardError` names, or the bootstrap's. */
  readonly standardError: number;
  /** `value` plus and minus a normal quantile of standard errors; percentiles under the bootstrap. */
  readonly interval: readonly [lower: number, upper: number];
  readonly conventions: Conventions;
}

/** Which of the two tail measures. */
export type TailMeasure = "valueAtRisk" | "expectedShortfall";

interface Plan {
  readonly method: TailMethod<TailMethodSpec>;
  readonly spec: TailMethodSpec;
  readonly confidence: number;
  readonly tail: number;
  readonly settings: TailSettings;
}

/** Checks the options and finds the method. */
function planOf(options: TailOptions): Plan {
  const confidence = checkConfidence(options.confidence ?? 0.95);
  const settings: TailSettings = {
    quantileType: options.quantileType ?? 7,
    estimator: options.estimator ?? "exact",
    ddof: options.ddof ?? 1,
    outOfDomain: options.outOfDomain ?? "throw",
  };
  if (![1, 2, 3, 4, 5, 6, 7, 8, 9].includes(settings.quantileType)) {
    throw invalidInput("quantileType", `quantileType: expected 1 to 9, was ${String(settings.quantileType)}`);
  }
  if (settings.ddof !== 0 && settings.ddof !== 1) {
    throw invalidInput("ddof", `ddof: expected 0 or 1, was ${String(settings.ddof)}`);
  }
  const { method, spec } = resolveTailMethod(options.method ?? "historical");
  return { method, spec, confidence, tail: tailProbability(confidence), settings };
}

/** The series and panel that a method takes; `minimum` observations at least. */
export function tailSample(
  returns: ReturnInput,
  options: TailOptions,
): TailSample & { readonly conversion: ReturnSeries["conversion"] } {
  const { method, spec } = planOf(options);
  let { weights } = options;
  // a callback values the assets itself: equal weights only find the length of blocks
  if (weights === undefined && isPanel(returns) && spec.kind === "monte-carlo" && spec.revalue !== undefined) {
    weights = returns.assets.map(() => 1 / returns.columns);
  }
  const { series, conversion } = returnSeries(returns, weights, { minimum: method.minimum });
  return {
    series,
    conversion,
    panel: method.sampler === null && isPanel(returns) ? tailPanel(returns, weights) : null,
  };
}

/** The one-period estimate, before horizon and interval. */
export function estimateOnePeriod(
  which: TailMeasure,
  { series, panel }: TailSample,
  options: TailOptions,
): { readonly estimate: TailEstimate; readonly kind: TailMethodKind; readonly confidence: number } {
  const { method, spec, confidence, tail, settings } = planOf(options);
  const input = { series, panel, confidence, tail, horizon: 1, settings };
  return { estimate: method[which](input, spec), kind: spec.kind, confidence };
}

function checkHorizon(horizon: number): number {
  if (Number.isInteger(horizon) && horizon >= 1) return horizon;
  throw invalidInput("horizon", `horizon: expected a positive whole number of periods, was ${horizon}`, {
    received: String(horizon),
  });
}

/** The estimate over a horizon, by the scaling asked for. */
function overHorizon(
  which: TailMeasure,
  { series, panel }: TailSample,
  { method, spec, confidence, tail, settings }: Plan,
  options: TailOptions,
): { readonly estimate: TailEstimate; readonly scaling: HorizonScaling } {
  const horizon = checkHorizon(options.horizon ?? 1);
  const scaling = options.horizonScaling ?? method.scaling;
  const input: TailInput = { series, panel, confidence, tail, horizon: 1, settings };
  if (horizon === 1) return { estimate: method[which](input, spec), scaling };
  if (scaling === "square-root-of-time") {
    const one = method[which](input, spec);
    const scale = Math.sqrt(horizon);
    return { estimate: { ...one, value: one.value * scale, standardError: one.standardError * scale }, scaling };
  }
  const ahead = { ...input, horizon };
  if (method.sampler === null) return { estimate: method[which](ahead, spec), scaling };
  const { draws = 100_000, seed = 1 } = options.simulation ?? {};
  if (!Number.isInteger(draws) || draws < 1000) {
    throw invalidInput("simulation.draws", `simulation.draws: expected a whole number of at least 1000, was ${draws}`);
  }
  const stream = RandomStream.of(seed);
  const draw = method.sampler(ahead, spec);
  const paths = Float64Array.from({ length: draws }, () => draw(stream));
  const { value, standardError } = historicalMethod[which]({ ...input, series: paths }, { kind: "historical" });
  return {
    estimate: {
      value,
      standardError,
      conventions: { draws, seed, standardError: "of the simulation; the fitted law counts as known" },
    },
    scaling,
  };
}

/** Estimate, horizon and interval: what the two public estimators share. */
export function estimateTail(which: TailMeasure, returns: ReturnInput, options: TailOptions): RiskEstimate {
  const { horizon = 1, uncertainty = "asymptotic", intervalConfidence = 0.95 } = options;
  const plan = planOf(options);
  checkConfidence(intervalConfidence, "intervalConfidence");
  checkHorizon(horizon);
  const { conversion, ...sample } = tailSample(returns, options);
  const { estimate, scaling } = overHorizon(which, sample, plan, options);
  const { value } = estimate;
  const conventions: Conventions = {
    method: plan.spec.kind,
    confidence: plan.confidence,
    observations: sample.series.length,
    horizon,
    ...(horizon > 1 ? { horizonScaling: scaling } : {}),
    returns: conversion === "none" ? "simple" : "simple, converted from log",
    sign: "positive = loss",
    intervalConfidence,
    ...estimate.conventions,
  };
  if (uncertainty !== "asymptotic") {
    const { standardError, interval, ...rest } = bootstrapUncertainty(
      sample,
      plan.spec,
      uncertainty,
      intervalConfidence,
      (resampled) => overHorizon(which, resampled, plan, options).estimate.value,
    );
    return { value, standardError, interval, conventions: { ...conventions, ...rest.conventions } };
  }
  const { standardError } = estimate;
  const reach = normalQuantile((1 + intervalConfidence) / 2) * standardError;
  return { value, standardError, interval: [value - reach, value + reach], conventions };
}
