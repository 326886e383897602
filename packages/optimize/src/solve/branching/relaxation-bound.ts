import type { Json } from "../../problem/normalize.ts";
import type { Relaxation } from "../../program/choices/choice-model.ts";
import type { ChoiceRecord } from "../../program/choices/choice-proof.ts";
import { hardProgram, lossGoal, nothingGoal } from "../../program/choices/record-goals.ts";
import type { ConvexGoal, RatioGoal } from "../../program/goal.ts";
import type { Program } from "../../program/program.ts";
import { slopeOf } from "../measures/slope-of.ts";
import { type BentLine, leastAlong } from "./least-along.ts";
import { portfolioValue } from "./portfolio-value.ts";

/** Slope towards no bound that may be rounding, relative; half of what the checker allows. */
const rounding = 5e-12;
/** Multipliers contradict the rows where weights would have to move by more than this; twice what the checker asks for. */
const contradiction = 2e-9;

/**
 * The lower bound by which the search prunes: what the multipliers of a solved relaxation leave to gain. Infinity where they
 * show that there is no portfolio, -Infinity where they show nothing. The checker knows nothing of it, and computes its own
 * from the same record.
 */
export function relaxationBound({ program, goal, constant }: Relaxation, record: ChoiceRecord): number {
  const hard = (): Program => hardProgram(program);
  switch (record.kind) {
    case "bound":
      return numberOr(
        goal.form === "convex" ? leastOf(goal, program, record) + constant : leastRatio(goal, program, record),
      );
    case "no-excess": {
      if (goal.form !== "ratio") return -Infinity;
      const size = goal.numerator.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return leastOf(lossGoal(goal), program, record) + (goal.offset ?? 0) >= -5e-13 * size ? 0 : -Infinity;
    }
    case "empty":
      return leastOf(nothingGoal(program.size), hard(), record) > contradiction ? Infinity : -Infinity;
    case "over-cap": {
      const over = program.caps[record.cap];
      if (over === undefined || over.penalty < Infinity) return -Infinity;
      const least = leastOf({ ...nothingGoal(program.size), risk: over.term, coefficient: 1 }, hard(), record);
      return least > over.upper + contradiction * Math.abs(over.upper) ? Infinity : -Infinity;
    }
  }
}

function numberOr(bound: number): number {
  return Number.isNaN(bound) ? -Infinity : bound;
}

function leastOf(goal: ConvexGoal, program: Program, record: ChoiceRecord): number {
  const { weights, proof } = record;
  const slopes = new Float64Array(program.size);
  const present = goal.risk !== undefined && goal.coefficient !== 0;
  let constant = present ? goal.coefficient * slopeOf(goal.risk, weights, slopes, proof) : 0;
  for (let i = 0; i < program.size; i += 1) {
    slopes[i] = goal.coefficient * slopes[i]!;
    constant -= slopes[i]! * weights[i]!;
    slopes[i] = slopes[i]! + goal.linear[i]!;
  }
  return lagrangian(program, record, constant, slopes, goal.charges, 1);
}

/** Dinkelbach's bound: no risk less theta x net, theta = risk / net here, is below -slack, so no ratio above ratio (1 + slack / risk). */
function leastRatio(goal: RatioGoal, program: Program, record: ChoiceRecord): number {
  const { weights, proof } = record;
  const risk = goal.risk.value(weights);
  const ratio = -portfolioValue({ ...goal, tickets: [] }, program, weights);
  if (!(ratio > 0)) return -Infinity;
  const slopes = new Float64Array(program.size);
  let constant = slopeOf(goal.risk, weights, slopes, proof) + (goal.offset ?? 0) / ratio;
  for (let i = 0; i < program.size; i += 1) {
    constant -= slopes[i]! * weights[i]!;
    slopes[i] = slopes[i]! - goal.numerator[i]! / ratio;
  }
  const slack = -lagrangian(program, record, constant, slopes, goal.charges, 1 / ratio);
  return -ratio * (1 + Math.max(0, slack) / risk);
}

