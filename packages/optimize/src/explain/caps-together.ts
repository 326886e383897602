import type { ConvexGoal } from "../program/goal.ts";
import { type Cap, isDiscrete, type Program } from "../program/program.ts";
import { minimizeConic } from "../solve/conic/minimize-conic.ts";
import { solveDiscrete } from "../solve/discrete.ts";
import { isSolved } from "../solve/outcome.ts";
import type { Solving } from "../solve/solving.ts";

/** Relative gap of the search for the least excess under rules about holdings. */
const relativeGap = 1e-6;

/** The least sum by which caps on risk have to be exceeded together, each in its own size. */
export interface LeastExcess {
  /** Sum of the excesses, each relative to its cap. */
  readonly sum: number;
  /** The risks at the portfolio that exceeds the caps least. */
  readonly values: readonly number[];
  /** What each excess is counted in: the size of its cap. */
  readonly sizes: readonly number[];
}

/**
 * Finds how far caps on risk have to give way together, under the rest of a program: each may be broken at a price of 1
 * for its own size. Undefined where that can't be found.
 */
export function* leastExcess(program: Program): Solving<LeastExcess | undefined> {
  const sizes = program.caps.map((cap) => sizeOf(cap, program));
  const soft: Program = {
    ...program,
    caps: program.caps.map((cap, k) => ({ ...cap, penalty: 1 / sizes[k]! })),
  };
  const nothing: ConvexGoal = {
    form: "convex",
    sense: "minimize",
    risk: undefined,
    coefficient: 0,
    linear: new Float64Array(program.size),
    charges: [],
  };
  const outcome = yield* isDiscrete(program, nothing)
    ? solveDiscrete(nothing, soft, relativeGap)
    : minimizeConic(nothing, soft);
  if (!isSolved(outcome) || outcome.status !== "optimal") return undefined;
  const values = program.caps.map(({ term }) => term.value(outcome.weights));
  const sum = program.caps.reduce((total, { upper }, k) => total + Math.max(0, values[k]! - upper) / sizes[k]!, 0);
  return { sum, values, sizes };
}

/** Size of a cap; of one of 0, that of the risk of equal weights. */
function sizeOf({ term, upper }: Cap, { size }: Program): number {
  if (upper !== 0) return Math.abs(upper);
  return term.magnitude(new Float64Array(size).fill(1 / size), new Float64Array(size)) || 1;
}
