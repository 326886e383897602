import { PlimsollError } from "../../../errors.ts";
import { parsePortfolioEvent } from "../../../portfolio/event-schemas.ts";
import { evolve } from "../../../portfolio/evolve.ts";
import { portfolioStream } from "../../../portfolio/portfolio-events.ts";
import type { PortfolioState } from "../../../portfolio/state.ts";
import type { BrokerFill } from "../../../ports/broker.ts";
import { rebalanceFact } from "../events.ts";
import { fillCommandId, recordFills } from "../record-fills.ts";
import type { RebalanceState } from "../state.ts";
import type { RebalancePorts, RebalanceStep } from "../step.ts";

/** How often another writer of the portfolio may come first before the step is left for later. */
const ATTEMPTS = 5;

/** Records with the portfolio what the broker filled, all at once: each fill as a trade, then what they belonged to. */
export const record: RebalanceStep = {
  name: "record",
  compensable: false,
  due: ({ risk, failure, cancelled, recorded }) =>
    recorded === null && (failure === null ? risk !== null : cancelled !== null),
  async run(ports, saga) {
    const fills = await fillsOf(ports, saga);
    const stream = portfolioStream(saga.instruction.portfolioId);
    for (let attempt = 1; ; attempt += 1) {
      const { state, done } = await stateBefore(ports, saga, fills);
      const { events, ...outcome } = recordFills(state, saga, fills);
      try {
        if (!done && events.length > 0) {
          await ports.repository.save(stream, events, { expectedVersion: state.version });
        }
        return rebalanceFact("RebalanceFillsRecorded", outcome);
      } catch (error) {
        if (!PlimsollError.is(error, "CONFLICT") || attempt === ATTEMPTS) throw error;
      }
    }
  },
};

async function fillsOf({ broker }: RebalancePorts, { plan }: RebalanceState): Promise<readonly BrokerFill[]> {
  const fills: BrokerFill[] = [];
  for (const { id } of plan!.orders) for await (const fill of broker.fills({ orderId: id })) fills.push(fill);
  return fills.sort((a, b) => a.sequence - b.sequence);
}

/**
 * The portfolio before the first event of this rebalance, and whether there is one: what was recorded before a crash is
 * decided again from the same state, with the same outcome.
 */
async function stateBefore(
  { repository, upcasters }: RebalancePorts,
  saga: RebalanceState,
  fills: readonly BrokerFill[],
): Promise<{ readonly state: PortfolioState; readonly done: boolean }> {
  const own = new Set(fills.map((fill) => fillCommandId(saga, fill)));
  type Before = { readonly state: PortfolioState | null; readonly done: boolean };
  const { state: before } = await repository.load<Before, { readonly causationId: string }>(
    portfolioStream(saga.instruction.portfolioId),
    (before, event) => {
      if (before.done || own.has(event.causationId)) return { ...before, done: true };
      return { state: evolve(before.state, parsePortfolioEvent(event, upcasters)), done: false };
    },
    { state: null, done: false },
  );
  return { state: before.state!, done: before.done };
}
