import type { Json } from "../problem/normalize.ts";
import type { CompiledProblem } from "../program/compile.ts";
import type { Account, AccountProof, AccountsGoal } from "../program/goal.ts";
import { cancellation } from "./goal-bound.ts";
import { lagrangianBound } from "./lagrangian.ts";
import { checkedQuadratic } from "./measures/quadratic.ts";
import { primalResidual } from "./primal-residual.ts";

/** What portfolios by account prove. */
export interface CheckedAccounts {
  readonly primalResidual: number;
  readonly dualResidual: number;
  /** No mixture of feasible accounts is expected to earn more. */
  readonly bound: number;
  /** Shares x slopes left at each account's own bounds. */
  readonly boundDuals: Float64Array;
}

/**
 * Checks portfolios by account: each keeps the constraints and its threshold, together they are the weights claimed, and
 * no feasible portfolio of an account earns more than its multipliers prove: for any price p >= 0
 * -mean'v >= -mean'v + p (deviations x sqrt(v'Qv) - mean'v + threshold), with sqrt(v'Qv) >= (Qw)'v / sqrt(w'Qw).
 * Without such portfolios nothing is known of the accounts: all residuals are infinite.
 */
export function checkAccounts(
  compiled: CompiledProblem,
  goal: AccountsGoal,
  weights: Float64Array,
  proof: Json | undefined,
  activeBounds: (weights: Float64Array, reduced: Float64Array) => Float64Array,
): CheckedAccounts {
  const { size } = compiled.program;
  const stated = readProofs(goal, size, proof);
  const boundDuals = new Float64Array(size);
  if (stated === undefined) return { primalResidual: Infinity, dualResidual: Infinity, bound: Infinity, boundDuals };
  const mixed = new Float64Array(size);
  let residual = 0;
  let dualResidual = 0;
  let bound = 0;
  goal.accounts.forEach((account, k) => {
    const own = Float64Array.from(stated[k]!.weights);
    const found = checkAccount(compiled, goal, account, stated[k]!);
    residual = Math.max(residual, primalResidual(compiled, own), found.shortfall);
    dualResidual = Math.max(dualResidual, found.dualResidual);
    bound += account.share * found.bound;
    const active = activeBounds(own, found.reduced);
    for (let i = 0; i < size; i += 1) {
      mixed[i] = mixed[i]! + account.share * own[i]!;
      boundDuals[i] = boundDuals[i]! + account.share * active[i]!;
    }
  });
  const largest = mixed.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;
  for (let i = 0; i < size; i += 1) residual = Math.max(residual, Math.abs(mixed[i]! - weights[i]!) / largest);
  return { primalResidual: residual, dualResidual, bound, boundDuals };
}

function checkAccount(
  { program }: CompiledProblem,
  { mean, covariance }: AccountsGoal,
  { threshold, deviations }: Account,
  proof: AccountProof,
): {
  readonly shortfall: number;
  readonly dualResidual: number;
  readonly bound: number;
  readonly reduced: Float64Array;
} {
  const { size } = program;
  const weights = Float64Array.from(proof.weights);
  const price = Math.max(0, proof.price);
  const gradient = new Float64Array(size);
  const units = new Float64Array(size);
  const measure = checkedQuadratic({ form: covariance, centre: undefined, root: true });
  const volatility = measure.value(weights);
  measure.support(weights, gradient, proof.at === undefined ? undefined : { at: proof.at, share: 1 });
  let earned = 0;
  let terms = 0;
  for (let i = 0; i < size; i += 1) {
    earned += mean[i]! * weights[i]!;
    terms += Math.abs(mean[i]! * weights[i]!);
    units[i] = (1 + price) * Math.abs(mean[i]!) + price * deviations * Math.abs(gradient[i]!);
    gradient[i] = price * deviations * gradient[i]! - (1 + price) * mean[i]!;
  }
  const largest = units.reduce((most, unit) => Math.max(most, unit), 0);
  const found = lagrangianBound(
    program,
    weights,
    price * threshold,
    gradient,
    {
      rows: Float64Array.from(proof.rows),
      absolutes: Float64Array.from(proof.absolutes),
      caps: new Float64Array(0),
    },
    units.map((unit) => Math.max(unit, cancellation * largest) || 1),
  );
  const short = threshold - (earned - deviations * volatility);
  const scale = terms + deviations * volatility + Math.abs(threshold);
  return {
    shortfall: short > 0 ? short / (scale || 1) : 0,
    dualResidual: found.dualResidual,
    bound: 0 - found.bound,
    reduced: found.reduced,
  };
}

/** A proof for each account in the problem's order; undefined where the JSON holds anything else. */
function readProofs(
  { accounts }: AccountsGoal,
  size: number,
  proof: Json | undefined,
): readonly AccountProof[] | undefined {
  const stated = (proof as { readonly accounts?: readonly AccountProof[] } | null | undefined)?.accounts;
  const numbers = (list: unknown, length?: number): boolean =>
    Array.isArray(list) && (length === undefined || list.length === length) && list.every(Number.isFinite);
  if (!Array.isArray(stated) || stated.length !== accounts.length) return undefined;
  const sound = (stated as readonly AccountProof[]).every(
    ({ name, weights, price, rows, absolutes, at }, k) =>
      name === accounts[k]!.name &&
      numbers(weights, size) &&
      Number.isFinite(price) &&
      numbers(rows) &&
      (at === undefined || numbers(at, size)) &&
      numbers(absolutes),
  );
  return sound ? stated : undefined;
}
