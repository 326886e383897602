import type * as z from "zod";

/** One trade, as a cost model sees it. */
export interface PricedTrade {
  readonly asset: string;
  /** Signed units: negative sells. */
  readonly quantity: number;
  readonly price: number;
  /** quantity x price. */
  readonly value: number;
}

/** One kind of trading cost: every file of this folder exports one. */
export interface CostModel<Spec extends { readonly kind: string }> {
  readonly kind: Spec["kind"];
  readonly schema: z.ZodType<Spec> & z.core.$ZodTypeDiscriminable;
  /** Money that the trade costs, never negative; 0 for no trade. */
  readonly cost: (trade: PricedTrade, spec: Spec) => number;
}
