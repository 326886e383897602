import { type Domains, IN, UNDECIDED } from "./program.ts";
import type { PerspectiveRelaxation } from "./relaxation.ts";
import type { RelaxationStates } from "./relaxation-states.ts";

/** Undecided variables to branch on, -1 where there is none. */
export interface BranchChoice {
  /** In between, and the most promising. */
  readonly shared: number;
  /** The largest gain. */
  readonly spare: number;
}

/**
 * What to branch on: by the product of what either branch costs, to second order. Going out costs what the system says
 * (`leaving` is room for it), coming in the price times (1 - z)^2, both up to a factor that all variables share. Where the
 * relaxation hasn't settled, by the gains of its bound.
 */
export function chooseBranch(
  relaxation: PerspectiveRelaxation,
  branches: Int8Array,
  states: RelaxationStates,
  gains: Float64Array,
  leaving: Float64Array,
): BranchChoice {
  const { settled } = relaxation;
  if (settled) relaxation.leaving(leaving);
  let shared = -1,
    best = -1,
    spare = -1,
    spareGain = -Infinity;
  for (let j = 0; j < branches.length; j++) {
    if (branches[j] !== UNDECIDED) continue;
    const z = relaxation.share(j, branches, states);
    const score = settled ? leaving[j]! * (1 - z) ** 2 : Math.min(z, 1 - z) * Math.max(gains[j]!, 0);
    if (score > best && z > 1e-9 && z < 1 - 1e-9) {
      best = score;
      shared = j;
    }
    if (gains[j]! > spareGain) {
      spareGain = gains[j]!;
      spare = j;
    }
  }
  return { shared, spare };
}

/** A variable that is in, between the two intervals it may be in; -1 where there is none. */
export function signless(domains: Domains, branches: Int8Array, x: Float64Array): number {
  const { counted, positiveLow, positiveHigh, negativeLow, negativeHigh } = domains;
  for (let j = 0; j < branches.length; j++) {
    if (branches[j] !== IN || counted[j] === 0) continue;
    if (positiveLow[j]! > positiveHigh[j]! || negativeLow[j]! > negativeHigh[j]!) continue;
    if (x[j]! < positiveLow[j]! - 1e-12 && x[j]! > negativeHigh[j]! + 1e-12) return j;
  }
  return -1;
}
