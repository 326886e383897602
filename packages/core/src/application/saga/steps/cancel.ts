import { PlimsollError } from "../../../errors.ts";
import type { Broker } from "../../../ports/broker.ts";
import { type CancelledOrder, rebalanceFact } from "../events.ts";
import type { RebalanceStep } from "../step.ts";

/**
 * Compensation: takes back every order of the plan that still stands. It asks about all of them, since a broker may have
 * taken an order whose placing looked like a failure from here.
 */
export const cancel: RebalanceStep = {
  name: "cancel",
  compensable: false,
  due: ({ failure, cancelled }) => failure?.step === "place" && cancelled === null,
  async run({ broker }, { plan }) {
    const orders: CancelledOrder[] = [];
    for (const { id } of plan!.orders) orders.push({ orderId: id, state: await takeBack(broker, id) });
    return rebalanceFact("RebalanceOrdersCancelled", { orders });
  },
};

async function takeBack(broker: Broker, orderId: string): Promise<CancelledOrder["state"]> {
  try {
    const { state } = await broker.cancel(orderId);
    if (state === "filled" || state === "cancelled") return state;
    throw new PlimsollError("UNAVAILABLE", `order "${orderId}" is still ${state} after it was cancelled: try later`, {
      resource: `order ${orderId}`,
    });
  } catch (error) {
    if (PlimsollError.is(error, "NOT_FOUND")) return "never-placed";
    throw error;
  }
}
