import { invalidInput } from "@plimsoll/core";
import type { Constraint } from "../constraints/table.ts";

/** A constraint with the name that answers call it by. */
export interface NamedConstraint {
  readonly name: string;
  readonly constraint: Constraint;
  /** Whether the problem left it to the default. */
  readonly byDefault: boolean;
}

/** Gives every constraint a name: its own, or its kind with a number where that is taken. */
export function nameConstraints(constraints: readonly Constraint[]): readonly NamedConstraint[] {
  const taken = new Set<string>();
  for (const constraint of constraints) {
    const name = givenName(constraint);
    if (name === undefined) continue;
    if (taken.has(name))
      throw invalidInput("constraints", `two constraints are called "${name}": give each a name of its own`, {
        reason: "repeated-name",
      });
    taken.add(name);
  }
  return constraints.map((constraint) => ({
    name: givenName(constraint) ?? freeName(kindOf(constraint), taken),
    constraint,
    byDefault: false,
  }));
}

/** The user's name for a constraint; a soft one may have that of what it wraps. */
function givenName(constraint: Constraint): string | undefined {
  if (constraint.name !== undefined || constraint.kind !== "soft") return constraint.name;
  return typeof constraint.constraint === "string" ? constraint.constraint : givenName(constraint.constraint);
}

function kindOf(constraint: Constraint): string {
  if (constraint.kind !== "soft" || typeof constraint.constraint === "string") return constraint.kind;
  return kindOf(constraint.constraint);
}

/** `kind`, or `kind 2`, `kind 3`, ... where that is taken; takes it. */
export function freeName(kind: string, taken: Set<string>): string {
  let name = kind;
  for (let i = 2; taken.has(name); i += 1) name = `${kind} ${i}`;
  taken.add(name);
  return name;
}
