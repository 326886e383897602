import type { Program } from "../../program/program.ts";
import type { Solved } from "../outcome.ts";

/** An outcome whose certificate needs the multiplier of the logarithms. */
export function budgeted(
  program: Program,
  weights: Float64Array,
  rowDuals: Float64Array,
  multiplier: number,
  iterations: number,
  solver: string,
): Solved {
  return {
    status: "optimal",
    weights,
    rowDuals,
    absoluteDuals: new Float64Array(program.absolutes.length),
    capDuals: new Float64Array(program.caps.length),
    proof: { multiplier },
    solver,
    iterations,
    nodes: 0,
  };
}
