import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { AssetsSchema, type ConstraintKind, NameSchema } from "./constraint-kind.ts";

/** How many assets are held (definition 32): weights are 0 or at least `minWeight` in size, and those are counted. */
export interface Cardinality {
  readonly kind: "cardinality";
  readonly name?: string | undefined;
  /** @defaultValue all assets */
  readonly assets?: readonly string[] | undefined;
  readonly exact?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Smallest weight of a holding; `exact` and `min` need one above 0. @defaultValue 0 */
  readonly minWeight?: number | undefined;
}

const CountSchema = z.int().nonnegative().optional();

/** Schema of {@link Cardinality}. */
export const CardinalitySchema: MemberSchema<Cardinality> = z.strictObject({
  kind: z.literal("cardinality"),
  name: NameSchema,
  assets: AssetsSchema,
  exact: CountSchema,
  min: CountSchema,
  max: CountSchema,
  minWeight: z.number().nonnegative().optional(),
});

/** Cardinality. */
export const cardinality: ConstraintKind<Cardinality> = {
  kind: "cardinality",
  summary: "How many assets are held: `max`, `min` or `exact`, each holding at least `minWeight`.",
  schema: CardinalitySchema,
  lower(constraint: Cardinality, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const { exact, minWeight = 0 } = constraint;
    const min = exact ?? constraint.min;
    const max = exact ?? constraint.max;
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    if (min === undefined && max === undefined) {
      throw invalidInput(name, `constraint "${name}" has no count: give it max, min or exact`);
    }
    if (exact !== undefined && (constraint.min !== undefined || constraint.max !== undefined)) {
      throw invalidInput(name, `constraint "${name}" has exact beside min or max: keep one of the two forms`);
    }
    if (min !== undefined && min > 0 && minWeight <= 0) {
      throw invalidInput(
        `${name}.minWeight`,
        `constraint "${name}" asks for ${exact === undefined ? "at least" : "exactly"} ${min} holdings without a smallest one: give it minWeight above 0`,
        { expected: "a number above 0", received: String(minWeight) },
      );
    }
    if (min !== undefined && max !== undefined && min > max) {
      throw invalidInput(name, `constraint "${name}" has min ${min} above max ${max}`);
    }
    if (min !== undefined && min > indices.length) {
      throw invalidInput(name, `constraint "${name}" asks for ${min} holdings among ${indices.length} assets`);
    }
    builder.count(name, indices, min, max);
    if (minWeight > 0) builder.floor(name, indices, minWeight);
  },
  read(constraint: Cardinality, name: string, context: ProblemContext, weights: Float64Array) {
    const { minWeight = 0 } = constraint;
    const indices = context.assetIndices(constraint.assets, `${name}.assets`);
    const held = [...indices].filter((index) => weights[index] !== 0);
    const count = {
      label: name,
      value: held.length,
      min: constraint.exact ?? constraint.min ?? -Infinity,
      max: constraint.exact ?? constraint.max ?? Infinity,
      scale: 1,
    };
    const sizes = held.map((index) => ({
      label: `${name}[${context.assets[index]}]`,
      value: Math.abs(weights[index]!),
      min: minWeight,
      max: Infinity,
      scale: 1,
    }));
    return [count, ...sizes];
  },
};
