import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { type ConstraintKind, NameSchema } from "./constraint-kind.ts";
import { indicator } from "./limits.ts";
import { readIssuers, type UcitsGroup } from "./ucits-issuers.ts";

/**
 * Diversification of a UCITS fund (Directive 2009/65/EC, article 52; definition 33): no issuer above 10 %, and those above
 * 5 % together at most 40 %; exactly 5 % is not above. Long only.
 */
export interface Ucits51040 {
  readonly kind: "ucits-5-10-40";
  readonly name?: string | undefined;
  /**
   * Assets by issuer; companies consolidated together are one issuer, unless `groups` is used for them.
   * @defaultValue each asset is its own issuer
   */
  readonly issuers?: { readonly [issuer: string]: readonly string[] } | undefined;
  /** Issuers (or assets that are their own issuer) by group: they count singly, and each group is at most `groupCap`. */
  readonly groups?: { readonly [group: string]: readonly string[] } | undefined;
  /** @defaultValue 0.2 */
  readonly groupCap?: number | undefined;
  /** Government issues: at most 35 % of an issuer, outside the 40 %. */
  readonly government?: readonly string[] | undefined;
  /** Covered bonds: at most 25 % of an issuer, those above 5 % together at most 80 %, outside the 40 %. */
  readonly coveredBonds?: readonly string[] | undefined;
  /** Deposits and OTC exposure, outside the 40 %: at most 20 % with one body, its securities included. */
  readonly deposits?: readonly string[] | undefined;
  /** Assets that no limit is for, such as ancillary cash. */
  readonly exempt?: readonly string[] | undefined;
}

const AssetsByNameSchema = z.record(z.string(), z.array(z.string()).min(1)).optional();
const NamesSchema = z.array(z.string()).optional();

/** Schema of {@link Ucits51040}. */
export const Ucits51040Schema: MemberSchema<Ucits51040> = z.strictObject({
  kind: z.literal("ucits-5-10-40"),
  name: NameSchema,
  issuers: AssetsByNameSchema,
  groups: AssetsByNameSchema,
  groupCap: z.number().positive().max(1).optional(),
  government: NamesSchema,
  coveredBonds: NamesSchema,
  deposits: NamesSchema,
  exempt: NamesSchema,
});

/** Up to here a sum is small. */
const small = 0.05;

/** UCITS 5/10/40. */
export const ucits51040: ConstraintKind<Ucits51040> = {
  kind: "ucits-5-10-40",
  summary: "UCITS diversification: no issuer above 10 %, and those above 5 % together at most 40 %.",
  schema: Ucits51040Schema,
  lower(constraint: Ucits51040, name: string, context: ProblemContext, builder: ProgramBuilder) {
    const { capped, sums } = readIssuers(constraint, name, context);
    const limits = new Map<string, number>();
    for (const { label, limit, assets, most } of capped) {
      if (assets.length > 1) {
        builder.row(name, label, indicator(context.size, assets), { max: most });
        continue;
      }
      const shared = limits.get(limit) ?? builder.limit(name, limit, "upper", most);
      limits.set(limit, shared);
      builder.bound(assets[0]!, "upper", shared);
    }
    for (const { label, issuers, largest, most } of sums)
      builder.largeIssuers(
        { constraint: name, issuers: issuers.map(({ assets }) => assets), small, largest, most },
        label,
      );
  },
  read(constraint: Ucits51040, name: string, context: ProblemContext, weights: Float64Array) {
    const { capped, sums } = readIssuers(constraint, name, context);
    const sumOf = (assets: Int32Array): number => assets.reduce((sum, asset) => sum + weights[asset]!, 0);
    const readCap = ({ label, assets, most }: UcitsGroup): ReturnType<typeof ucits51040.read>[number] => ({
      label,
      value: sumOf(assets),
      min: 0,
      max: most,
      scale: 1,
    });
    const large = sums.map(({ label, issuers, most }) => {
      // a sum of 5 % may come out of a solver with rounding
      const above = issuers.map(({ assets }) => sumOf(assets)).filter((sum) => sum > small + 1e-9);
      return { label, value: above.reduce((sum, value) => sum + value, 0), min: 0, max: most, scale: 1 };
    });
    return [...capped.map(readCap), ...large];
  },
};
