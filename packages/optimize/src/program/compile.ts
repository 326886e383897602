import { invalidInput } from "@plimsoll/core";
import { type Constraint, constraintKindOf } from "../constraints/table.ts";
import type { Cost } from "../costs/table.ts";
import type { LoweredObjective } from "../objectives/objective-kind.ts";
import { type Objective, objectiveKindOf } from "../objectives/table.ts";
import type { ProblemContext } from "../problem/context.ts";
import { loadExpressionParser, type ExpressionParser } from "../problem/expression.ts";
import type { PortfolioProblem } from "../problem/problem.ts";
import { resolveContext } from "../problem/resolve.ts";
import { parseFrame, type ProblemFrame } from "../problem/schema.ts";
import { withAllHeld } from "./all-held.ts";
import { ProgramBuilder } from "./builder.ts";
import { withDefaults } from "./defaults.ts";
import { withCosts } from "./lower-costs.ts";
import { nameConstraints, type NamedConstraint } from "./named-constraint.ts";
import type { Program } from "./program.ts";

/** A problem in canonical form, ready to be solved or checked. */
export interface CompiledProblem {
  readonly context: ProblemContext;
  readonly objective: Objective;
  readonly lowered: LoweredObjective;
  /** The user's constraints and the defaults. */
  readonly constraints: readonly NamedConstraint[];
  readonly costs: readonly Cost[];
  readonly program: Program;
  /** Defaults that hold because the problem didn't say otherwise, in words. */
  readonly assumptions: readonly string[];
}

/** Checks a problem and puts it into canonical form. Loads mathjs where a constraint is text. */
export async function compileProblem(problem: PortfolioProblem): Promise<CompiledProblem> {
  const frame = parseFrame(problem);
  const parser = (frame.constraints ?? []).some(hasText) ? await loadExpressionParser() : undefined;
  return compileFrame(problem, frame, parser);
}

function compileFrame(
  problem: PortfolioProblem,
  frame: ProblemFrame,
  parser: ExpressionParser | undefined,
): CompiledProblem {
  const context = resolveContext(problem, frame);
  const given = nameConstraints(
    (frame.constraints ?? []).map((constraint, i) => asData(constraint, i, context, parser)),
  );
  const { constraints, assumptions } = withDefaults(given, context);
  return lowerProblem(context, frame.objective, constraints, assumptions, frame.costs ?? []);
}

/** Lowers an objective and constraints whose defaults are settled. */
export function lowerProblem(
  context: ProblemContext,
  objective: Objective,
  constraints: readonly NamedConstraint[],
  assumptions: readonly string[],
  costs: readonly Cost[],
): CompiledProblem {
  const builder = new ProgramBuilder(context);
  // budgets and bounds first: weighted means scale by an exact budget, and some limits are convex without shorts only
  for (const stage of [0, 1, 2]) {
    for (const { name, constraint } of constraints) {
      if (stageOf(constraint) === stage) constraintKindOf(constraint).lower(constraint, name, context, builder);
    }
  }
  const lowered = objectiveKindOf(objective).lower(objective, context, builder);
  const goal = withCosts(lowered.goal, costs, context, objective.kind);
  const built = builder.build();
  if (goal.form === "risk-budget") requireHard(built);
  const program = goal.form === "risk-budget" ? withAllHeld(built) : built;
  return { context, objective, lowered: { ...lowered, goal }, constraints, costs, program, assumptions };
}

/** Budgets of risk have no unit in which a violation could be paid. */
function requireHard({ rows, absolutes, caps }: Program): void {
  const soft = [...rows, ...absolutes, ...caps].find(({ penalty }) => penalty < Infinity);
  if (soft !== undefined)
    throw invalidInput(soft.label, `"${soft.label}" can't be soft with the objective "risk-budget": make it hard`);
}

function stageOf({ kind }: Constraint): 0 | 1 | 2 {
  return kind === "budget" || kind === "net-exposure" ? 0 : kind === "bounds" ? 1 : 2;
}

function hasText(constraint: Constraint | string): boolean {
  return typeof constraint === "string" || (constraint.kind === "soft" && hasText(constraint.constraint));
}

function asData(
  constraint: Constraint | string,
  i: number,
  context: ProblemContext,
  parser: ExpressionParser | undefined,
): Constraint {
  if (typeof constraint === "string") return parser!(constraint, context, `constraints[${i}]`);
  return constraint.kind === "soft"
    ? { ...constraint, constraint: asData(constraint.constraint, i, context, parser) }
    : constraint;
}
