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
  for (const { name } of constraints) {
    if (name === undefined) continue;
    if (taken.has(name))
      throw invalidInput("constraints", `two constraints are called "${name}": give each a name of its own`, {
        reason: "repeated-name",
      });
    taken.add(name);
  }
  return constraints.map((constraint) => ({
    name: constraint.name ?? freeName(constraint.kind, taken),
    constraint,
    byDefault: false,
  }));
}

/** `kind`, or `kind 2`, `kind 3`, ... where that is taken; takes it. */
export function freeName(kind: string, taken: Set<string>): string {
  let name = kind;
  for (let i = 2; taken.has(name); i += 1) name = `${kind} ${i}`;
  taken.add(name);
  return name;
}
