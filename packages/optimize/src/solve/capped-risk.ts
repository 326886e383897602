import { type Polyhedron, withCostTimes } from "../program/polyhedron.ts";
import type { Cap } from "../program/program.ts";
import type { RiskTerm } from "../risks/risk-kind.ts";
import type { RiskMinimum } from "./risk-minimum.ts";
import { minimizerOf } from "./measures/minimizer-of.ts";
import { searchRoot, type SearchPoint } from "./root-search.ts";
import type { Solving } from "./solving.ts";

/** What {@link minimizeUnderRisk} found. */
export type UnderRisk =
  | {
      readonly status: "optimal";
      readonly weights: Float64Array;
      readonly rowDuals: Float64Array;
      /** d(objective)/d(cap), at most 0. */
      readonly capDual: number;
      readonly iterations: number;
      /** What supports the capped risk. */
      readonly proof?: RiskMinimum["proof"];
    }
  | { readonly status: "infeasible" | "not-converged"; readonly iterations: number };

const growth = 8;
const maxGrowth = 40;
/** Growth of the parameter beyond which the objective is flat: what it gains is rounding beside the risk. */
const flat = 1e14;

/**
 * Minimises linear'w over a polyhedron under one cap that binds, on a risk that brings its own solver: the risk enters the
 * objective, and linear x t is searched at which it meets the cap.
 */
export function* minimizeUnderRisk(polyhedron: Polyhedron, cap: Cap, linear: Float64Array): Solving<UnderRisk> {
  const term = cap.term.square ?? cap.term;
  const limit = cap.term.square === undefined ? cap.upper : cap.upper ** 2;
  let iterations = 0;
  let state: unknown;
  const minimize = minimizerOf(term)!;
  const solve = function* (parameter: number): Solving<RiskMinimum> {
    const found = yield* minimize(
      withCostTimes(polyhedron, parameter),
      1,
      linear.map((value) => parameter * value),
      state,
    );
    iterations += found.iterations;
    if (found.status === "optimal") ({ state } = found);
    return found;
  };
  const least = yield* solve(0);
  if (least.status !== "optimal")
    return { status: least.status === "infeasible" ? "infeasible" : "not-converged", iterations };
  const leastRisk = term.value(least.weights);
  if (leastRisk > limit + 1e-10 * Math.abs(limit)) return { status: "infeasible", iterations };
  const low: Member = { parameter: 0, value: leastRisk - limit, point: least };
  const evaluate = function* (parameter: number): Solving<Member> {
    const point = yield* solve(parameter);
    return { parameter, value: point.status === "optimal" ? term.value(point.weights) - limit : Infinity, point };
  };
  const start = firstParameter(term, linear, least.weights);
  const meets = ({ weights }: Binding): boolean => Math.abs(term.value(weights) - limit) <= 1e-10 * Math.abs(limit);
  const smooth = term.polyhedral ? undefined : yield* bySecants(low, evaluate, start, limit);
  // a risk with kinks may pass over the cap at one parameter, as a piecewise linear one does
  const found =
    smooth !== undefined && meets(smooth) ? smooth : ((yield* byPieces(low, evaluate, linear, start)) ?? smooth);
  if (found === undefined) return { status: "not-converged", iterations };
  const { parameter, point, weights } = found;
  return {
    status: "optimal",
    weights,
    rowDuals: point.rowDuals.map((dual) => dual / parameter),
    capDual: -(cap.term.square === undefined ? 1 : 2 * cap.upper) / parameter,
    iterations,
    ...(point.proof === undefined ? {} : { proof: point.proof }),
  };
}

type Member = SearchPoint<RiskMinimum>;

interface Binding {
  readonly parameter: number;
  readonly point: RiskMinimum;
  readonly weights: Float64Array;
}

/** A parameter at which risk and return weigh about the same. */
function firstParameter(term: RiskTerm, linear: Float64Array, weights: Float64Array): number {
  const slopes = new Float64Array(linear.length);
  const size = linear.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  term.magnitude(weights, slopes);
  const slope = slopes.reduce((most, value) => Math.max(most, value), 0);
  return slope > 0 && size > 0 ? slope / size : 1;
}

/** A member above the cap: parameters grow, and halve where there is none because the objective has no limit. */
function* above(evaluate: (parameter: number) => Solving<Member>, start: number): Solving<Member | undefined> {
  let parameter = start;
  let unsolved = Infinity;
  for (let k = 0; k < maxGrowth; k += 1) {
    const next = yield* evaluate(parameter);
    if (next.point.status === "optimal") {
      if (next.value > 0) return next;
      parameter = unsolved < Infinity ? (parameter + unsolved) / 2 : parameter * growth;
      if (parameter > flat * start) return undefined;
    } else {
      unsolved = parameter;
      parameter /= growth;
    }
  }
  return undefined;
}

/**
 * For a piecewise linear risk: the parameter at which a portfolio within the cap and one above it are equally good. If no
 * other is better there, what lies between them is optimal too, and there the cap binds.
 */
function* byPieces(
  low: Member,
  evaluate: (parameter: number) => Solving<Member>,
  linear: Float64Array,
  start: number,
): Solving<Binding | undefined> {
  let within = low;
  const first = yield* above(evaluate, start);
  if (first === undefined) return undefined;
  let beyond: Member = first;
  const worth = ({ point }: Member): number => point.weights.reduce((sum, weight, i) => sum + weight * linear[i]!, 0);
  for (let done = 1; done <= 200; done += 1) {
    yield { phase: "risk cap", done };
    const parameter: number = (beyond.value - within.value) / (worth(within) - worth(beyond));
    if (!(parameter > 0) || !Number.isFinite(parameter)) return undefined;
    const next: Member = yield* evaluate(parameter);
    if (next.point.status !== "optimal") return undefined;
    const expected = within.value + parameter * worth(within);
    const size = Math.abs(within.value) + Math.abs(beyond.value) + Math.abs(parameter * worth(within));
    if (next.value + parameter * worth(next) >= expected - 1e-12 * size) {
      const share = -within.value / (beyond.value - within.value);
      const far = beyond.point.weights;
      const weights = within.point.weights.map((weight, i) => weight + share * (far[i]! - weight));
      return { parameter, point: next.point, weights };
    }
    if (next.value > 0) beyond = next;
    else within = next;
  }
  return undefined;
}

function* bySecants(
  low: Member,
  evaluate: (parameter: number) => Solving<Member>,
  start: number,
  limit: number,
): Solving<Binding | undefined> {
  const high = yield* above(evaluate, start);
  if (high === undefined) return undefined;
  const { parameter, point } = yield* searchRoot("risk cap", low, high, evaluate, {
    tolerance: () => 1e-13 * Math.abs(limit),
    straighten: (value) => value * value,
    restore: Math.sqrt,
  });
  return parameter > 0 ? { parameter, point, weights: point.weights } : undefined;
}
