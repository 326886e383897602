import type { Json } from "../problem/normalize.ts";
import type { CompiledProblem } from "../program/compile.ts";
import type { BudgetGoal, ConvexGoal, RatioGoal } from "../program/goal.ts";
import { type Charge, chargesValue } from "../program/charge.ts";
import { isDiscrete, penaltyValue, type Program } from "../program/program.ts";
import type { Certificate, Multipliers } from "./certificate.ts";
import { lagrangianBound } from "./lagrangian.ts";
import { primalResidual } from "./primal-residual.ts";
import { replayedBound } from "./replay.ts";

/** What is to be checked. */
export interface Claim {
  readonly weights: Float64Array;
  readonly multipliers: Multipliers;
  readonly proof?: Json | undefined;
  /** Bound that an integer search reports, in the user's sense. */
  readonly reportedBound?: number | undefined;
}

/** A certificate with what else the check found out. */
export interface Checked {
  readonly certificate: Certificate;
  /** The objective in the user's sense. */
  readonly objective: number;
  /** Shadow price of each bound in the minimised sense, 0 where it isn't active. */
  readonly boundDuals: Float64Array;
}

/** Tolerance of convex certificates, and of the relative gap of integer ones. */
export interface CheckTolerance {
  readonly tolerance: number;
  readonly relativeGap: number;
}

/** Terms that cancel leave rounding behind: residuals and gaps are measured against at least this share of their size. */
const cancellation = 1e-6;

interface Bounded {
  readonly objective: number;
  /** Size of the objective's terms before they cancel. */
  readonly size: number;
  readonly bound: number;
  readonly dualResidual: number;
  readonly reduced: Float64Array;
}

/**
 * Checks a portfolio against a problem from weights and multipliers alone. The bound comes from a linear minorant of the
 * objective and the Lagrangian of the constraints, minimised weight by weight; no solver's code takes part.
 */
export function check(compiled: CompiledProblem, claim: Claim, { tolerance, relativeGap }: CheckTolerance): Checked {
  const { program } = compiled;
  const { goal } = compiled.lowered;
  const residual = primalResidual(compiled, claim.weights);
  const bounded = boundOf(compiled, claim);
  const scale = Math.abs(
    objectiveOf(compiled, new Float64Array(program.size).fill((program.budget ?? 1) / program.size)),
  );
  const discrete = isDiscrete(program);
  const reported = claim.reportedBound;
  const replayed = discrete && goal.form === "convex" ? replayedBound(goal, program, claim.proof) : undefined;
  const verified = replayed === undefined ? undefined : goal.sense === "maximize" ? -replayed : replayed;
  // without a search's word the continuous relaxation still gives a bound, if a weak one
  const bound = (discrete ? (verified ?? reported) : undefined) ?? bounded.bound;
  return {
    objective: bounded.objective,
    certificate: {
      primalResidual: residual,
      dualResidual: discrete ? null : bounded.dualResidual,
      gap: relativeDistance(bounded.objective, bound, Math.max(scale, cancellation * bounded.size)),
      bound,
      boundIs: discrete && verified === undefined && reported !== undefined ? "reported" : "verified",
      tolerance: discrete ? relativeGap : tolerance,
    },
    boundDuals: activeBounds(program, claim.weights, bounded.reduced),
  };
}

function boundOf(compiled: CompiledProblem, claim: Claim): Bounded {
  const { goal } = compiled.lowered;
  if (goal.form === "convex") return boundConvex(goal, compiled.program, claim);
  return goal.form === "ratio" ? boundRatio(goal, compiled.program, claim) : boundBudget(goal, compiled.program, claim);
}

