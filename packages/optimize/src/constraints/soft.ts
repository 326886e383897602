import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";
import type { Constraint } from "./table.ts";

/**
 * A constraint that may be broken at a price: the objective pays `penalty` for each unit of violation of each of its
 * limits, counted in the constraint's own numbers, in the unit of the objective. Its shadow price is never above the
 * penalty; with a penalty above the shadow price of the hard constraint, it holds exactly. Rules about which assets are
 * held have no measure of violation and can't be soft.
 */
export interface Soft {
  readonly kind: "soft";
  /** @defaultValue the name of the constraint inside */
  readonly name?: string | undefined;
  /** As data or text. A soft `budget` takes the place of the default one; soft `bounds` leave the default lower bound 0. */
  readonly constraint: Constraint | string;
  readonly penalty: number;
}

/** How soft constraints find the kinds that they wrap: the table, which they are in themselves. */
export interface Wrapped {
  /** Schema of any constraint. */
  readonly schema: () => z.ZodType<Constraint>;
  readonly kindOf: (constraint: Constraint) => ConstraintKind<Constraint>;
}

/** Soft constraints over a table of kinds. */
export function softOver({ schema, kindOf }: Wrapped): ConstraintKind<Soft> {
  const SoftSchema: MemberSchema<Soft> = z.strictObject({
    kind: z.literal("soft"),
    name: NameSchema,
    constraint: z.lazy(() => z.union([z.string().min(1), schema()])),
    penalty: z.number().positive(),
  });
  return {
    kind: "soft",
    summary: "Any `constraint` or text that may be broken: the objective pays `penalty` for each unit of violation.",
    schema: SoftSchema,
    lower({ constraint, penalty }: Soft, name: string, context: ProblemContext, builder: ProgramBuilder) {
      const inner = asData(constraint);
      if (inner.kind === "soft")
        throw invalidInput(name, `constraint "${name}" is soft twice: give its constraint one penalty`);
      builder.soften(penalty, () => kindOf(inner).lower(inner, name, context, builder));
    },
    /** Breaking it is allowed: the objective pays, and that is all. */
    read: () => [],
  };
}

function asData(constraint: Constraint | string): Constraint {
  if (typeof constraint !== "string") return constraint;
  throw new Error("text is parsed before constraints are lowered");
}
