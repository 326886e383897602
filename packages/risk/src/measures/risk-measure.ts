import {
  quantileSorted,
  RandomStream,
  type RiskMeasureSpec,
  sorted,
  standardDeviation,
  stationaryBootstrapIndices,
} from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";
import { checkBootstrap } from "../tail/bootstrap-uncertainty.ts";
import type { BootstrapUncertainty } from "../tail/bootstrap-uncertainty.ts";
import type { RiskEstimate } from "../tail/estimate.ts";
import { automaticBlock } from "../tail/simulation/block-source.ts";
import { measureValue } from "./evaluate.ts";

/** Options of {@link riskMeasure}. */
export interface RiskMeasureOptions {
  /** Which measure, with its options as plain data: any of numeric's `riskMeasures`. */
  readonly measure: RiskMeasureSpec;
  /** Fractions by asset, for a panel; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
}

/** Options of {@link estimateRiskMeasure}. */
export interface RiskMeasureEstimateOptions extends RiskMeasureOptions {
  /** How the sample is drawn again. @defaultValue `{ kind: "bootstrap" }` */
  readonly uncertainty?: BootstrapUncertainty;
  /**
   * Confidence of the interval around the estimate.
   * @defaultValue 0.95
   */
  readonly intervalConfidence?: number;
}

/**
 * Any measure that the optimiser minimises, and the entropic, spectral, distortion and relativistic ones, of a series or
 * portfolio (definitions 2, 13 to 16): the one definition in `riskMeasures` of `@plimsoll/numeric`.
 *
 * A positive number is a loss or a spread, of one period, as a fraction. Input, errors and NaN policy as in `valueAtRisk`; an
 * option out of range throws `INVALID_INPUT`.
 *
 * @example
 * ```ts
 * import { riskMeasure } from "@plimsoll/risk";
 *
 * const returns = [0.01, -0.02, 0.005, -0.03, 0.02, 0.001, -0.01, 0.015];
 * console.log(riskMeasure(returns, { measure: { kind: "evar", confidence: 0.75 } }).toFixed(4)); // 0.0271
 * console.log(riskMeasure(returns, { measure: { kind: "rlvar", confidence: 0.75, kappa: 0.5 } }).toFixed(4)); // 0.0285
 * const distortion = { kind: "wang", lambda: 0.5 } as const;
 * console.log(riskMeasure(returns, { measure: { kind: "distortion", distortion } }).toFixed(4)); // 0.0091
 * console.log(riskMeasure(returns, { measure: { kind: "ulcer" } }).toFixed(4)); // 0.0259
 * ```
 */
export function riskMeasure(returns: ReturnInput, options: RiskMeasureOptions): number {
  return measureValue(options.measure, returnSeries(returns, options.weights).series);
}

/**
 * {@link riskMeasure} with a standard error and percentile interval by the stationary block bootstrap.
 *
 * @example
 * ```ts
 * import { estimateRiskMeasure } from "@plimsoll/risk";
 *
 * const returns = Array.from({ length: 200 }, (_, t) => 0.01 * Math.sin(12.9898 * t));
 * const { value, standardError, interval } = estimateRiskMeasure(returns, { measure: { kind: "mad" } });
 * console.log(interval[0] < value && value < interval[1], standardError > 0); // true true
 * ```
 */
export function estimateRiskMeasure(returns: ReturnInput, options: RiskMeasureEstimateOptions): RiskEstimate {
  const { measure, uncertainty = { kind: "bootstrap" }, intervalConfidence = 0.95 } = options;
  checkConfidence(intervalConfidence, "intervalConfidence");
  const { replications, block, seed } = checkBootstrap(uncertainty);
  const { series, conversion } = returnSeries(returns, options.weights);
  const value = measureValue(measure, series);
  const meanBlock = block ?? automaticBlock(series);
  const stream = RandomStream.of(seed);
  const rows = new Int32Array(series.length);
  const drawn = Float64Array.from({ length: replications }, (_, pass) => {
    stationaryBootstrapIndices(stream.substream(pass), series.length, meanBlock, rows);
    return measureValue(
      measure,
      Float64Array.from(rows, (row) => series[row]!),
    );
  });
  const ascending = sorted(drawn);
  return {
    value,
    standardError: standardDeviation(drawn),
    interval: [
      quantileSorted(ascending, (1 - intervalConfidence) / 2),
      quantileSorted(ascending, (1 + intervalConfidence) / 2),
    ],
    conventions: {
      measure: measure.kind,
      observations: series.length,
      returns: conversion === "none" ? "simple" : "simple, converted from log",
      sign: "positive = loss",
      standardError: "stationary block bootstrap",
      replications,
      meanBlock,
      bootstrapSeed: seed,
      interval: "percentile",
      intervalConfidence,
    },
  };
}
