import { tailProbability } from "./check.ts";
import { fillTailMean } from "./cvar.ts";
import type { ConfidenceOptions, RiskMeasure } from "./measure.ts";
import { type FillWeights, sortedGradient, sortedSum } from "./sorted.ts";

/** Confidence of the two tails. */
export interface CvarRangeOptions extends ConfidenceOptions {
  /**
   * Confidence of the tail of gains.
   * @defaultValue `confidence`
   */
  readonly gainConfidence?: number;
}

function weightsFor({ confidence = 0.95, gainConfidence = confidence }: CvarRangeOptions): FillWeights {
  const losses = tailProbability(confidence);
  const gains = tailProbability(gainConfidence);
  return (weights) => {
    fillTailMean(weights, losses, -1);
    fillTailMean(weights, gains, 1);
  };
}

/** CVaR range: the mean of the best tail less the mean of the worst tail, both exact. */
export const cvarRangeMeasure: RiskMeasure<"cvar-range", CvarRangeOptions> = {
  kind: "cvar-range",
  value: (series, options = {}) => sortedSum(series, weightsFor(options)),
  gradient: (series, options = {}) => sortedGradient(series, weightsFor(options)),
  traits: () => ({ convex: true, degree: 1, shift: "nothing" }),
};
