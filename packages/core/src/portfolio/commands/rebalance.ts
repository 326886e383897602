import * as z from "zod";
import { Exact } from "../../values/decimal.ts";
import { DecisionBasisSchema } from "../event-schemas.ts";
import { evolveFact } from "../evolve.ts";
import { type DecisionBasis, fact, type PortfolioFact } from "../portfolio-events.ts";
import { type RebalanceRequest, rebalanceShape } from "../rebalance-request.ts";
import { planRebalance } from "../rebalance.ts";
import { settleTrade } from "../trading.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";

/** Plans a rebalance and settles its orders at the given prices at once; nothing happens when the portfolio is on target. */
export interface Rebalance extends CommandContext, RebalanceRequest {
  readonly kind: "rebalance";
  /** The optimization that the targets come from. @defaultValue none */
  readonly basis?: DecisionBasis;
}

export const rebalance: CommandHandler<Rebalance> = {
  kind: "rebalance",
  schema: z.strictObject({
    kind: z.literal("rebalance"),
    ...contextShape,
    ...rebalanceShape,
    basis: DecisionBasisSchema.exactOptional(),
  }),
  decide: whenOpen((before, command) => {
    const { kind: _kind, id, time, correlationId: _correlationId, metadata: _metadata, basis, ...request } = command;
    const { cashAfter: _cashAfter, ...plan } = planRebalance(before, request, { orderPrefix: `${id}/order` });
    if (plan.orders.length === 0) return [];
    let state = before;
    const facts: PortfolioFact[] = [];
    for (const order of plan.orders) {
      const trade = settleTrade(state, {
        side: order.side,
        ticker: order.ticker,
        quantity: new Exact(order.quantity),
        price: order.price,
        fee: new Exact(order.fee.amount),
        lots: undefined,
        // the table is made known by the first trade
        exchangeRates: facts.length === 0 ? request.exchangeRates : undefined,
        time,
      });
      facts.push(trade);
      state = evolveFact(state, trade, time);
    }
    return [...facts, fact("PortfolioRebalanced", { ...plan, execution: "immediate", basis: basis ?? null })];
  }),
};
