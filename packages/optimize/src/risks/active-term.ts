import type { Polyhedron } from "../program/polyhedron.ts";
import { minimizeQuadratic } from "../solve/quadratic/minimize-quadratic.ts";
import { conicActive } from "../solve/conic/active-model.ts";
import type { ConicModel } from "../solve/conic/conic-model.ts";
import type { Solving } from "../solve/solving.ts";
import { deviationTerm } from "./standard-deviation.ts";
import type { QuadraticRisk, RiskMinimum, RiskTerm } from "./risk-kind.ts";
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
    ...(term.solver === undefined ? {} : { solver: term.solver }),
    ...(term.polyhedral === undefined ? {} : { polyhedral: term.polyhedral }),
    value: (weights) => term.value(active(weights)),
    minorant: (weights, gradient, proof) => term.minorant(active(weights), gradient, proof),
    // portfolio and benchmark may cancel
    magnitude: (weights, slopes) =>
      term.magnitude(
        weights.map((weight, i) => Math.abs(weight) + Math.abs(benchmark[i]!)),
        slopes,
      ),
    ...(term.conic === undefined ? {} : { conic: (model: ConicModel) => conicActive(model, term, benchmark) }),
    ...(term.minimize === undefined
      ? {}
      : {
          *minimize(polyhedron, coefficient, linear, state): Solving<RiskMinimum> {
            const found = yield* term.minimize!(movedBy(polyhedron, benchmark), coefficient, linear, state);
            return { ...found, weights: found.weights.map((weight, i) => weight + benchmark[i]!) };
          },
        }),
    ...(term.square === undefined ? {} : { square: activeTerm(term.square, benchmark) }),
    ...(term.homogeneous === undefined ? {} : { homogeneous: activeTerm(term.homogeneous, benchmark) }),
  };
}

/** The polyhedron of the differences from a benchmark: the same columns and rows, counted from elsewhere. */
function movedBy(polyhedron: Polyhedron, benchmark: Float64Array): Polyhedron {
  return { ...polyhedron, anchor: polyhedron.anchor.map((weight, i) => weight - benchmark[i]!) };
}

function activeQuadratic({ form, centre, root }: QuadraticRisk, benchmark: Float64Array): RiskTerm {
  const moved = centre === undefined ? benchmark : centre.map((weight, i) => weight + benchmark[i]!);
  const asActive = (term: RiskTerm): RiskTerm => ({
    ...term,
    benchmark,
    minimize: (polyhedron, coefficient, linear) => minimizeQuadratic(polyhedron, term.quadratic!, coefficient, linear),
    ...(term.homogeneous === undefined ? {} : { homogeneous: asActive(term.homogeneous) }),
  });
  return asActive(root ? deviationTerm(form, moved) : varianceTerm(form, moved));
}
