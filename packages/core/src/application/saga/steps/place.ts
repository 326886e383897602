import { PlimsollError } from "../../../errors.ts";
import type { PlannedOrder } from "../../../portfolio/portfolio-events.ts";
import type { Broker, BrokerOrder } from "../../../ports/broker.ts";
import { parseInstant } from "../../../ports/instant.ts";
import { loadPortfolio } from "../../queries/load-portfolio.ts";
import { rebalanceFact } from "../events.ts";
import type { ExecutionPolicy } from "../instruction.ts";
import type { RebalanceState } from "../state.ts";
import { type RebalanceOptions, type RebalancePorts, type RebalanceStep, WAITING } from "../step.ts";
import { holdingsOf } from "./propose.ts";

const sides = ["sell", "buy"] as const;

/**
 * Places the orders one by one, each once: purchases only when all sales are filled, so that they never spend cash that
 * did not come. Ends when everything is filled; fails when an order is cancelled before, or stands past the deadline.
 */
export const place: RebalanceStep = {
  name: "place",
  compensable: true,
  due: ({ risk, failure, plan, filledSides }) =>
    failure === null && risk !== null && sidesOf(plan!.orders).some((side) => !filledSides.includes(side)),
  async run(ports, state, options) {
    const { orders } = state.plan!;
    const side = sidesOf(orders).find((each) => !state.filledSides.includes(each))!;
    const mine = orders.filter((order) => order.side === side);
    const next = mine.find(({ id }) => !state.placed.includes(id));
    if (next !== undefined) {
      // also when resumed: if the first order did get through, this one repeats it under the same id
      if (state.placed.length === 0) await requireUnchanged(ports, state);
      await ports.broker.place(brokerOrder(next, state.instruction.execution));
      return rebalanceFact("RebalanceOrderPlaced", { orderId: next.id });
    }
    const open = await openOrders(ports.broker, mine);
    if (open.length === 0) return rebalanceFact("RebalanceSideFilled", { side });
    requireTime(ports, state, open, options);
    return WAITING;
  },
};

function sidesOf(orders: readonly PlannedOrder[]): readonly ("buy" | "sell")[] {
  return sides.filter((side) => orders.some((order) => order.side === side));
}

function brokerOrder(order: PlannedOrder, policy: ExecutionPolicy = {}): BrokerOrder {
  const { orderType = "limit", timeInForce = "immediate-or-cancel" } = policy;
  return {
    id: order.id,
    asset: order.ticker,
    side: order.side,
    quantity: order.quantity,
    type: orderType,
    ...(orderType === "limit" ? { limitPrice: order.price.amount } : {}),
    timeInForce,
  };
}

async function requireUnchanged(ports: RebalancePorts, { instruction, holdings }: RebalanceState): Promise<void> {
  const { state } = await loadPortfolio(ports, { portfolioId: instruction.portfolioId });
  if (JSON.stringify(holdingsOf(state)) === JSON.stringify(holdings)) return;
  throw new PlimsollError(
    "RULE_VIOLATED",
    `portfolio "${state.id}" was traded after the plan was made: rebalance again under a new id`,
    { rule: "plan-current" },
  );
}

/** The orders that still stand; throws when one has ended unfilled. */
async function openOrders(broker: Broker, orders: readonly PlannedOrder[]): Promise<readonly PlannedOrder[]> {
  const open: PlannedOrder[] = [];
  for (const order of orders) {
    const { state, filled } = await broker.status(order.id);
    if (state === "filled") continue;
    if (state === "cancelled") {
      throw new PlimsollError(
        "RULE_VIOLATED",
        `the broker filled ${filled} of ${order.quantity} in the order to ${order.side} ${order.ticker}: the rest was cancelled`,
        { rule: "order-filled" },
      );
    }
    open.push(order);
  }
  return open;
}

function requireTime(
  { clock }: RebalancePorts,
  { instruction }: RebalanceState,
  open: readonly PlannedOrder[],
  options: RebalanceOptions,
): void {
  const what = open.map(({ side, ticker }) => `${side} ${ticker}`).join(", ");
  if (options.openOrders === "cancel") {
    throw new PlimsollError("RULE_VIOLATED", `orders were to be taken back while they stood: ${what}`, {
      rule: "order-wanted",
    });
  }
  const deadline = instruction.execution?.deadline;
  if (deadline === undefined || clock.now() < parseInstant(deadline, "deadline")) return;
  throw new PlimsollError("RULE_VIOLATED", `orders still stood at the deadline ${deadline}: ${what}`, {
    rule: "deadline",
  });
}
