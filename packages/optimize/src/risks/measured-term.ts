import { gemv } from "@plimsoll/numeric";
import type { RiskTerm } from "./risk-kind.ts";
import type { RiskShape } from "./risk-shape.ts";
import { scenarioMagnitude } from "./scenario-magnitude.ts";

/** A measure of a portfolio's returns, convex and homogeneous of degree 1: the largest of sum p_t loss_t over some prices p. */
export interface MeasuredRisk {
  readonly shape: Extract<RiskShape, { readonly form: "entropic" | "drawdowns" | "ranks" }>;
  /** By the definition that reports use. */
  readonly value: (series: Float64Array) => number;
  /** Sum of the absolute prices that the measure may have. */
  readonly mass: number;
  readonly polyhedral: boolean;
}

/** A portfolio with its risk. */
interface Valued {
  readonly weights: Float64Array;
  readonly value: number;
}

const remembered = 2;

/** A measure of scenarios as a risk of the weights. */
export function measuredTerm(kind: string, { shape, value, mass, polyhedral }: MeasuredRisk): RiskTerm {
  const { scenarios } = shape;
  const size = scenarios.values.length / scenarios.rows;
  // solvers and reports ask for the same portfolios several times
  const recent: Valued[] = [];
  const at = (weights: Float64Array): Valued => {
    const known = recent.find((entry) => entry.weights.every((weight, i) => weight === weights[i]));
    if (known !== undefined) return known;
    const made = { weights: weights.slice(), value: value(gemv(scenarios.values, scenarios.rows, size, weights)) };
    if (recent.unshift(made) > remembered) recent.pop();
    return made;
  };
  return {
    kind,
    degree: 1,
    polyhedral,
    shape,
    value: (weights) => at(weights).value,
    magnitude: (weights, slopes) => scenarioMagnitude(scenarios, weights, slopes, mass),
  };
}
