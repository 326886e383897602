import type { Constraint } from "../constraints/table.ts";
import type { ProblemContext } from "../problem/context.ts";
import { freeName, type NamedConstraint } from "./named-constraint.ts";

/** The constraints with budget 1 and lower bound 0 where none of their kind is given, and a sentence for each such default. */
export function withDefaults(
  given: readonly NamedConstraint[],
  context: ProblemContext,
): { readonly constraints: readonly NamedConstraint[]; readonly assumptions: readonly string[] } {
  const taken = new Set(given.map(({ name }) => name));
  const constraints = [...given];
  const assumptions: string[] = [];
  const add = (constraint: Constraint, assumption: string): void => {
    const name = taken.has(constraint.kind) ? `default ${constraint.kind}` : constraint.kind;
    constraints.push({ name: freeName(name, taken), constraint, byDefault: true });
    assumptions.push(assumption);
  };
  if (!given.some(({ constraint }) => fixesBudget(constraint, context))) {
    add({ kind: "budget", equals: 1 }, "budget: the weights sum to 1, because no budget or net exposure is given");
  }
  const open = assetsWithoutLowerBound(given, context);
  if (open.length === context.size) {
    add(
      { kind: "bounds", lower: 0 },
      "bounds: every weight is at least 0, because no lower bound is given (null means none)",
    );
  } else if (open.length > 0) {
    const lower = Object.fromEntries(open.map((asset) => [asset, 0]));
    add(
      { kind: "bounds", lower },
      `bounds: weights of ${open.join(", ")} are at least 0, because no lower bound is given for them (null means none)`,
    );
  }
  return { constraints, assumptions };
}

function fixesBudget(constraint: Constraint, context: ProblemContext): boolean {
  if (constraint.kind === "soft")
    return typeof constraint.constraint !== "string" && fixesBudget(constraint.constraint, context);
  if (constraint.kind === "budget") return true;
  return (
    constraint.kind === "net-exposure" && (constraint.assets === undefined || constraint.assets.length === context.size)
  );
}

function assetsWithoutLowerBound(given: readonly NamedConstraint[], context: ProblemContext): readonly string[] {
  const bounded = new Uint8Array(context.size);
  for (const { name, constraint } of given) {
    // a largest short side is a lower bound on every weight that it counts
    if (constraint.kind === "long-short" && constraint.short !== undefined)
      for (const index of context.assetIndices(constraint.assets, `${name}.assets`)) bounded[index] = 1;
    if (constraint.kind !== "bounds") continue;
    context.perAsset(constraint.lower, `${name}.lower`).forEach((value, i) => {
      if (value !== undefined) bounded[i] = 1;
    });
  }
  return context.assets.filter((_, i) => bounded[i] === 0);
}
