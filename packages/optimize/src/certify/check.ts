import type { Json } from "../problem/normalize.ts";
import type { CompiledProblem } from "../program/compile.ts";
import type { AccountsGoal, ProspectGoal } from "../program/goal.ts";
import { isDiscrete, type Program } from "../program/program.ts";
import type { Certificate, Multipliers } from "./certificate.ts";
import { checkAccounts } from "./accounts.ts";
import { boundGoal, cancellation } from "./goal-bound.ts";
import { finish, type Pieces } from "./pieces.ts";
import { primalResidual } from "./primal-residual.ts";
import { prospectBound } from "./prospect/prospect-bound.ts";
import { readObjective, statedMultiplier } from "./readings/objective-reading.ts";
import { isNear } from "./separable.ts";
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

/**
 * Checks a portfolio against a problem from weights and multipliers alone. Objective and feasibility are read from the user's numbers; the bound comes from a linear minorant of the
 * objective and the Lagrangian of the constraints, minimised weight by weight; no solver's code takes part.
 */
export function check(compiled: CompiledProblem, claim: Claim, tolerances: CheckTolerance): Checked {
  return finish(checkInPieces(compiled, claim, tolerances));
}

/** {@link check} in pieces: each reads the problem once; then those of replaying a search. */
export function* checkInPieces(
  compiled: CompiledProblem,
  claim: Claim,
  { tolerance, relativeGap }: CheckTolerance,
): Pieces<Checked> {
  const { program } = compiled;
  const { goal } = compiled.lowered;
  if (goal.form === "prospect") return yield* certifiedProspect(compiled, goal, claim, relativeGap);
  if (goal.form === "accounts") return certifiedAccounts(compiled, goal, claim, tolerance);
  const residual = primalResidual(compiled, claim.weights);
  yield;
  const bounded = boundGoal(goal, program, claim);
  yield;
  const equal = readObjective(compiled, new Float64Array(program.size).fill((program.budget ?? 1) / program.size));
  // equal weights may have no ratio, or lose everything
  const scale = Number.isFinite(equal) ? Math.abs(equal) : 0;
  const discrete = isDiscrete(program, goal);
  const reported = claim.reportedBound;
  yield;
  const replayed = discrete ? yield* replayedBound(goal, program, claim.weights, claim.proof) : undefined;
  const verified = replayed === undefined ? undefined : goal.sense === "maximize" ? -replayed : replayed;
  // without a search's word the continuous relaxation still gives a bound, if a weak one
  const bound = (discrete ? (verified ?? reported) : undefined) ?? bounded.bound;
  const objective = claimedObjective(compiled, claim);
  return {
    objective,
    certificate: {
      primalResidual: residual,
      dualResidual: discrete ? null : bounded.dualResidual,
      gap: relativeDistance(objective, bound, Math.max(scale, cancellation * bounded.size)),
      bound,
      boundIs: discrete && verified === undefined && reported !== undefined ? "reported" : "verified",
      tolerance: discrete ? relativeGap : tolerance,
    },
    boundDuals: activeBounds(program, claim.weights, bounded.reduced),
  };
}

/** {@link prospectBound} as a certificate: not of a convex problem, so the gap is measured as a search's is. */
function* certifiedProspect(
  compiled: CompiledProblem,
  goal: ProspectGoal,
  { weights }: Claim,
  relativeGap: number,
): Pieces<Checked> {
  const { program } = compiled;
  const objective = readObjective(compiled, weights);
  const equal = readObjective(compiled, new Float64Array(program.size).fill((program.budget ?? 1) / program.size));
  yield;
  const allowed = relativeGap * Math.max(Math.abs(objective), Math.abs(equal));
  const bound = yield* prospectBound(goal, program, objective, allowed);
  return {
    objective,
    certificate: {
      primalResidual: primalResidual(compiled, weights),
      dualResidual: null,
      gap: relativeDistance(objective, bound, Math.abs(equal)),
      bound,
      boundIs: "verified",
      tolerance: relativeGap,
    },
    boundDuals: new Float64Array(program.size),
  };
}

/** {@link checkAccounts} as a certificate. */
function certifiedAccounts(
  compiled: CompiledProblem,
  goal: AccountsGoal,
  { weights, proof }: Claim,
  tolerance: number,
): Checked {
  const { program } = compiled;
  const found = checkAccounts(compiled, goal, weights, proof, (own, reduced) => activeBounds(program, own, reduced));
  const objective = readObjective(compiled, weights);
  const equal = readObjective(compiled, new Float64Array(program.size).fill((program.budget ?? 1) / program.size));
  return {
    objective,
    certificate: {
      primalResidual: found.primalResidual,
      dualResidual: found.dualResidual,
      gap: relativeDistance(objective, found.bound, Math.abs(equal)),
      bound: found.bound,
      boundIs: "verified",
      tolerance,
    },
    boundDuals: found.boundDuals,
  };
}

/** The objective by the problem's own numbers; for a budget of risk, which has no other, what its multiplier makes of it. */
function claimedObjective(compiled: CompiledProblem, { weights, proof }: Claim): number {
  const objective = readObjective(compiled, weights);
  if (compiled.objective.kind !== "risk-budget") return objective;
  return readObjective(compiled, weights, statedMultiplier(proof) ?? objective);
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
    return isNear(weights[i]!, limit) ? price : 0;
  });
}
