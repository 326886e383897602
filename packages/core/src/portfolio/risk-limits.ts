import * as z from "zod";
import type { RiskMetricsData } from "../values/risk-metrics.ts";

/** The most risk that an owner accepts, measure by measure; each compares with the field of the same name in `RiskMetrics`. */
export interface RiskLimits {
  /** Annualised. */
  readonly volatility: number;
  /** Of one period, like the next two. */
  readonly valueAtRisk95: number;
  readonly valueAtRisk99: number;
  readonly expectedShortfall95: number;
  readonly maximumDrawdown: number;
}

/** The measures that have a limit. */
export type RiskMeasureName = keyof RiskLimits;

/** Every {@link RiskMeasureName}, in the order in which breaches are reported. */
export const riskMeasureNames: readonly RiskMeasureName[] = [
  "volatility",
  "valueAtRisk95",
  "valueAtRisk99",
  "expectedShortfall95",
  "maximumDrawdown",
];

/** Schema of {@link RiskLimits}. */
export const RiskLimitsSchema: z.ZodType<RiskLimits> = z.strictObject({
  volatility: z.number().positive(),
  valueAtRisk95: z.number().positive(),
  valueAtRisk99: z.number().positive(),
  expectedShortfall95: z.number().positive(),
  maximumDrawdown: z.number().positive(),
});

/** A mapping from a risk tolerance in [0, 1] to limits, for returns of `periodsPerYear` periods a year. */
export type RiskLimitMapping = (riskTolerance: number, periodsPerYear: number) => RiskLimits;

// standard normal: z(0.95), z(0.99), density at z(0.95) over 0.05
const NORMAL_95 = 1.6448536269514722;
const NORMAL_99 = 2.3263478740408408;
const NORMAL_TAIL_95 = 2.0627128075074257;

/**
 * The limits that go with a risk tolerance t unless the caller brings others.
 *
 * With s = 0.04 + 0.26 t: volatility s a year (4 % at t = 0, 17 % at 0.5, 30 % at 1); value at risk and expected
 * shortfall of one period those of a normal return with mean 0 and that volatility (1.645, 2.326 and 2.063 times
 * s / sqrt(periodsPerYear)); maximum drawdown 2 s (8 %, 34 %, 60 %). A convention of this library: a house with its own
 * risk questionnaire passes its own {@link RiskLimitMapping}.
 *
 * @example
 * ```ts
 * import { defaultRiskLimits } from "@plimsoll/core";
 *
 * console.log(defaultRiskLimits(0.5, 252).maximumDrawdown); // 0.34
 * ```
 */
export function defaultRiskLimits(riskTolerance: number, periodsPerYear: number): RiskLimits {
  const volatility = 0.04 + 0.26 * riskTolerance;
  const perPeriod = volatility / Math.sqrt(periodsPerYear);
  return {
    volatility,
    valueAtRisk95: NORMAL_95 * perPeriod,
    valueAtRisk99: NORMAL_99 * perPeriod,
    expectedShortfall95: NORMAL_TAIL_95 * perPeriod,
    maximumDrawdown: 2 * volatility,
  };
}

/** One measure that is above its limit. */
export interface RiskBreach {
  readonly measure: RiskMeasureName;
  readonly value: number;
  readonly limit: number;
}

/** The measures of `metrics` that are above their limit; equal to the limit is within it. */
export function riskBreaches(metrics: RiskMetricsData, limits: RiskLimits): readonly RiskBreach[] {
  return riskMeasureNames
    .map((measure) => ({ measure, value: metrics[measure], limit: limits[measure] }))
    .filter(({ value, limit }) => value > limit);
}
