import * as z from "zod";
import type { CostModel, PricedTrade } from "./cost-model.ts";
import { type PerShareCost, perShareCost } from "./per-share.ts";
import { type ProportionalCost, proportionalCost } from "./proportional.ts";
import { type TicketCost, ticketCost } from "./ticket.ts";

/** A trading cost as plain data. */
export type CostSpec = ProportionalCost | TicketCost | PerShareCost;

const costModels: {
  readonly [Kind in CostSpec["kind"]]: CostModel<Extract<CostSpec, { readonly kind: Kind }>>;
} = { proportional: proportionalCost, ticket: ticketCost, "per-share": perShareCost };

/** The schema of a {@link CostSpec}, made from the table. */
export const CostSpecSchema: z.ZodType<CostSpec> = z.discriminatedUnion("kind", [
  costModels.proportional.schema,
  costModels.ticket.schema,
  costModels["per-share"].schema,
]);

/** What one trade costs under all models together. */
export function tradingCost(trade: PricedTrade, specs: readonly CostSpec[]): number {
  let total = 0;
  for (const spec of specs) {
    // the kind picks the entry, so the entry's own spec type is that of `spec`
    const model = costModels[spec.kind] as unknown as CostModel<CostSpec>;
    total += model.cost(trade, spec);
  }
  return total;
}
