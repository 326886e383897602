import type { Json } from "../problem/normalize.ts";
import type { Polyhedron } from "../program/polyhedron.ts";
import type { Solving } from "./solving.ts";

/** What a minimiser of a risk found. */
export interface RiskMinimum {
  readonly status: "optimal" | "infeasible" | "unbounded" | "not-converged";
  readonly weights: Float64Array;
  /** One multiplier for each row of the polyhedron: d(objective)/d(limit). */
  readonly rowDuals: Float64Array;
  readonly iterations: number;
  /** What the certificate needs beside weights and duals, such as scenario probabilities. */
  readonly proof?: Json;
  /** What a later solve over the same polyhedron may start from; whoever solves next may change it. */
  readonly state?: unknown;
}

/** Minimises `coefficient` x risk + linear'w over a polyhedron: the one solver that a non-quadratic measure brings. */
export type RiskMinimizer = (
  polyhedron: Polyhedron,
  coefficient: number,
  linear: Float64Array,
  state?: unknown,
) => Solving<RiskMinimum>;
