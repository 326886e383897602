import { BranchAndBound } from "./branch-and-bound.ts";
import { findSeparableDiagonal } from "./diagonal.ts";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { assertCardinalityProgram } from "./program.ts";
import type { BranchProof } from "../../program/branch-proof.ts";

/** Options of {@link searchCardinality}. */
export interface CardinalityOptions {
  /**
   * Stop where (incumbent - bound) <= relativeGap max(|incumbent + offset|, scale).
   * @defaultValue 1e-6
   */
  readonly relativeGap?: number;
  /**
   * Size of the objective, for a gap near 0.
   * @defaultValue 0
   */
  readonly scale?: number;
  /**
   * What the objective lacks of the value whose gap is asked for.
   * @defaultValue 0
   */
  readonly offset?: number;
  /**
   * Stop after so many nodes.
   * @defaultValue Infinity
   */
  readonly maxNodes?: number;
}

/** Where the search is. */
export interface CardinalityProgress {
  readonly bound: number;
  /** Infinity while there is none. */
  readonly incumbent: number;
  readonly nodes: number;
}

/** What the search found. */
export interface CardinalityResult {
  /** `feasible`: stopped early with an incumbent; `unknown`: stopped without one. */
  readonly status: "optimal" | "feasible" | "infeasible" | "unknown";
  readonly x: Float64Array | undefined;
  readonly objective: number;
  readonly bound: number;
  /** (objective - bound) / max(|objective + offset|, |bound + offset|, scale) */
  readonly gap: number;
  readonly nodes: number;
  readonly proof: BranchProof;
}

/**
 * Branch and bound on which variables are in, over the perspective relaxation. A generator: it yields after a bounded
 * amount of work and looks at no clock; sending `"stop"` into it ends the search with what it has, once the root is done. The proof holds
 * the tree with multipliers at its leaves, from which the bound can be computed again (`replayProof`).
 *
 * @yields the bound, the incumbent's value and the number of nodes.
 * @throws RangeError where shapes disagree or a bound is not finite.
 */
export function* searchCardinality(
  program: CardinalityProgram,
  options: CardinalityOptions = {},
): Generator<CardinalityProgress, CardinalityResult, "stop" | undefined> {
  assertCardinalityProgram(program);
  let stopped = false;
  const finding = findSeparableDiagonal(program.hessian, program.size);
  let found = finding.next();
  while (found.done !== true) {
    if (!stopped) stopped = (yield { bound: -Infinity, incumbent: Infinity, nodes: 0 }) === "stop";
    found = finding.next();
  }
  const search = new BranchAndBound(program, options, found.value);
  while (search.open && (search.nodes < (options.maxNodes ?? Infinity) || !search.between)) {
    // a node takes a hundredth of a millisecond to some milliseconds, a yield next to nothing
    if (!stopped) stopped = (yield search.progress()) === "stop";
    // without the root there is neither bound nor incumbent; a node under way is finished
    if (stopped && search.nodes > 0 && search.between) break;
    search.step();
  }
  return search.result();
}
