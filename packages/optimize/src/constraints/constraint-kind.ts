import * as z from "zod";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";

/** What a constraint measures on given weights, in the user's own terms. */
export interface Reading {
  /** What was measured, such as `"tech"` or `"bounds of AAPL"`. */
  readonly label: string;
  readonly value: number;
  /** -Infinity for none. */
  readonly min: number;
  /** Infinity for none. */
  readonly max: number;
  /** Size of the numbers behind `value`, to judge a violation by. */
  readonly scale: number;
}

/** One kind of constraint: what each file of this folder exports. */
export interface ConstraintKind<Constraint extends { readonly kind: string }> {
  readonly kind: Constraint["kind"];
  /** One sentence for the docs. */
  readonly summary: string;
  readonly schema: MemberSchema<Constraint>;
  /** Writes the constraint into the program that solvers read. Throws `INVALID_INPUT` naming the culprit. */
  lower(constraint: Constraint, name: string, context: ProblemContext, builder: ProgramBuilder): void;
  /** Measures weights against the user's own numbers, without the program: the second opinion that certificates take. */
  read(constraint: Constraint, name: string, context: ProblemContext, weights: Float64Array): readonly Reading[];
}

/** Schema of an optional name. */
export const NameSchema: z.ZodOptional<z.ZodString> = z.string().min(1).optional();

/** Schema of an optional limit; `null` means none. */
export const LimitSchema: z.ZodOptional<z.ZodNullable<z.ZodNumber>> = z.number().nullable().optional();

/** Schema of an optional list of asset names. */
export const AssetsSchema: z.ZodOptional<z.ZodArray<z.ZodString>> = z.array(z.string()).min(1).optional();

/** Schema of {@link PerAsset}. */
export const PerAssetSchema: z.ZodType<PerAsset> = z.union([
  z.number(),
  z.null(),
  z.array(z.number().nullable()),
  z.record(z.string(), z.number().nullable()),
]);

/** A reading with the usual fields filled in. */
export function reading(label: string, value: number, limits: LimitFields, scale: number): Reading {
  const { min, max, equals } = limits;
  return { label, value, min: equals ?? min ?? -Infinity, max: equals ?? max ?? Infinity, scale };
}

/** The limit fields that most constraints share. */
export interface LimitFields {
  /** Lower limit; `null` or left out: none. */
  readonly min?: number | null | undefined;
  /** Upper limit; `null` or left out: none. */
  readonly max?: number | null | undefined;
  /** Exact value, instead of `min` and `max`. */
  readonly equals?: number | null | undefined;
}
