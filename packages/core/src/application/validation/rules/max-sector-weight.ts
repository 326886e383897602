import * as z from "zod";
import { TickerSchema } from "../../../values/ticker.ts";
import { WEIGHT_TOLERANCE } from "../../../values/weights.ts";
import { percent, type RuleBase, type RuleFindingBase, type RulePlugin } from "../rule.ts";
import { fraction, severity } from "./shapes.ts";

/** No sector (or other group) may weigh more than its limit; weights count without sign. */
export interface MaxSectorWeightRule extends RuleBase {
  readonly kind: "max-sector-weight";
  /** The sector of each asset; an asset without one belongs to the sector `"unknown"`. */
  readonly sectors: Readonly<Record<string, string>>;
  /** One limit for all sectors, or one for each; a sector that is not named has none. */
  readonly max: number | Readonly<Record<string, number>>;
}

/** A sector weighs too much. */
export interface MaxSectorWeightFinding extends RuleFindingBase {
  readonly rule: "max-sector-weight";
  readonly sector: string;
  readonly assets: readonly string[];
  readonly weight: number;
  readonly max: number;
}

export const maxSectorWeight: RulePlugin<MaxSectorWeightRule, MaxSectorWeightFinding> = {
  schema: z.strictObject({
    kind: z.literal("max-sector-weight"),
    sectors: z.record(TickerSchema, z.string().min(1)),
    max: z.union([fraction, z.record(z.string(), fraction)]),
    severity,
  }),
  needs: () => [],
  find(rule, { targets }) {
    const members = new Map<string, string[]>();
    for (const [asset, weight] of Object.entries(targets.assets)) {
      if (weight === 0) continue;
      const sector = Object.hasOwn(rule.sectors, asset) ? rule.sectors[asset]! : "unknown";
      members.set(sector, [...(members.get(sector) ?? []), asset]);
    }
    return Array.from(members, ([sector, assets]) => ({
      rule: "max-sector-weight" as const,
      sector,
      assets,
      weight: assets.reduce((sum, asset) => sum + Math.abs(targets.assets[asset]!), 0),
      max: limitOf(rule.max, sector),
    }))
      .filter(({ weight, max }) => weight > max + WEIGHT_TOLERANCE)
      .map((breach) => ({
        ...breach,
        message: `sector ${breach.sector} is ${percent(breach.weight)} of the portfolio (${breach.assets.join(", ")}), at most ${percent(breach.max)} are allowed`,
      }));
  },
};

function limitOf(max: MaxSectorWeightRule["max"], sector: string): number {
  if (typeof max === "number") return max;
  return Object.hasOwn(max, sector) ? max[sector]! : Infinity;
}
