import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { AssetAttributes } from "./asset-attributes.ts";

/** Which assets a step acts on. */
export type ScenarioFilter =
  | { readonly kind: "all" }
  | { readonly kind: "assets"; readonly assets: readonly string[] }
  /** Assets whose attribute is one of the values. */
  | {
      readonly kind: "attribute";
      readonly attribute: "assetClass" | "currency" | "sector" | "country";
      readonly values: readonly string[];
    }
  /** Assets that have at least one of the attributes. */
  | { readonly kind: "has"; readonly attributes: readonly (keyof AssetAttributes)[] };

/** What a step does to the price of an asset. Changes of yields, spreads and volatilities are absolute: 0.02 is 200 bp. */
export type Perturbation =
  | { readonly kind: "return"; readonly change: number }
  /** All yields move by `change`: cash flows revalued, else -D change + C change^2 / 2. */
  | { readonly kind: "yields"; readonly change: number }
  /** Yields move by `changes` at `tenors` (years, ascending), in between linearly, beyond as at the ends. */
  | { readonly kind: "curve"; readonly tenors: readonly number[]; readonly changes: readonly number[] }
  /** Credit spreads move by `change`: -spread duration x change. */
  | { readonly kind: "spreads"; readonly change: number }
  /** The asset's currency moves by `change` against the investor's. */
  | { readonly kind: "currency"; readonly change: number }
  /** A factor returns `change`: exposure x change + gamma x change^2. */
  | { readonly kind: "factor"; readonly factor: string; readonly change: number }
  /** Volatility moves by `change`: vega x change. */
  | { readonly kind: "volatility"; readonly change: number };

/** One step of a scenario. */
export interface ScenarioStep {
  readonly filter: ScenarioFilter;
  readonly perturbation: Perturbation;
}

const finite = z.number();
const attributeNames = [
  "assetClass",
  "currency",
  "sector",
  "country",
  "duration",
  "convexity",
  "spreadDuration",
  "cashFlows",
  "yield",
  "exposures",
  "vega",
  "gamma",
] as const satisfies readonly (keyof AssetAttributes)[];

/** Schema of {@link ScenarioStep}. */
export const ScenarioStepSchema: z.ZodType<ScenarioStep> = z.strictObject({
  filter: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("all") }),
    z.strictObject({ kind: z.literal("assets"), assets: z.array(z.string()).min(1) }),
    z.strictObject({
      kind: z.literal("attribute"),
      attribute: z.enum(["assetClass", "currency", "sector", "country"]),
      values: z.array(z.string()).min(1),
    }),
    z.strictObject({ kind: z.literal("has"), attributes: z.array(z.enum(attributeNames)).min(1) }),
  ]),
  perturbation: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("return"), change: finite.min(-1, "expected a return of at least -1") }),
    z.strictObject({ kind: z.literal("yields"), change: finite }),
    z
      .strictObject({ kind: z.literal("curve"), tenors: z.array(finite).min(1), changes: z.array(finite).min(1) })
      .refine(({ tenors, changes }) => tenors.length === changes.length, "expected as many changes as tenors")
      .refine(
        ({ tenors }) => tenors.every((tenor, i) => i === 0 || tenor > tenors[i - 1]!),
        "expected ascending tenors",
      ),
    z.strictObject({ kind: z.literal("spreads"), change: finite }),
    z.strictObject({ kind: z.literal("currency"), change: finite.min(-1, "expected a return of at least -1") }),
    z.strictObject({ kind: z.literal("factor"), factor: z.string().min(1), change: finite }),
    z.strictObject({ kind: z.literal("volatility"), change: finite }),
  ]),
});

/** Whether a step acts on an asset. */
export function matches(filter: ScenarioFilter, asset: string, attributes: AssetAttributes | undefined): boolean {
  switch (filter.kind) {
    case "all":
      return true;
    case "assets":
      return filter.assets.includes(asset);
    case "attribute": {
      const value = attributes?.[filter.attribute];
      return value !== undefined && filter.values.includes(value);
    }
    case "has":
      return filter.attributes.some((name) => attributes?.[name] !== undefined);
  }
}

/** Return of an asset under one perturbation; throws `INVALID_INPUT` where the number it needs isn't known. */
export function perturbedReturn(
  perturbation: Perturbation,
  asset: string,
  attributes: AssetAttributes | undefined,
): number {
  switch (perturbation.kind) {
    case "return":
    case "currency":
      return perturbation.change;
    case "yields":
      return yieldReturn(() => perturbation.change, asset, attributes);
    case "curve":
      return yieldReturn((time) => curveChange(perturbation.tenors, perturbation.changes, time), asset, attributes);
    case "spreads":
      return -needed(attributes?.spreadDuration, asset, "spreadDuration") * perturbation.change;
    case "factor": {
      const exposure = needed(attributes?.exposures?.[perturbation.factor], asset, `exposures.${perturbation.factor}`);
      return exposure * perturbation.change + (attributes?.gamma ?? 0) * perturbation.change ** 2;
    }
    case "volatility":
      return needed(attributes?.vega, asset, "vega") * perturbation.change;
  }
}

function needed(value: number | undefined, asset: string, attribute: string): number {
  if (value !== undefined && Number.isFinite(value)) return value;
  throw invalidInput(
    `attributes.${asset}.${attribute}`,
    `attributes: "${asset}" has no ${attribute}, which a step of the scenario needs: give it, or narrow the step's filter`,
    { expected: "a finite number", received: String(value) },
  );
}

function yieldReturn(change: (time: number) => number, asset: string, attributes: AssetAttributes | undefined): number {
  const flows = attributes?.cashFlows;
  if (flows === undefined) {
    const duration = needed(attributes?.duration, asset, "duration");
    const move = change(duration);
    return -duration * move + 0.5 * (attributes?.convexity ?? 0) * move * move;
  }
  const rate = needed(attributes?.yield, asset, "yield");
  let before = 0;
  let after = 0;
  for (const { time, amount } of flows) {
    before += amount * Math.exp(-rate * time);
    after += amount * Math.exp(-(rate + change(time)) * time);
  }
  if (before > 0) return after / before - 1;
  throw invalidInput(
    `attributes.${asset}.cashFlows`,
    `attributes.${asset}.cashFlows: expected a positive present value, was ${before}`,
  );
}

function curveChange(tenors: readonly number[], changes: readonly number[], time: number): number {
  const last = tenors.length - 1;
  if (time <= tenors[0]!) return changes[0]!;
  if (time >= tenors[last]!) return changes[last]!;
  const above = tenors.findIndex((tenor) => tenor >= time);
  const share = (time - tenors[above - 1]!) / (tenors[above]! - tenors[above - 1]!);
  return (1 - share) * changes[above - 1]! + share * changes[above]!;
}