function boundConvex(goal: ConvexGoal, program: Program, { weights, multipliers, proof }: Claim): Bounded {
  const gradient = new Float64Array(program.size);
  const units = new Float64Array(program.size);
  const present = goal.risk !== undefined && goal.coefficient !== 0;
  const support = present ? goal.risk.minorant(weights, gradient, proof) : 0;
  const shortfall = present ? goal.coefficient * (goal.risk.value(weights) - support) : 0;
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
  const paid = chargesValue(charges, weights) + penaltyValue(program, weights);
  size += Math.abs(paid);
  addChargeUnits(charges, weights, units);
  const found = lagrangianBound(program, weights, value - product, gradient, multipliers, common(units), {
    proof,
    charges,
  });
  const sign = goal.sense === "maximize" ? -1 : 1;
  return {
    objective: sign * (value + shortfall + paid) + 0,
    size,
    bound: sign * found.bound + 0,
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
function boundRatio(goal: RatioGoal, program: Program, { weights, multipliers, proof }: Claim): Bounded {
  const { size } = program;
  const gradient = new Float64Array(size);
  const units = new Float64Array(size);
  const support = goal.risk.minorant(weights, gradient, proof);
  const risk = goal.risk.value(weights);
  goal.risk.magnitude(weights, units);
  let numerator = 0;
  let product = 0;
  for (let i = 0; i < size; i += 1) {
    numerator += goal.numerator[i]! * weights[i]!;
    product += gradient[i]! * weights[i]!;
  }
  const { charges } = goal;
  const net = numerator - chargesValue(charges, weights) - penaltyValue(program, weights);
  const objective = net / risk;
  const theta = risk / net;
  for (let i = 0; i < size; i += 1) gradient[i] = gradient[i]! - theta * goal.numerator[i]!;
  // 0 but for rounding where the measure is homogeneous
  const constant = support - product;
  const found = lagrangianBound(program, weights, constant, gradient, multipliers, common(units), {
    proof,
    charges,
    chargeFactor: theta,
  });
  const bound = net > 0 ? objective * (1 + Math.max(0, -found.bound) / risk) : Infinity;
  return { objective, size: 0, bound, dualResidual: found.dualResidual, reduced: found.reduced };
}

/** risk - l sum b_i ln w_i over the constraints; the budget row has no multiplier: l is what meets it. */
function boundBudget(goal: BudgetGoal, program: Program, { weights, multipliers, proof }: Claim): Bounded {
  const { size } = program;
  const gradient = new Float64Array(size);
  const units = new Float64Array(size);
  const risk = goal.risk.minorant(weights, gradient);
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
  const found = lagrangianBound(program, weights, risk - product, gradient, multipliers, common(units), {
    logs,
    proof,
  });
  return {
    size: 0,
    objective: risk - multiplier * logarithms,
    bound: found.bound,
    dualResidual: found.dualResidual,
    reduced: found.reduced,
  };
}

/** Sizes of the slopes of charges, before they cancel. */
function addChargeUnits(charges: readonly Charge[], weights: Float64Array, units: Float64Array): void {
  for (const { above, below, centres, quadratic, threeHalves } of charges) {
    for (let i = 0; i < weights.length; i += 1) {
      const size = Math.abs(weights[i]! - centres[i]!);
      const kink = Math.max(Math.abs(above[i]!), Math.abs(below[i]!));
      units[i] = units[i]! + kink + 2 * quadratic[i]! * size + 1.5 * threeHalves[i]! * Math.sqrt(size);
    }
  }
}

/** The objective in the user's sense at any weights. */
export function objectiveOf({ lowered: { goal }, program }: CompiledProblem, weights: Float64Array): number {
  if (goal.form === "risk-budget") return goal.risk.value(weights);
  const paid = chargesValue(goal.charges, weights) + penaltyValue(program, weights);
  if (goal.form === "ratio") {
    return (goal.numerator.reduce((sum, value, i) => sum + value * weights[i]!, 0) - paid) / goal.risk.value(weights);
  }
  const linear = goal.linear.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  const value =
    linear +
    paid +
    (goal.risk === undefined || goal.coefficient === 0 ? 0 : goal.coefficient * goal.risk.value(weights));
  return goal.sense === "maximize" ? -value : value;
}

/** Definition 34. */
function relativeDistance(objective: number, bound: number, scale: number): number {
  if (objective === bound) return 0;
  const size = Math.max(Math.abs(objective), Math.abs(bound), scale);
  return Number.isFinite(bound) && Number.isFinite(objective) ? Math.abs(objective - bound) / size : Infinity;
}

function activeBounds(program: Program, weights: Float64Array, reduced: Float64Array): Float64Array {
  let unit = 0;
  for (let i = 0; i < reduced.length; i += 1) unit = Math.max(unit, Math.abs(reduced[i]!));
  return reduced.map((price, i) => {
    if (Math.abs(price) <= 1e-12 * unit) return 0;
    const limit = price > 0 ? program.lower[i]! : program.upper[i]!;
    return Math.abs(weights[i]! - limit) <= 1e-9 * Math.max(1, Math.abs(limit)) ? price : 0;
  });
}