/** The least of constant + slopes'w + factor x charges + multipliers x constraints, weight by weight. */
function lagrangian(
  program: Program,
  { weights, rows, absolutes, caps, proof }: ChoiceRecord,
  start: number,
  slopes: Float64Array,
  charges: ConvexGoal["charges"],
  factor: number,
): number {
  const { size } = program;
  const units = slopes.map(Math.abs);
  const supports = (proof as { readonly caps?: readonly Json[] } | null | undefined)?.caps;
  let total = start;
  const add = (i: number, slope: number): void => {
    slopes[i] = slopes[i]! + slope;
    units[i] = units[i]! + Math.abs(slope);
  };
  program.caps.forEach(({ term, upper, penalty }, k) => {
    const price = Math.min(Math.max(0, -caps[k]!), penalty * factor);
    if (price === 0) return;
    const own = new Float64Array(size);
    total += price * (slopeOf(term, weights, own, supports?.[k] ?? undefined) - upper);
    own.forEach((slope, i) => {
      total -= price * slope * weights[i]!;
      add(i, price * slope);
    });
  });
  program.rows.forEach(({ coefficients, lower, upper, penalty }, k) => {
    const price = Math.min(Math.max(rows[k]!, -penalty * factor), penalty * factor);
    const limit = price > 0 ? lower : upper;
    if (price === 0 || !Number.isFinite(limit)) return;
    total += price * limit;
    coefficients.forEach((coefficient, i) => coefficient !== 0 && add(i, -price * coefficient));
  });
  const lines = linesOf(program, slopes);
  const bend = (row: Pick<ConvexGoal["charges"][number], "above" | "below" | "centres">, price: number): void => {
    if (!(price > 0)) return;
    for (let i = 0; i < size; i += 1) {
      const kink = (price * (row.above[i]! + row.below[i]!)) / 2;
      const slope = (price * (row.above[i]! - row.below[i]!)) / 2;
      total -= slope * row.centres[i]!;
      add(i, slope);
      if (kink > 0) lines[i]!.kinks.push({ at: row.centres[i]!, size: kink });
    }
  };
  program.absolutes.forEach((row, k) => {
    const price = Math.min(Math.max(0, -absolutes[k]!), row.penalty * factor);
    total -= price * row.upper;
    bend(row, price);
  });
  for (const charge of charges) {
    bend(charge, factor);
    for (let i = 0; i < size; i += 1) {
      const [quadratic, threeHalves] = [factor * charge.quadratic[i]!, factor * charge.threeHalves[i]!];
      if (quadratic > 0 || threeHalves > 0) lines[i]!.curves.push({ at: charge.centres[i]!, quadratic, threeHalves });
    }
  }
  let largest = 0;
  for (const unit of units) largest = Math.max(largest, unit);
  lines.forEach((line, i) => {
    line.slope = slopes[i]!;
    total += leastAlong(line, weights[i]!, rounding * Math.max(units[i]!, 1e-6 * largest));
  });
  return total;
}

interface GrowingLine extends BentLine {
  readonly kinks: { at: number; size: number }[];
  readonly curves: { at: number; quadratic: number; threeHalves: number }[];
}

/** Bounds as they are; where there is none, what an exact budget and the bounds of all other weights leave. */
function linesOf({ lower, upper, budget = Number.NaN }: Program, slopes: Float64Array): readonly GrowingLine[] {
  let least = 0;
  let most = 0;
  for (let i = 0; i < slopes.length; i += 1) {
    least += lower[i]!;
    most += upper[i]!;
  }
  return Array.from(slopes, (slope, i) => {
    const highest = budget - (least - lower[i]!);
    const lowest = budget - (most - upper[i]!);
    return {
      slope,
      kinks: [],
      curves: [],
      lower: lower[i] === -Infinity && Number.isFinite(lowest) ? Math.min(upper[i]!, lowest) : lower[i]!,
      upper: upper[i] === Infinity && Number.isFinite(highest) ? Math.max(lower[i]!, highest) : upper[i]!,
    };
  });
}
