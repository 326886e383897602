import type { RiskTerm } from "./risk-kind.ts";

/** What the violation of a risk limit is relative to: the risk and the limit, beside a limit of 0 what offsets within the risk. */
export function riskScale(term: RiskTerm, value: number, max: number, weights: Float64Array): number {
  return max === 0 ? term.magnitude(weights, new Float64Array(weights.length)) : Math.max(value, max);
}
