import * as z from "zod";
import { DecisionBasisSchema } from "../../portfolio/event-schemas.ts";
import type { DecisionBasis } from "../../portfolio/portfolio-events.ts";
import { type RebalanceRequest, rebalanceShape } from "../../portfolio/rebalance-request.ts";
import { type PortfolioRule, PortfolioRuleSchema } from "../validation/rule-table.ts";

/** How the orders of a rebalance are placed. */
export interface ExecutionPolicy {
  /**
   * `limit`: at the price of the plan or better, so that the plan can't cost more than it says; `market`: at any price.
   * @defaultValue "limit"
   */
  readonly orderType?: "limit" | "market" | undefined;
  /**
   * Whether an order takes what is there at once, or stands until it is filled, cancelled or the deadline passes.
   * @defaultValue "immediate-or-cancel"
   */
  readonly timeInForce?: "immediate-or-cancel" | "good-till-cancelled" | undefined;
  /** When orders that still stand are taken back, ISO 8601 with zone. @defaultValue never */
  readonly deadline?: string | undefined;
}

/** What to rebalance a portfolio to, who asks why, and under which rules: all of it data. */
export interface RebalanceInstruction extends RebalanceRequest {
  /** Unique identifier of this rebalance: giving it again goes on with it, or returns how it ended. */
  readonly id: string;
  readonly portfolioId: string;
  /** The optimization that the targets come from; it must be in the store of decisions. @defaultValue none */
  readonly basis?: DecisionBasis;
  /** What the targets must keep. @defaultValue nothing */
  readonly rules?: readonly PortfolioRule[];
  /** @defaultValue limit orders that take what is there at once */
  readonly execution?: ExecutionPolicy;
  /** @defaultValue `id` */
  readonly correlationId?: string;
  /** Who and why, kept with every event, such as `{ actor: "anna", reason: "quarterly review" }`. @defaultValue nothing */
  readonly metadata?: Readonly<Record<string, string>>;
}

const id: z.ZodString = z.string().min(1);

/** Schema of {@link RebalanceInstruction}. */
export const RebalanceInstructionSchema: z.ZodType<RebalanceInstruction> = z.strictObject({
  ...rebalanceShape,
  id,
  portfolioId: id,
  basis: DecisionBasisSchema.exactOptional(),
  rules: z.array(PortfolioRuleSchema).readonly().exactOptional(),
  execution: z
    .strictObject({
      orderType: z.enum(["limit", "market"]).optional(),
      timeInForce: z.enum(["immediate-or-cancel", "good-till-cancelled"]).optional(),
      deadline: z.iso.datetime({ offset: true }).optional(),
    })
    .exactOptional(),
  correlationId: id.exactOptional(),
  metadata: z.record(z.string(), z.string()).exactOptional(),
});
