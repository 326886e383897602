import type { RatioGoal } from "../program/goal.ts";
import { polyhedronOf } from "../program/polyhedron.ts";
import type { Program } from "../program/program.ts";
import type { RiskMinimum } from "./risk-minimum.ts";
import { solveLinear } from "./linear/solve-linear.ts";
import { methodNameOf, minimizerOf } from "./measures/minimizer-of.ts";
import type { Outcome } from "./outcome.ts";
import type { Solving } from "./solving.ts";

const maxSteps = 60;
/** Excess return, in the largest of the assets, that is no more than rounding. */
const rounding = 1e-13;

/**
 * Maximises numerator'w / risk for a risk that brings its own solver (Dinkelbach 1967): minimise risk - numerator'w / ratio
 * for the best ratio so far; a value below 0 is a better ratio, and 0 proves the best. Converges superlinearly, and after
 * finitely many steps for a piecewise linear risk. The risk need not be homogeneous, only convex.
 */
export function* improveRatio(goal: RatioGoal, program: Program): Solving<Outcome> {
  const { numerator, risk, offset = 0 } = goal;
  const polyhedron = polyhedronOf(program);
  const size = numerator.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const excessOf = (weights: Float64Array): number =>
    weights.reduce((sum, weight, i) => sum + weight * numerator[i]!, 0 - offset);
  let iterations = 0;
  let state: unknown;
  const minimize = minimizerOf(risk)!;
  const solve = function* (parameter: number): Solving<RiskMinimum> {
    const found = yield* minimize(
      polyhedron,
      1,
      numerator.map((value) => -parameter * value),
      state,
    );
    iterations += found.iterations;
    if (found.status === "optimal") ({ state } = found);
    return found;
  };
  const slopes = new Float64Array(program.size);
  const first = yield* solve(0);
  if (first.status === "infeasible") return { status: "infeasible" };
  let weights = first.weights;
  if (first.status !== "optimal" || excessOf(weights) <= 1e-3 * size) {
    const vertex = yield* solveLinear(
      polyhedron,
      numerator.map((value) => -value),
    );
    if (vertex.status === "infeasible") return { status: "infeasible" };
    if (vertex.status === "optimal") {
      ({ weights } = vertex);
      const largest = excessOf(weights);
      if (largest <= 1e-12 * size) return { status: "no-excess", largest };
    } else if (first.status !== "optimal" || excessOf(weights) <= 0) {
      const found = yield* withExcess(solve, excessOf, first);
      if (found === undefined) return { status: "not-converged", iterations, residual: Number.NaN };
      ({ weights } = found);
    }
  }
  for (let done = 1; done <= maxSteps; done += 1) {
    const denominator = risk.value(weights);
    const scale = risk.magnitude(weights, slopes);
    // without risk there is no greatest ratio
    if (denominator <= 1e-11 * scale) return { status: "unbounded", direction: weights };
    const parameter = denominator / excessOf(weights);
    const next = yield* solve(parameter);
    if (next.status === "unbounded") return { status: "unbounded", direction: next.weights };
    if (next.status !== "optimal") return { status: "not-converged", iterations, residual: Number.NaN };
    const value = risk.value(next.weights) - parameter * excessOf(next.weights);
    const excess = excessOf(next.weights);
    // the benchmark itself has no ratio
    const reached = excess > rounding * size ? risk.value(next.weights) / excess : Infinity;
    const better = reached < parameter;
    // the ratio is the same all the way to the benchmark, but close to it less of it can be proven
    const shrunk = risk.benchmark !== undefined && risk.value(next.weights) < 0.1 * denominator;
    if (
      value >= -1e-13 * denominator ||
      (value >= -1e-11 * scale && !better) ||
      (shrunk && value >= -1e-10 * denominator)
    ) {
      return {
        status: "optimal",
        // the multipliers are those of the last step: its portfolio is taken where it is as good but for rounding
        weights: !shrunk && reached <= parameter * (1 + 1e-13) ? next.weights : weights,
        rowDuals: next.rowDuals.subarray(0, program.rows.length),
        absoluteDuals: next.rowDuals.subarray(program.rows.length),
        capDuals: new Float64Array(program.caps.length),
        ...(next.proof === undefined ? {} : { proof: next.proof }),
        solver: `${methodNameOf(risk)}, ratio steps`,
        iterations,
        nodes: 0,
      };
    }
    // on the way to a portfolio of less than no risk and no excess return there is one with excess return and no risk
    if (excessOf(next.weights) <= 0) return { status: "unbounded", direction: next.weights };
    yield { phase: "ratio", done };
    ({ weights } = next);
  }
  return { status: "not-converged", iterations, residual: Number.NaN };
}

/** A portfolio of positive excess return where nothing limits the greatest one. */
function* withExcess(
  solve: (parameter: number) => Solving<RiskMinimum>,
  excessOf: (weights: Float64Array) => number,
  first: RiskMinimum,
): Solving<RiskMinimum | undefined> {
  let parameter = 1;
  for (let k = 0; k < 40 && first.status === "optimal"; k += 1) {
    const found = yield* solve(parameter);
    if (found.status === "optimal" && excessOf(found.weights) > 0) return found;
    parameter *= found.status === "optimal" ? 4 : 0.3;
  }
  return undefined;
}
