import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import type { Goal } from "../program/goal.ts";
import type { RiskTerm } from "../risks/risk-kind.ts";

/** What an objective lowers to. */
export interface LoweredObjective {
  readonly goal: Goal;
  /** The risk that `metrics.risk` reports, in the unit that the user named; undefined when the objective has none. */
  readonly reported: RiskTerm | undefined;
  /** Annual rate that `metrics.ratio` is measured against. */
  readonly riskFreeRate: number;
}

/** One kind of objective: what each file of this folder exports. */
export interface ObjectiveKind<Objective extends { readonly kind: string }> {
  readonly kind: Objective["kind"];
  /** One sentence for the docs. */
  readonly summary: string;
  readonly schema: MemberSchema<Objective>;
  /** Binds to a problem's data; targets and caps become rows of the program. */
  lower(objective: Objective, context: ProblemContext, builder: ProgramBuilder): LoweredObjective;
}
