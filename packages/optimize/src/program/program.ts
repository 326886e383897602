import type { RiskTerm } from "../risks/risk-kind.ts";
import { type Goal, isCharged } from "./goal.ts";

/** One number that the user wrote as a limit, or that a default implies: what duals and relaxations speak about. */
export interface Limit {
  /** Name of the constraint it belongs to. */
  readonly constraint: string;
  /** Key of its shadow price in `duals`. */
  readonly label: string;
  readonly side: "lower" | "upper" | "equal";
  /** The user's number. */
  readonly value: number;
}

/** A bound on a weight that a tighter one hides: it counts where that one gives way. */
export interface HiddenBound {
  readonly asset: number;
  readonly side: "lower" | "upper";
  readonly value: number;
  /** As in {@link Program.lowerLimit} and {@link Program.lowerScale}. */
  readonly limit: number;
  readonly scale: number;
}

/** A linear row, lower <= coefficients'w <= upper. */
export interface Row {
  /** Key of its shadow price. */
  readonly label: string;
  /** One for each asset. */
  readonly coefficients: Float64Array;
  readonly lower: number;
  readonly upper: number;
  /** Position in {@link Program.limits} of each limit, -1 for none. */
  readonly lowerLimit: number;
  readonly upperLimit: number;
  /** d(row limit)/d(user's limit); 1 unless the row is a rescaled form of what the user wrote. */
  readonly limitScale: number;
  /** What the objective pays for a unit of violation, in the row's unit; Infinity where the limit must hold. */
  readonly penalty: number;
}

/** sum above_i max(w_i - c_i, 0) + below_i max(c_i - w_i, 0) <= upper, as in turnover, gross and long exposure. */
export interface AbsoluteRow {
  readonly label: string;
  /** Both at least 0. */
  readonly above: Float64Array;
  readonly below: Float64Array;
  readonly centres: Float64Array;
  readonly upper: number;
  readonly limit: number;
  /** As in {@link Row.penalty}. */
  readonly penalty: number;
}

/** A convex risk that may not exceed a limit. */
export interface Cap {
  readonly label: string;
  readonly term: RiskTerm;
  readonly upper: number;
  readonly limit: number;
  /** d(upper)/d(user's limit); 1 unless the cap stands for a limit in another unit. */
  readonly limitScale: number;
  /** The user's number for which `upper` would be this; undefined where they are the same. */
  readonly limitOf?: ((upper: number) => number) | undefined;
  /** As in {@link Row.penalty}. */
  readonly penalty: number;
}

/** How many of some assets may be held. */
export interface HoldingCount {
  readonly constraint: string;
  readonly assets: Int32Array;
  readonly min: number;
  readonly max: number;
  readonly minLimit: number;
  readonly maxLimit: number;
}

/** w_i = 0 or |w_i| >= floor. */
export interface HoldingFloor {
  readonly constraint: string;
  readonly asset: number;
  readonly floor: number;
  readonly limit: number;
}

/** Where one asset is held, w != 0, another has to be held too. */
export interface HoldingImplication {
  readonly constraint: string;
  readonly held: number;
  readonly asked: number;
  readonly limit: number;
}

/** Issuers whose sum of weights is above `small`: together at most `most`, each at most its own bound. */
export interface LargeIssuers {
  readonly constraint: string;
  /** Assets of each issuer. */
  readonly issuers: readonly Int32Array[];
  /** A sum of exactly this is not above it. */
  readonly small: number;
  /** The most that one issuer's weights may sum to: rows or bounds hold it too. */
  readonly largest: number;
  readonly most: number;
  readonly limit: number;
}

/** The feasible set of a problem in canonical form: what the constraints lower to, and what the solvers read. */
export interface Program {
  readonly size: number;
  readonly assets: readonly string[];
  /** Bounds on the weights, -Infinity and Infinity for none. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Position in {@link Program.limits} of the limit behind each bound, -1 for none. */
  readonly lowerLimit: Int32Array;
  readonly upperLimit: Int32Array;
  /** d(bound)/d(user's limit): 1 unless the bound is counted from weights held now, or in another unit. */
  readonly lowerScale: Float64Array;
  readonly upperScale: Float64Array;
  /** Only explanations read them. */
  readonly hiddenBounds: readonly HiddenBound[];
  readonly rows: readonly Row[];
  readonly absolutes: readonly AbsoluteRow[];
  readonly caps: readonly Cap[];
  readonly counts: readonly HoldingCount[];
  readonly floors: readonly HoldingFloor[];
  readonly implications: readonly HoldingImplication[];
  readonly largeIssuers: readonly LargeIssuers[];
  readonly limits: readonly Limit[];
  /** Exact sum of weights, where a constraint fixes it. */
  readonly budget: number | undefined;
}

/** What a row is divided by so that its largest coefficient is 1; a row of nothing but rounding is judged by its limits. */
export function rowScale(coefficients: Float64Array, lower: number, upper: number): number {
  let largest = 0;
  for (let i = 0; i < coefficients.length; i += 1) largest = Math.max(largest, Math.abs(coefficients[i]!));
  const limit = Math.max(Number.isFinite(lower) ? Math.abs(lower) : 0, Number.isFinite(upper) ? Math.abs(upper) : 0);
  return Math.max(largest, 1e-12 * limit) || 1;
}

/** Value of a row of absolute values. */
export function absoluteValue(
  { above, below, centres }: Pick<AbsoluteRow, "above" | "below" | "centres">,
  weights: Float64Array,
): number {
  let value = 0;
  for (let i = 0; i < weights.length; i += 1) {
    const distance = weights[i]! - centres[i]!;
    value += distance > 0 ? above[i]! * distance : -below[i]! * distance;
  }
  return value;
}

/** What the objective pays for limits that may be broken. */
export function penaltyValue({ rows, absolutes, caps }: Program, weights: Float64Array): number {
  let paid = 0;
  for (const { penalty, coefficients, lower, upper } of rows) {
    if (penalty === Infinity) continue;
    const value = coefficients.reduce((sum, coefficient, i) => sum + coefficient * weights[i]!, 0);
    paid += penalty * Math.max(0, lower - value, value - upper);
  }
  for (const row of absolutes)
    if (row.penalty < Infinity) paid += row.penalty * Math.max(0, absoluteValue(row, weights) - row.upper);
  for (const { penalty, term, upper } of caps)
    if (penalty < Infinity) paid += penalty * Math.max(0, term.value(weights) - upper);
  return paid;
}

/** Whether a rule or a cost asks which assets are held or traded, or which issuers are large: no convex set says that. */
export function isDiscrete({ counts, floors, implications, largeIssuers }: Program, goal: Goal): boolean {
  const tickets = isCharged(goal) ? (goal.tickets ?? []) : [];
  return [counts, floors, implications, largeIssuers, tickets].some((rules) => rules.length > 0);
}

/** Position of the row that fixes the sum of weights, -1 where none does. */
export function budgetRowOf(program: Program): number {
  return program.rows.findIndex(
    (row) => row.lower === row.upper && row.penalty === Infinity && row.coefficients.every((value) => value === 1),
  );
}

/** The program without the limits that may be broken at a price: they can't conflict with anything. */
export function withoutSoftLimits(program: Program): Program {
  const hard = ({ penalty }: { readonly penalty: number }): boolean => penalty === Infinity;
  const { rows, absolutes, caps } = program;
  if ([...rows, ...absolutes, ...caps].every(hard)) return program;
  return { ...program, rows: rows.filter(hard), absolutes: absolutes.filter(hard), caps: caps.filter(hard) };
}
