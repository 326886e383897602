import { checkSeries, tailProbability } from "./check.ts";
import type { ConfidenceOptions, RiskMeasure } from "./measure.ts";
import { type FillWeights, sortedGradient } from "./sorted.ts";
import { quantile, quantilePosition, type QuantileType } from "../statistics/index.ts";

/** Which sample quantile. */
export interface ValueAtRiskOptions extends ConfidenceOptions {
  /**
   * The type of Hyndman & Fan (1996), 1 to 9; type 3 alone can exceed the exact CVaR.
   * @defaultValue 7
   */
  readonly quantileType?: QuantileType;
}

function weightsFor({ confidence = 0.95, quantileType = 7 }: ValueAtRiskOptions): FillWeights {
  const tail = tailProbability(confidence);
  return (weights) => {
    const { lower, upper, fraction } = quantilePosition(weights.length, tail, quantileType);
    weights[lower]! -= 1 - fraction;
    weights[upper]! -= fraction;
  };
}

/** Historical value at risk: minus the sample quantile of the returns at 1 - confidence. Not convex. */
export const valueAtRiskMeasure: RiskMeasure<"value-at-risk", ValueAtRiskOptions> = {
  kind: "value-at-risk",
  value: (series, { confidence = 0.95, quantileType = 7 } = {}) => {
    checkSeries(series);
    return -quantile(series, tailProbability(confidence), quantileType);
  },
  gradient: (series, options = {}) => sortedGradient(series, weightsFor(options)),
  traits: () => ({ convex: false, degree: 1, shift: "subtracts" }),
};
