import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { Json } from "../problem/normalize.ts";
import type { QuadraticForm } from "../problem/quadratic-form.ts";
import type { Polyhedron } from "../program/polyhedron.ts";
import type { Solving } from "../solve/solving.ts";
import type { ConicModel } from "../solve/conic/conic-model.ts";
import type { ConicRisk } from "../solve/conic/conic-risk.ts";

/** A risk that is a quadratic form of the weights, or the root of one: (w - centre)'Q(w - centre). */
export interface QuadraticRisk {
  readonly form: QuadraticForm;
  /** Weights from which risk is counted, such as a benchmark; undefined = 0. */
  readonly centre: Float64Array | undefined;
  /** Whether the risk is the square root of the form. */
  readonly root: boolean;
}

/** What {@link RiskTerm.minimize} found. */
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

/** A risk measure bound to a problem's data: a convex function of the weights. */
export interface RiskTerm {
  readonly kind: string;
  /** How it scales with the weights and with the returns: 1 or 2 (definition 30); undefined where it doesn't. */
  readonly degree: 1 | 2 | undefined;
  /** The risk of a portfolio, in the measure's own unit. */
  value(weights: Float64Array): number;
  /**
   * Writes into `gradient` a g with R(v) >= r + g'(v - weights) for every v, and returns r: R(weights), or somewhat less
   * where `proof`, by which nonsmooth measures pick g, supports R elsewhere. Used by certificates, which check the proof;
   * solvers don't call it.
   */
  minorant(weights: Float64Array, gradient: Float64Array, proof?: Json): number;
  /**
   * What the value and the slope by each weight (written into `slopes`) would be if no part offset another: rounding is
   * measured against it, so that a portfolio without risk can be certified too.
   */
  magnitude(weights: Float64Array, slopes: Float64Array): number;
  /** Present where the quadratic solvers serve the measure. */
  readonly quadratic?: QuadraticRisk;
  /** Adds the risk to a conic model. Absent where no cone program of reasonable size holds it. */
  conic?(model: ConicModel): ConicRisk;
  /** How {@link RiskTerm.minimize} goes about it, for `stats.solver`. */
  readonly solver?: string;
  /** Minimises `coefficient` x risk + linear'w over the polyhedron: the one solver that a non-quadratic measure brings. */
  minimize?(polyhedron: Polyhedron, coefficient: number, linear: Float64Array, state?: unknown): Solving<RiskMinimum>;
  /** Weights from which it counts the portfolio's; undefined = 0. Beside any others it isn't homogeneous in the weights. */
  readonly benchmark?: Float64Array;
  /** Whether the measure is piecewise linear: a search for a multiplier then ends after finitely many solves. */
  readonly polyhedral?: boolean;
  /** The square of the measure, where that is easier to minimise. */
  readonly square?: RiskTerm;
  /** The same measure made homogeneous of degree 1, for ratios and risk budgets; the term itself where it already is. */
  readonly homogeneous?: RiskTerm;
}

/** One kind of risk: what each file of this folder exports. */
export interface RiskKind<Risk extends { readonly kind: string }> {
  readonly kind: Risk["kind"];
  /** One sentence for the docs. */
  readonly summary: string;
  readonly schema: MemberSchema<Risk>;
  /** Binds to a problem's data. Throws `INVALID_INPUT` when the data it needs is missing. */
  bind(risk: Risk, context: ProblemContext, argument: string): RiskTerm;
}
