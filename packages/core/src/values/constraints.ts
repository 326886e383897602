import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One standing limit: a `kind` and what that kind needs; the optimizer knows the kinds. */
export interface Constraint {
  readonly kind: string;
  readonly [field: string]: Json;
}

/** Schema of one {@link Constraint}. */
export const ConstraintSchema: z.ZodType<Constraint> = z
  .object({ kind: z.string().min(1) })
  .catchall(z.json()) as z.ZodType<Constraint>;

/** Schema of {@link Constraints}: an array of limits. */
export const ConstraintsSchema: z.ZodType<readonly Constraint[]> = z.array(ConstraintSchema).readonly();

const brand = brandOf("constraints");

/**
 * An account's standing limits, such as a cap per asset or an excluded sector.
 *
 * They are carried without being interpreted: the package that solves validates the kinds it knows. Errors:
 * `INVALID_INPUT` for an item without `kind` or with what isn't JSON.
 */
export class Constraints {
  readonly items: readonly Constraint[];

  private constructor(items: readonly Constraint[]) {
    this.items = Object.freeze([...items]);
    brand.seal(this);
  }

  static of(...items: readonly Constraint[]): Constraints {
    return Constraints.parse(items);
  }

  static parse(input: unknown): Constraints {
    return new Constraints(check(ConstraintsSchema, input, "constraints"));
  }

  /** Whether `value` is a `Constraints`, also one of another copy of the package. */
  static is(value: unknown): value is Constraints {
    return brand.owns(value);
  }

  /** The limits of one kind. */
  ofKind(kind: string): readonly Constraint[] {
    return this.items.filter((item) => item.kind === kind);
  }

  toJSON(): readonly Constraint[] {
    return this.items;
  }
}
