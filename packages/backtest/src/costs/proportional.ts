import * as z from "zod";
import type { CostModel } from "./cost-model.ts";

/** A fraction of the value traded: commission and half the spread. */
export interface ProportionalCost {
  readonly kind: "proportional";
  /** From 0 to below 1: 0.001 is 10 basis points. */
  readonly rate: number;
  /** Rates of single assets. */
  readonly byAsset?: Readonly<Record<string, number>>;
}

const rate = z.number().min(0).lt(1);

export const proportionalCost: CostModel<ProportionalCost> = {
  kind: "proportional",
  schema: z.strictObject({
    kind: z.literal("proportional"),
    rate,
    byAsset: z.exactOptional(z.record(z.string(), rate)),
  }),
  cost: ({ asset, value }, { rate, byAsset }) =>
    Math.abs(value) * (byAsset !== undefined && Object.hasOwn(byAsset, asset) ? byAsset[asset]! : rate),
};
