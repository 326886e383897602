import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { IN, OUT, UNDECIDED } from "./program.ts";

interface Limit {
  readonly members: Int32Array;
  readonly min: number;
  readonly max: number;
}

/** A variable, and the branch that it has to take. */
export interface ForcedBranch {
  readonly variable: number;
  readonly branch: number;
}

/** The limits on counts, and what they force. */
export class Counts {
  /** How many undecided variables must and may come in, as of the last {@link look}. */
  least = 0;
  most = 0;
  readonly #limits: readonly Limit[];

  constructor(program: CardinalityProgram) {
    const n = program.size;
    const all = Int32Array.from({ length: n }, (_, j) => j).filter((j) => program.counted?.[j] !== 0);
    this.#limits = [
      { members: all, min: program.minCount ?? 0, max: Math.min(all.length, program.maxCount ?? n) },
      ...(program.groups ?? []).map(({ members, min, max }) => ({
        members,
        min: min ?? 0,
        max: max ?? members.length,
      })),
    ];
  }

  /** How many undecided variables must and may come in, by the limit on all. */
  room(branches: Int8Array): { readonly least: number; readonly most: number } {
    const { members, min, max } = this.#limits[0]!;
    let inside = 0;
    for (const j of members) if (branches[j]! > UNDECIDED) inside++;
    return { least: min - inside, most: max - inside };
  }

  /** Whether some choice of the undecided can satisfy each limit by itself. */
  possible(branches: Int8Array): boolean {
    for (const { members, min, max } of this.#limits) {
      let inside = 0,
        open = 0;
      for (const j of members) {
        if (branches[j]! > UNDECIDED) inside++;
        else if (branches[j] === UNDECIDED) open++;
      }
      if (inside > max || inside + open < min) return false;
    }
    return true;
  }

  /** Whether those in satisfy every limit with the undecided out. */
  satisfied(branches: Int8Array): boolean {
    for (const { members, min, max } of this.#limits) {
      let inside = 0;
      for (const j of members) if (branches[j]! > UNDECIDED) inside++;
      if (inside > max || inside < min) return false;
    }
    return true;
  }

  /**
   * One look at all limits: whether they are possible, and a variable to which one of them leaves no choice. `least` and
   * `most` become what {@link room} says.
   */
  look(branches: Int8Array): ForcedBranch | "possible" | "impossible" {
    let forced: ForcedBranch | undefined;
    for (const limit of this.#limits) {
      const { members, min, max } = limit;
      let inside = 0,
        open = 0,
        variable = -1;
      for (let t = 0; t < members.length; t++) {
        const j = members[t]!;
        const branch = branches[j]!;
        if (branch > UNDECIDED) inside++;
        else if (branch === UNDECIDED) {
          open++;
          variable = j;
        }
      }
      if (inside > max || inside + open < min) return "impossible";
      if (limit === this.#limits[0]) {
        this.least = min - inside;
        this.most = max - inside;
      }
      if (open === 0 || forced !== undefined) continue;
      if (inside === max) forced = { variable, branch: OUT };
      else if (inside + open === min) forced = { variable, branch: IN };
    }
    return forced ?? "possible";
  }

  /** The largest violation of a limit if the variables marked 1 in `chosen` came in. */
  shortfall(chosen: Uint8Array): { readonly members: Int32Array; readonly missing: number } | undefined {
    for (const { members, min, max } of this.#limits) {
      let inside = 0;
      for (const j of members) inside += chosen[j]!;
      if (inside < min) return { members, missing: min - inside };
      if (inside > max) return { members, missing: max - inside };
    }
    return undefined;
  }
}
