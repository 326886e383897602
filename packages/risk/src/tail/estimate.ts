import { type QuantileType, normalQuantile, tailProbability } from "@plimsoll/numeric";
import { invalidInput } from "@plimsoll/core";
import { checkConfidence } from "../input/checks.ts";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";
import { resolveTailMethod, type TailMethodKind, type TailMethodSpec } from "./table.ts";
import type { Conventions, ShortfallEstimator, TailEstimate, TailSettings } from "./tail-method.ts";

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
   * the mean grow too slowly.
   * @defaultValue "square-root-of-time"
   */
  readonly horizonScaling?: "square-root-of-time";
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
   * Confidence of the interval around the estimate.
   * @defaultValue 0.95
   */
  readonly intervalConfidence?: number;
}

/** An estimate with its uncertainty. */
export interface RiskEstimate {
  /** Fraction of the portfolio's value, positive for a loss. */
  readonly value: number;
  /** Asymptotic, for independent returns; `conventions.standardError` says by which formula. */
  readonly standardError: number;
  /** `value` plus and minus a normal quantile of standard errors. */
  readonly interval: readonly [lower: number, upper: number];
  readonly conventions: Conventions;
}

/** The one-period estimate, before horizon and interval. */
export function estimateOnePeriod(
  which: "valueAtRisk" | "expectedShortfall",
  series: Float64Array,
  options: TailOptions,
): { readonly estimate: TailEstimate; readonly kind: TailMethodKind; readonly confidence: number } {
  const confidence = checkConfidence(options.confidence ?? 0.95);
  const { method, spec } = resolveTailMethod(options.method ?? "historical");
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
  const input = { series, confidence, tail: tailProbability(confidence), settings };
  return { estimate: method[which](input, spec), kind: spec.kind, confidence };
}

/** Estimate, horizon and interval: what the two public estimators share. */
export function estimateTail(
  which: "valueAtRisk" | "expectedShortfall",
  returns: ReturnInput,
  options: TailOptions,
): RiskEstimate {
  const { horizon = 1, horizonScaling = "square-root-of-time", intervalConfidence = 0.95 } = options;
  const { method } = resolveTailMethod(options.method ?? "historical");
  checkConfidence(options.confidence ?? 0.95);
  checkConfidence(intervalConfidence, "intervalConfidence");
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw invalidInput("horizon", `horizon: expected a positive whole number of periods, was ${horizon}`, {
      received: String(horizon),
    });
  }
  const { series, conversion } = returnSeries(returns, options.weights, { minimum: method.minimum });
  const { estimate, kind, confidence } = estimateOnePeriod(which, series, options);
  const scale = Math.sqrt(horizon);
  const value = estimate.value * scale;
  const standardError = estimate.standardError * scale;
  const reach = normalQuantile((1 + intervalConfidence) / 2) * standardError;
  return {
    value,
    standardError,
    interval: [value - reach, value + reach],
    conventions: {
      method: kind,
      confidence,
      observations: series.length,
      horizon,
      ...(horizon > 1 ? { horizonScaling } : {}),
      returns: conversion === "none" ? "simple" : "simple, converted from log",
      sign: "positive = loss",
      intervalConfidence,
      ...estimate.conventions,
    },
  };
}
