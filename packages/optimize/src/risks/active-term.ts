import { deviationTerm } from "./standard-deviation.ts";
import type { RiskTerm } from "./risk-kind.ts";
import type { QuadraticRisk } from "./risk-shape.ts";
import { varianceTerm } from "./variance.ts";

/** Difference, in the largest weight, that is no more than rounding. */
const rounding = 1e-14;

/** The risk of a portfolio's difference from benchmark weights: tracking error, active CVaR, relative drawdown. */
export function activeTerm(term: RiskTerm, benchmark: Float64Array): RiskTerm {
  if (term.quadratic !== undefined) return activeQuadratic(term.quadratic, benchmark);
  const active = (weights: Float64Array): Float64Array => {
    let largest = 0;
    for (let i = 0; i < weights.length; i += 1)
      largest = Math.max(largest, Math.abs(weights[i]!), Math.abs(benchmark[i]!));
    return weights.map((weight, i) => {
      const difference = weight - benchmark[i]!;
      return Math.abs(difference) <= rounding * largest ? 0 : difference;
    });
  };
  return {
    kind: term.kind,
    degree: term.degree,
    benchmark,
    shape: term.shape,
    ...(term.polyhedral === undefined ? {} : { polyhedral: term.polyhedral }),
    value: (weights) => term.value(active(weights)),
    // portfolio and benchmark may cancel
    magnitude: (weights, slopes) =>
      term.magnitude(
        weights.map((weight, i) => Math.abs(weight) + Math.abs(benchmark[i]!)),
        slopes,
      ),
    ...(term.square === undefined ? {} : { square: activeTerm(term.square, benchmark) }),
    ...(term.homogeneous === undefined ? {} : { homogeneous: activeTerm(term.homogeneous, benchmark) }),
  };
}

function activeQuadratic({ form, centre, root }: QuadraticRisk, benchmark: Float64Array): RiskTerm {
  const moved = centre === undefined ? benchmark : centre.map((weight, i) => weight + benchmark[i]!);
  const asActive = (term: RiskTerm): RiskTerm => ({
    ...term,
    benchmark,
    ...(term.homogeneous === undefined ? {} : { homogeneous: asActive(term.homogeneous) }),
  });
  return asActive(root ? deviationTerm(form, moved) : varianceTerm(form, moved));
}
