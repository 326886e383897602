import * as z from "zod";
import type { CostModel } from "./cost-model.ts";

/** A fixed amount for each trade. */
export interface TicketCost {
  readonly kind: "ticket";
  /** Money, in the unit of the initial value. */
  readonly amount: number;
}

export const ticketCost: CostModel<TicketCost> = {
  kind: "ticket",
  schema: z.strictObject({ kind: z.literal("ticket"), amount: z.number().min(0) }),
  cost: ({ value }, { amount }) => (value === 0 ? 0 : amount),
};
