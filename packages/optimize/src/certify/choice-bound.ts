import { hardProgram, lossGoal, nothingGoal } from "../program/choices/record-goals.ts";
import type { ConvexGoal, RatioGoal } from "../program/goal.ts";
import type { Program } from "../program/program.ts";
import type { Relaxation } from "../program/choices/choice-model.ts";
import type { ChoiceRecord } from "../program/choices/choice-proof.ts";
import { checkedValue } from "./measures/checked-risk.ts";
import { boundGoal } from "./goal-bound.ts";

/** Multipliers contradict the rows where they would force weights to move by more than this. */
const contradiction = 1e-9;
/** Slope towards an infinite bound that may be rounding. */
const rounding = 1e-11;

/**
 * The lower bound that a record proves on the minimised value of every portfolio in a relaxation (the negative ratio for
 * ratios): Infinity where it proves that there is none, -Infinity where it proves nothing. `risk`: of the portfolios that
 * a ratio's bound is for (see `boundGoal`).
 */
export function recordBound(relaxation: Relaxation, record: ChoiceRecord, risk?: number): number {
  const bound = boundOf(relaxation, record, risk);
  return Number.isNaN(bound) ? -Infinity : bound;
}

function boundOf({ program, goal, constant }: Relaxation, record: ChoiceRecord, risk: number | undefined): number {
  const { kind, cap } = record;
  if (kind === "bound")
    return goal.form === "convex"
      ? convexBound(goal, program, record) + constant
      : ratioBound(goal, program, record, risk);
  if (kind === "no-excess") {
    if (goal.form !== "ratio") return -Infinity;
    const size = goal.numerator.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return convexBound(lossGoal(goal), program, record) + (goal.offset ?? 0) >= -1e-12 * size ? 0 : -Infinity;
  }
  const hard = hardProgram(program);
  if (kind === "empty")
    return convexBound(nothingGoal(program.size), hard, record) > contradiction ? Infinity : -Infinity;
  const over = program.caps[cap];
  if (over === undefined || over.penalty < Infinity) return -Infinity;
  const least = convexBound({ ...nothingGoal(program.size), risk: over.term, coefficient: 1 }, hard, record);
  return least > over.upper + contradiction * Math.abs(over.upper) ? Infinity : -Infinity;
}

function convexBound(goal: ConvexGoal, program: Program, record: ChoiceRecord): number {
  const found = boundGoal({ ...goal, sense: "minimize" }, program, pointOf(record));
  return found.excess > rounding ? -Infinity : found.bound;
}

function ratioBound(goal: RatioGoal, program: Program, record: ChoiceRecord, risk: number | undefined): number {
  const found = boundGoal(goal, program, pointOf(record));
  if (found.excess > rounding || !Number.isFinite(found.bound)) return -Infinity;
  // the slack was measured against the record's own risk
  const share =
    risk === undefined || found.bound <= found.objective ? 1 : checkedValue(goal.risk, record.weights) / risk;
  return -(found.objective + (found.bound - found.objective) * share);
}

function pointOf({ weights, rows, absolutes, caps, proof }: ChoiceRecord): Parameters<typeof boundGoal>[2] {
  return { weights, multipliers: { rows, absolutes, caps }, proof };
}
