import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { QuadraticRisk, RiskShape } from "./risk-shape.ts";

/** A risk measure bound to a problem's data: a convex function of the weights, described, without any way to minimise it. */
export interface RiskTerm {
  readonly kind: string;
  /** How it scales with the weights and with the returns: 1 or 2 (definition 30); undefined where it doesn't. */
  readonly degree: 1 | 2 | undefined;
  /** The risk of a portfolio, in the measure's own unit. */
  value(weights: Float64Array): number;
  /**
   * What the value and the slope by each weight (written into `slopes`) would be if no part offset another: rounding is
   * measured against it, so that a portfolio without risk can be certified too.
   */
  magnitude(weights: Float64Array, slopes: Float64Array): number;
  /** What the measure is, of the portfolio less `benchmark`. */
  readonly shape: RiskShape;
  /** Present where the quadratic solvers serve the measure; `benchmark` is in its centre. */
  readonly quadratic?: QuadraticRisk;
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
