import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";

/** Holding one asset asks for holding another, such as a bond with its hedge. */
export interface Implies {
  readonly kind: "implies";
  readonly name?: string | undefined;
  /** An asset, or several: holding any of them is enough. */
  readonly if: string | readonly string[];
  /** The asset, or all the assets, to be held then. Each needs a smallest holding: a `threshold`, or `minWeight` of a `cardinality`. */
  readonly then: string | readonly string[];
}

const AssetOrAssetsSchema = z.union([z.string(), z.array(z.string()).min(1)]);

/** Schema of {@link Implies}. */
export const ImpliesSchema: MemberSchema<Implies> = z.strictObject({
  kind: z.literal("implies"),
  name: NameSchema,
  if: AssetOrAssetsSchema,
  // data, never awaited
  then: AssetOrAssetsSchema, // oxlint-disable-line unicorn/no-thenable
});

/** Implications. */
export const implies: ConstraintKind<Implies> = {
  kind: "implies",
  summary: "Holding (any of) `if` asks for holding (all of) `then`, each of which has a smallest holding.",
  schema: ImpliesSchema,
  lower(constraint: Implies, name: string, context: ProblemContext, builder: ProgramBuilder) {
    for (const { held, asked } of pairsOf(constraint, name, context)) builder.imply(name, held, asked);
  },
  read(constraint: Implies, name: string, context: ProblemContext, weights: Float64Array) {
    return pairsOf(constraint, name, context).map(({ held, asked }) => ({
      label: `${name}[${context.assets[held]} -> ${context.assets[asked]}]`,
      value: weights[held] !== 0 && weights[asked] === 0 ? 1 : 0,
      min: 0,
      max: 0,
      scale: 1,
    }));
  },
};

function pairsOf(
  constraint: Implies,
  name: string,
  context: ProblemContext,
): readonly { readonly held: number; readonly asked: number }[] {
  const indicesOf = (assets: string | readonly string[], field: string): Int32Array =>
    context.assetIndices(typeof assets === "string" ? [assets] : assets, `${name}.${field}`);
  const from = indicesOf(constraint.if, "if");
  const to = indicesOf(constraint.then, "then");
  const both = from.find((asset) => to.includes(asset));
  if (both !== undefined) {
    const asset = context.assets[both]!;
    throw invalidInput(name, `constraint "${name}" has "${asset}" in if and in then: leave it out of one of them`);
  }
  return [...from].flatMap((held) => [...to].map((asked) => ({ held, asked })));
}
