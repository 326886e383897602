import type { ConvexGoal, RatioGoal } from "../goal.ts";
import type { Program } from "../program.ts";

/** Minimise nothing: what an `empty` record's multipliers are for, and with a risk those of an `over-cap` one. */
export function nothingGoal(size: number): ConvexGoal {
  return {
    form: "convex",
    sense: "minimize",
    risk: undefined,
    coefficient: 0,
    linear: new Float64Array(size),
    charges: [],
  };
}

/** Minimise the negative of what a ratio's portfolio earns: what a `no-excess` record's multipliers are for. */
export function lossGoal({ numerator, charges }: RatioGoal): ConvexGoal {
  return { ...nothingGoal(numerator.length), linear: numerator.map((value) => 0 - value), charges };
}

/** The rows that must hold, without caps. */
export function hardProgram(program: Program): Program {
  const isHard = ({ penalty }: { readonly penalty: number }): boolean => penalty === Infinity;
  return { ...program, rows: program.rows.filter(isHard), absolutes: program.absolutes.filter(isHard), caps: [] };
}
