import type { RiskMinimum } from "./risk-minimum.ts";
import type { RootProof } from "../risks/root-proof.ts";
import { searchRoot, type SearchPoint } from "./root-search.ts";
import type { Solving } from "./solving.ts";

/** The programs min 1/2 square + parameter x rest, by which the root of the square is minimised beside that rest. */
export interface SquareFamily {
  solve(parameter: number): RiskMinimum | Solving<RiskMinimum>;
  squareOf(weights: Float64Array): number;
  /** The root if no part of the risk offset another: rounding is measured against it. */
  sizeOf(weights: Float64Array): number;
  /** A portfolio without risk with what proves it best; undefined where it isn't. Absent where nothing can tell. */
  risklessBest?(weights: Float64Array): RiskMinimum | undefined;
}

/** Root, relative to its size, that is no more than rounding of the square. */
const rounding = 3e-8;

type Member = SearchPoint<RiskMinimum>;

/**
 * Minimises coefficient x root of the square + rest: the member of the family at which coefficient x parameter equals the
 * root. Where a portfolio without risk is best there is none, and the slope of a member close to it proves it best.
 */
export function* minimizeRoot(family: SquareFamily, coefficient: number): Solving<RiskMinimum> {
  let iterations = 0;
  const evaluate = function* (parameter: number): Solving<Member> {
    const made = family.solve(parameter);
    const point = "status" in made ? made : yield* made;
    iterations += point.iterations;
    return { parameter, value: (coefficient * parameter) ** 2 - family.squareOf(point.weights), point };
  };
  let low = yield* evaluate(0);
  if (low.point.status !== "optimal") return low.point;
  let high: Member | undefined;
  const size = family.sizeOf(low.point.weights);
  if (Math.sqrt(family.squareOf(low.point.weights)) <= rounding * size) {
    const best = family.risklessBest?.(low.point.weights);
    if (best !== undefined) return { ...best, iterations: iterations + best.iterations };
    const equal = family.sizeOf(low.point.weights.map((_, __, { length }) => 1 / length));
    const near = yield* besideRiskless(evaluate, coefficient, (farther * Math.max(size, equal)) / coefficient || 1);
    if ("weights" in near) {
      // without risk are many portfolios: the limit is the best of them
      const exact = near.status === "optimal" ? family.risklessBest?.(near.weights) : undefined;
      return { ...(exact ?? near), iterations: iterations + (exact?.iterations ?? 0) };
    }
    ({ low, high } = near);
  }
  high ??= yield* firstAbove(evaluate, low.parameter * growth || Math.sqrt(-low.value) / coefficient || 1);
  if (high.point.status !== "optimal") return { ...high.point, iterations };
  if (high.value < 0) return { ...high.point, status: "unbounded", iterations };
  const { parameter, point } = yield* searchRoot("risk aversion", low, high, evaluate, {
    tolerance: ({ parameter: at }) => 1e-14 * (coefficient * at) ** 2,
    straighten: (value) => value * value,
    restore: Math.sqrt,
  });
  return { ...point, rowDuals: point.rowDuals.map((dual) => dual / parameter), iterations };
}

const growth = 4;

/** The first member of a growing sequence of parameters whose value is not below 0, or that isn't solved. */
function* firstAbove(evaluate: (parameter: number) => Solving<Member>, start: number): Solving<Member> {
  let next = yield* evaluate(start);
  for (let k = 0; k < 40 && next.value < 0 && next.point.status === "optimal"; k += 1)
    next = yield* evaluate(next.parameter * growth);
  return next;
}

/** Change of weights of the member that is looked at beside one without risk, and of a second one, in the first's. */
const farther = 1e-3;
const nearer = 0.03;
const mostShrinks = 8;
/** Difference of weights that is no more than rounding. */
const sameWeight = 1e-9;

/**
 * Beside a member without risk: that member's limit, where small parameters gain less than they risk, and otherwise
 * members on both sides of the best one.
 */
function* besideRiskless(
  evaluate: (parameter: number) => Solving<Member>,
  coefficient: number,
  start: number,
): Solving<RiskMinimum | { readonly low: Member; readonly high: Member | undefined }> {
  let far = yield* evaluate(start);
  let middle = far;
  for (let k = 0; k < mostShrinks; k += 1) {
    if (far.point.status !== "optimal") return far.point;
    if (far.value < 0) return { low: far, high: undefined };
    middle = yield* evaluate(far.parameter / 2);
    const move = 2 * distance(far.point.weights, middle.point.weights);
    if (move <= 2 * farther) break;
    far = yield* evaluate((far.parameter * farther) / move);
  }
  const near = yield* evaluate(nearer * far.parameter);
  if (near.point.status !== "optimal") return near.point;
  if (near.value < 0) return { low: near, high: far };
  const limit = limitOf(near, far);
  const halfway = limit.map((weight, i) => (weight + far.point.weights[i]!) / 2);
  if (distance(halfway, middle.point.weights) <= sameWeight) return atLimit(far, limit, coefficient);
  const half = yield* evaluate(near.parameter / 2);
  return atLimit(near, limitOf(half, near), coefficient);
}

function distance(from: Float64Array, to: Float64Array): number {
  return from.reduce((most, weight, i) => Math.max(most, Math.abs(weight - to[i]!)), 0);
}

/** Weights at parameter 0, where they move in proportion to the parameter. */
function limitOf(near: Member, far: Member): Float64Array {
  const share = near.parameter / (far.parameter - near.parameter);
  return near.point.weights.map((weight, i) => weight + share * (weight - far.point.weights[i]!));
}

function atLimit({ parameter, point, value }: Member, weights: Float64Array, coefficient: number): RiskMinimum {
  const share = Math.sqrt(Math.max(0, 1 - value / (coefficient * parameter) ** 2));
  const proof: RootProof = { at: Array.from(point.weights), share };
  return { ...point, weights, rowDuals: point.rowDuals.map((dual) => dual / parameter), proof: { ...proof } };
}
