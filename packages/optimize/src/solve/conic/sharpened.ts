import type { ConvexGoal } from "../../program/goal.ts";
import type { Cap, Program } from "../../program/program.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import type { Outcome, Solved } from "../outcome.ts";
import type { Solving } from "../solving.ts";
import { ConicProgramModel } from "./conic-model.ts";
import { conicRiskOf } from "./conic-risk-of.ts";

const rounds = 6;
/** How far caps may be missed, relatively. */
const tolerance = 1e-10;
const acceptable = 2e-9;

/** A norm whose square, times a weight, stands in the objective in its place. */
export interface Bent {
  /** Position of the cap, -1 for the objective's own risk. */
  readonly cap: number;
  readonly term: RiskTerm;
  readonly root: boolean;
  /** What a unit of the risk is worth. */
  readonly price: number;
  /** The risk at which the parabola has the slope of the root. */
  readonly at: number;
}

/** Where parabolas are drawn: in place of norms, and of logarithms at these weights. */
export interface Parabolas {
  readonly bent: readonly Bent[];
  readonly weights: Float64Array;
}

/** Weight of the square: c |y| has the slope of c |y|^2 / 2|y*| at y*. */
export function squareWeight({ root, price, at }: Bent): number {
  return root ? price / (2 * at) : price;
}

/**
 * An interior point leaves weights under a norm with the square root of its gap. With the multipliers known, the norms'
 * squares can stand in the objective in their place, c |y| as c |y|^2 / 2|y*| and a cap as its multiplier times the risk:
 * the program then is a quadratic one, whose weights are exact to rounding. Multipliers are corrected by secants until the
 * caps bind, and logarithms follow as in Newton's method. Returns what it was given where that doesn't settle.
 */
export function* sharpened(
  goal: ConvexGoal,
  program: Program,
  hasLogs: boolean,
  found: Solved,
  solve: (near: Parabolas) => Solving<Outcome>,
): Solving<Outcome> {
  let bent = bentRisks(goal, program, found);
  if (bent.length === 0 && !hasLogs) return found;
  let { iterations, weights } = found;
  let last: readonly Miss[] = [];
  let best: { readonly outcome: Solved; readonly error: number } | undefined;
  for (let round = 0; round < rounds; round += 1) {
    const outcome: Outcome = yield* solve({ bent, weights });
    if (outcome.status !== "optimal") break;
    iterations += outcome.iterations;
    const misses = bent.map((risk) => missOf(risk, program.caps[risk.cap], outcome.weights));
    const moved = hasLogs ? relativeChange(weights, outcome.weights) : 0;
    const error = misses.reduce((worst, miss) => Math.max(worst, Math.abs(miss.error)), moved);
    ({ weights } = outcome);
    if (best === undefined || error < best.error) best = { outcome: { ...outcome, iterations }, error };
    if (error <= tolerance) break;
    const before = last;
    bent = bent.map((risk, k) => corrected(risk, misses[k]!, before[k]));
    last = misses;
  }
  return best === undefined || best.error > acceptable ? found : best.outcome;
}

function relativeChange(before: Float64Array, after: Float64Array): number {
  return before.reduce((most, weight, i) => Math.max(most, Math.abs(after[i]! / weight - 1)), 0);
}

/** How far a risk is from where its square was drawn. */
interface Miss {
  readonly binds: boolean;
  readonly price: number;
  readonly value: number;
  /** Relative. */
  readonly error: number;
}

function missOf({ term, price, at }: Bent, cap: Cap | undefined, weights: Float64Array): Miss {
  const value = term.value(weights);
  // a cap that is broken at its full price doesn't bind, and so the root moves with the risk
  const binds = cap !== undefined && !isPaid(cap, price);
  return { binds, price, value, error: value / (binds ? cap.upper : at) - 1 };
}

function corrected(risk: Bent, { binds, price, value, error }: Miss, last: Miss | undefined): Bent {
  if (!binds) return { ...risk, at: value };
  const slope = last === undefined ? Number.NaN : (error - last.error) / (price - last.price);
  const next = price - error / slope;
  // the risk falls as its price rises
  return { ...risk, price: next > 0 && slope < 0 ? next : price * (1 + error) };
}

function isPaid({ penalty }: Cap, price: number): boolean {
  return price >= penalty * (1 - 1e-9);
}

/** Norms with a price: not those that stand in the objective as squares. */
function bentRisks({ risk, coefficient }: ConvexGoal, { size, caps }: Program, found: Solved): readonly Bent[] {
  const bent: Bent[] = [];
  const add = (cap: number, term: RiskTerm, price: number): void => {
    if (term.shape.form === "ranks") return;
    const value = term.value(found.weights);
    const shape = conicRiskOf(new ConicProgramModel(size), term);
    if (shape.shape !== "norm" || !(value > 0) || (cap < 0 && shape.squared)) return;
    const limit = caps[cap];
    const at = limit === undefined || isPaid(limit, price) ? value : limit.upper;
    if (at > 0) bent.push({ cap, term, root: !shape.squared, price, at });
  };
  if (risk !== undefined && coefficient > 0) add(-1, risk, coefficient);
  caps.forEach(({ term, upper, penalty }, k) => {
    const price = -found.capDuals[k]!;
    // the rest is slack
    if (price > 0 && term.value(found.weights) > upper * (1 - 1e-6)) add(k, term, Math.min(price, penalty));
  });
  return bent;
}
