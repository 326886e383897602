import type { Charge } from "../charge.ts";
import type { AbsoluteRow, Row } from "../program.ts";

/** What the states of choices say about the weights, as it is collected. */
export interface Refinement {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rows: Row[];
  readonly absolutes: AbsoluteRow[];
  /** Convex parts of costs that are not decided. */
  readonly charges: Charge[];
  /** Costs that are. */
  constant: number;
}

/** A choice to decide next, and which of its states to go on with. */
export interface Branching {
  readonly choice: number;
  readonly states: number;
}

/**
 * Choices of one sort with the rules that connect them. Positions are the family's own; `states` is its part of a search's
 * states. Both the search and the checker read these rules.
 */
export interface RuleFamily {
  /** All states that each choice can have. */
  readonly start: Uint8Array;
  /** Takes out states that the rules exclude; false where a choice or a rule is left with none. */
  propagate(states: Uint8Array): boolean;
  /** Adds what the states say: bounds, and rows or charges that hold for every completion. */
  refine(states: Uint8Array, cuts: readonly Cut[], into: Refinement): void;
  /** The undecided choice that weights break a rule by most, and the states that are nearest to the weights. */
  broken(states: Uint8Array, weights: Float64Array, importance: Float64Array): Branching | undefined;
  /** States nearest to the weights for every undecided choice, those first that matter most. */
  nearest(states: Uint8Array, weights: Float64Array, importance: Float64Array): readonly Branching[];
  /** A row that every completion satisfies and the weights break. */
  cut?(states: Uint8Array, weights: Float64Array): Cut | undefined;
}

/** Which of its rows a family shall add: `rule` is its position, `members` what the row is about. */
export interface Cut {
  readonly rule: number;
  readonly members: Int32Array;
}

/** A row that no limit of the user stands behind. */
export function impliedRow(label: string, coefficients: Float64Array, lower: number, upper: number): Row {
  return { label, coefficients, lower, upper, lowerLimit: -1, upperLimit: -1, limitScale: 1, penalty: Infinity };
}
