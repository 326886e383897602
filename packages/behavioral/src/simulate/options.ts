import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { dayTraders, type DayTraderKind } from "./day-traders/table.ts";
import type { PriceModel } from "./market.ts";
import { policies, type PolicyKind } from "./policies/table.ts";
import { type SimulatedInput, simulatedInputs } from "./policies/policy.ts";

/** A kind of investor that {@link simulateInvestor} knows. */
export type InvestorKind = PolicyKind | DayTraderKind | "mixed";

/** What {@link simulateInvestor} is told; plain data. */
export interface SimulateInvestorOptions {
  readonly kind: InvestorKind;
  /**
   * How strong the kind's trait is, in the kind's own unit: odds ratios and factors are 1 without it, slopes and chances
   * 0 (see {@link investorKinds}).
   * @defaultValue the kind's own
   */
  readonly strength?: number | undefined;
  /** For `"mixed"`: the kinds to add up, each with its strength. */
  readonly traits?: Readonly<Partial<Record<PolicyKind, number>>> | undefined;
  /** Days with a sale; for day traders round trips.
   * @defaultValue 100 */
  readonly sales?: number | undefined;
  readonly seed: number | string;
  /** Positions held at a time.
   * @defaultValue 6 */
  readonly positions?: number | undefined;
  /** What a new position gets: the `"proceeds"` of the sale it follows, or the same `"fixed"` amount every time.
   * @defaultValue "proceeds" */
  readonly sizing?: "proceeds" | "fixed" | undefined;
  /** Assets in the market.
   * @defaultValue 60 */
  readonly assets?: number | undefined;
  /** Mean trading days between sales by choice; rebalancing and panics come on top.
   * @defaultValue 10 */
  readonly meanGap?: number | undefined;
  /** @defaultValue "diffusion" */
  readonly market?: PriceModel | undefined;
  /** ISO date of the first price; trading begins a year later.
   * @defaultValue "2014-01-02" */
  readonly start?: string | undefined;
  /** Cost of a trade as a share of its value, in [0, 0.1].
   * @defaultValue 0.001 */
  readonly costRate?: number | undefined;
  /** Optional inputs to make beside those the kind makes itself, unrelated to the trades.
   * @defaultValue none */
  readonly inputs?: readonly SimulatedInput[] | undefined;
}

const policyKinds = Object.keys(policies) as PolicyKind[];

/** Every kind of investor. */
export const investorKinds: readonly InvestorKind[] = [
  ...policyKinds,
  ...(Object.keys(dayTraders) as DayTraderKind[]),
  "mixed",
];

export const SimulateInvestorOptionsSchema: z.ZodType<SimulateInvestorOptions> = z.strictObject({
  kind: z.enum(investorKinds),
  strength: z.number().nonnegative().optional(),
  traits: z.partialRecord(z.enum(policyKinds), z.number().nonnegative()).optional(),
  sales: z.int().min(1).max(100_000).optional(),
  seed: z.union([z.number(), z.string()]),
  positions: z.int().min(1).max(1000).optional(),
  sizing: z.enum(["proceeds", "fixed"]).optional(),
  assets: z.int().min(2).max(10_000).optional(),
  meanGap: z.number().positive().optional(),
  market: z.enum(["diffusion", "garch", "regime-shift"]).optional(),
  start: z.iso.date().optional(),
  costRate: z.number().min(0).max(0.1).optional(),
  inputs: z.array(z.enum(simulatedInputs)).optional(),
});

/** Options with every default filled in. */
export type CompleteOptions = Required<{
  readonly [Key in keyof SimulateInvestorOptions]: Exclude<SimulateInvestorOptions[Key], undefined>;
}>;

/** Validates, fills in. */
export function readOptions(options: SimulateInvestorOptions): CompleteOptions {
  const parsed = SimulateInvestorOptionsSchema.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw invalidInput(`options.${issue.path.join(".")}`, `options.${issue.path.join(".")}: ${issue.message}`);
  }
  const { kind } = parsed.data;
  const traits = traitsOf(parsed.data);
  const strength =
    parsed.data.strength ?? (kind === "mixed" ? 0 : { ...policies, ...dayTraders }[kind].defaultStrength);
  const complete: CompleteOptions = {
    kind,
    strength,
    traits,
    sales: parsed.data.sales ?? 100,
    seed: parsed.data.seed,
    positions: parsed.data.positions ?? 6,
    sizing: parsed.data.sizing ?? "proceeds",
    assets: parsed.data.assets ?? 60,
    meanGap: parsed.data.meanGap ?? 10,
    market: parsed.data.market ?? "diffusion",
    start: parsed.data.start ?? "2014-01-02",
    costRate: parsed.data.costRate ?? 0.001,
    inputs: parsed.data.inputs ?? [],
  };
  if (complete.assets < 2 * complete.positions) {
    throw invalidInput(
      "options.assets",
      `options.assets: ${complete.assets} leave too few to choose from beside ${complete.positions} positions: at least twice as many`,
    );
  }
  checkStrengths(complete);
  return complete;
}

function traitsOf({ kind, strength, traits }: SimulateInvestorOptions): CompleteOptions["traits"] {
  if (kind === "mixed") {
    if (traits === undefined || Object.keys(traits).length === 0) {
      throw invalidInput(
        "options.traits",
        'options.traits: a "mixed" investor needs at least one, such as { disposition: 2.5 }',
      );
    }
    if (strength !== undefined) {
      throw invalidInput(
        "options.strength",
        'options.strength: a "mixed" investor has a strength for each trait instead',
      );
    }
    return traits;
  }
  if (traits !== undefined) {
    throw invalidInput("options.traits", `options.traits: only a "mixed" investor has traits, was "${kind}"`);
  }
  return kind in policies ? { [kind]: strength ?? policies[kind as PolicyKind].defaultStrength } : {};
}

function checkStrengths({ kind, strength, traits }: CompleteOptions): void {
  for (const [trait, value] of Object.entries(traits)) {
    const { unbiased, meaning } = policies[trait as PolicyKind];
    const argument = kind === "mixed" ? `options.traits.${trait}` : "options.strength";
    if (value < unbiased) {
      throw invalidInput(argument, `${argument}: expected at least ${unbiased} (${meaning}), was ${value}`);
    }
  }
  if (kind in dayTraders && strength < dayTraders[kind as DayTraderKind].unbiased) {
    const { unbiased, meaning } = dayTraders[kind as DayTraderKind];
    throw invalidInput(
      "options.strength",
      `options.strength: expected at least ${unbiased} (${meaning}), was ${strength}`,
    );
  }
}
