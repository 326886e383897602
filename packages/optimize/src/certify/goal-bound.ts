import type { BudgetGoal, ConvexGoal, RatioGoal } from "../program/goal.ts";
import { type Charge, chargesValue } from "../program/charge.ts";
import { penaltyValue, type Program } from "../program/program.ts";
import { ticketsValue } from "../program/ticket.ts";
import type { Json } from "../problem/normalize.ts";
import type { Multipliers } from "./certificate.ts";
import { checkedSupport, checkedValue } from "./measures/checked-risk.ts";
import { lagrangianBound } from "./lagrangian.ts";

/** Terms that cancel leave rounding behind: residuals and gaps are measured against at least this share of their size. */
export const cancellation = 1e-6;

/** A portfolio with what is claimed to prove that it is good. */
export interface ProvenPoint {
  readonly weights: Float64Array;
  readonly multipliers: Multipliers;
  readonly proof?: Json | undefined;
}

/** What a point proves about a goal over a program. */
export interface Bounded {
  /** In the user's sense. */
  readonly objective: number;
  /** Size of the objective's terms before they cancel. */
  readonly size: number;
  /** In the user's sense. */
  readonly bound: number;
  /** Slope left towards infinite bounds, relative; above rounding the bound doesn't hold. */
  readonly excess: number;
  readonly dualResidual: number;
  readonly reduced: Float64Array;
}

/**
 * The bound that a portfolio and multipliers prove on a goal, integer rules and fixed costs left out: a linear minorant
 * of the goal at the portfolio and the Lagrangian of the program, minimised weight by weight.
 */
export function boundGoal(goal: ConvexGoal | RatioGoal | BudgetGoal, program: Program, point: ProvenPoint): Bounded {
  if (goal.form === "convex") return boundConvex(goal, program, point);
  return goal.form === "ratio" ? boundRatio(goal, program, point) : boundBudget(goal, program, point);
}

function boundConvex(goal: ConvexGoal, program: Program, { weights, multipliers, proof }: ProvenPoint): Bounded {
  const gradient = new Float64Array(program.size);
  const units = new Float64Array(program.size);
  const present = goal.risk !== undefined && goal.coefficient !== 0;
  const support = present ? checkedSupport(goal.risk, weights, gradient, proof) : 0;
  const shortfall = present ? goal.coefficient * (checkedValue(goal.risk, weights) - support) : 0;
  let size = present ? goal.coefficient * goal.risk.magnitude(weights, units) : 0;
  let value = goal.coefficient * support;
  let product = 0;
  for (let i = 0; i < program.size; i += 1) {
    const linear = goal.linear[i]!;
    units[i] = goal.coefficient * units[i]! + Math.abs(linear);
    gradient[i] = goal.coefficient * gradient[i]! + linear;
    value += linear * weights[i]!;
    product += gradient[i]! * weights[i]!;
    size += Math.abs(linear * weights[i]!);
  }
  const { charges } = goal;
  const paid = chargesValue(charges, weights) + penaltyValue(program, weights) + ticketsValue(goal.tickets, weights);
  size += Math.abs(paid);
  addChargeUnits(charges, weights, units, 1);
  const found = lagrangianBound(program, weights, value - product, gradient, multipliers, common(units), {
    proof,
    charges,
  });
  const sign = goal.sense === "maximize" ? -1 : 1;
  return {
    objective: sign * (value + shortfall + paid) + 0,
    size,
    bound: sign * found.bound + 0,
    excess: found.excess,
    dualResidual: found.dualResidual,
    reduced: found.reduced,
  };
}

/** Units of slopes, none smaller than a share of the largest: an asset without terms is measured by the others'. */
function common(units: Float64Array): Float64Array {
  const largest = units.reduce((most, unit) => Math.max(most, unit), 0);
  return units.map((unit) => Math.max(unit, cancellation * largest) || 1);
}

/**
 * Dinkelbach's bound: with theta = 1 / ratio, risk(v) - theta net(v) >= -slack on the feasible set, where net is the
 * numerator less charges and penalties, so no ratio exceeds ratio (1 + slack / risk(v)). The bound stated is that for
 * portfolios of at least this risk; it is exact at slack 0.
 */
function boundRatio(goal: RatioGoal, program: Program, { weights, multipliers, proof }: ProvenPoint): Bounded {
  const { size } = program;
  const gradient = new Float64Array(size);
  const units = new Float64Array(size);
  const support = checkedSupport(goal.risk, weights, gradient, proof);
  const risk = checkedValue(goal.risk, weights);
  goal.risk.magnitude(weights, units);
  let numerator = 0;
  let product = 0;
  for (let i = 0; i < size; i += 1) {
    numerator += goal.numerator[i]! * weights[i]!;
    product += gradient[i]! * weights[i]!;
  }
  const { charges } = goal;
  const paid = chargesValue(charges, weights) + penaltyValue(program, weights) + ticketsValue(goal.tickets, weights);
  const offset = goal.offset ?? 0;
  const net = numerator - offset - paid;
  const objective = net / risk;
  const theta = risk / net;
  for (let i = 0; i < size; i += 1) gradient[i] = gradient[i]! - theta * goal.numerator[i]!;
  addChargeUnits(charges, weights, units, Math.abs(theta));
  // 0 but for rounding where the measure is homogeneous
  const constant = support - product + theta * offset;
  const found = lagrangianBound(program, weights, constant, gradient, multipliers, common(units), {
    proof,
    charges,
    chargeFactor: theta,
  });
  const bound = net > 0 ? objective * (1 + Math.max(0, -found.bound) / risk) : Infinity;
  return { objective, size: 0, bound, excess: found.excess, dualResidual: found.dualResidual, reduced: found.reduced };
}

/** risk - l sum b_i ln w_i over the constraints; the budget row has no multiplier: l is what meets it. */
function boundBudget(goal: BudgetGoal, program: Program, { weights, multipliers, proof }: ProvenPoint): Bounded {
  const { size } = program;
  const gradient = new Float64Array(size);
  const units = new Float64Array(size);
  const support = checkedSupport(goal.risk, weights, gradient, proof);
  const risk = checkedValue(goal.risk, weights);
  goal.risk.magnitude(weights, units);
  const given = (proof as { readonly multiplier?: number } | undefined)?.multiplier;
  const multiplier = typeof given === "number" && given >= 0 ? given : risk;
  let logarithms = 0;
  let product = 0;
  for (let i = 0; i < size; i += 1) {
    logarithms += goal.budgets[i]! * Math.log(weights[i]!);
    product += gradient[i]! * weights[i]!;
  }
  const logs = goal.budgets.map((value) => multiplier * value);
  const found = lagrangianBound(program, weights, support - product, gradient, multipliers, common(units), {
    logs,
    proof,
  });
  return {
    size: 0,
    objective: risk - multiplier * logarithms + penaltyValue(program, weights),
    bound: found.bound,
    excess: found.excess,
    dualResidual: found.dualResidual,
    reduced: found.reduced,
  };
}

/** Sizes of the slopes of charges, before they cancel. */
function addChargeUnits(charges: readonly Charge[], weights: Float64Array, units: Float64Array, factor: number): void {
  for (const { above, below, centres, quadratic, threeHalves } of charges) {
    for (let i = 0; i < weights.length; i += 1) {
      const size = Math.abs(weights[i]! - centres[i]!);
      const kink = Math.max(Math.abs(above[i]!), Math.abs(below[i]!));
      const slope = kink + 2 * quadratic[i]! * size + 1.5 * threeHalves[i]! * Math.sqrt(size);
      units[i] = units[i]! + factor * slope;
    }
  }
}
