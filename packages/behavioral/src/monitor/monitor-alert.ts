import type { BehaviorReport } from "../analyze-behavior.ts";
import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import { alwaysValidEvidence } from "../estimate/always-valid.ts";

/** A bias that the record now speaks for, however often one looked. */
export interface MonitorAlert {
  readonly bias: BiasKey;
  /** Id of the last trade then. */
  readonly trade: string;
  /** How many times likelier the record is under the bias than under none (definition 46). */
  readonly evidence: number;
  /** What it had to reach: 1 / the false alarm rate. */
  readonly threshold: number;
  readonly effect: number;
  readonly standardError: number;
  readonly message: string;
}

/** Builds the alert's words. */
export function alertOf(details: Omit<MonitorAlert, "message">): MonitorAlert {
  const { bias, evidence, threshold } = details;
  const odds = evidence >= 1e6 ? "more than a million" : evidence.toFixed(0);
  return {
    ...details,
    message:
      `The record is ${odds} times likelier with ${bias} than without; at most one unbiased investor in ` +
      `${Math.round(threshold)} is ever told this, however often one looks.`,
  };
}

/**
 * Alerts from a fit, for every bias with a p-value but those in `passed`: the always-valid evidence of its effect, its
 * prior as wide as the standard error at the least sample size, which is known before looking.
 */
export function alertsOfFit(
  biases: BehaviorReport["biases"],
  trade: string,
  threshold: number,
  passed: ReadonlySet<BiasKey>,
): MonitorAlert[] {
  return biasKeys.flatMap((bias) => {
    if (passed.has(bias)) return [];
    const { status, effect, standardError, pValue, sampleSize, minimumSampleSize } = biases[bias];
    if (status !== "ok" || pValue === null || effect === null || standardError === null) return [];
    if (!(effect > 0) || !(standardError > 0)) return [];
    const prior = standardError * Math.sqrt(sampleSize / Math.max(1, minimumSampleSize));
    const evidence = alwaysValidEvidence({ estimate: effect, variance: standardError ** 2 }, prior);
    return evidence >= threshold ? [alertOf({ bias, trade, evidence, threshold, effect, standardError })] : [];
  });
}
