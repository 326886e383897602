import { planRebalance } from "../../../portfolio/rebalance.ts";
import type { PortfolioState } from "../../../portfolio/state.ts";
import { requireDecision } from "../../decisions/decision-records.ts";
import { loadPortfolio } from "../../queries/load-portfolio.ts";
import { type Holdings, rebalanceFact } from "../events.ts";
import type { RebalanceStep } from "../step.ts";

/** Plans the orders, from what is held now. */
export const propose: RebalanceStep = {
  name: "propose",
  compensable: true,
  due: ({ plan, failure }) => plan === null && failure === null,
  async run(ports, { instruction }) {
    const {
      id,
      portfolioId,
      basis,
      rules: _r,
      execution: _e,
      correlationId: _c,
      metadata: _m,
      ...request
    } = instruction;
    if (basis !== undefined) await requireDecision(ports.decisions, basis);
    const { state } = await loadPortfolio(ports, { portfolioId });
    const plan = planRebalance(state, request, { orderPrefix: `${id}/order` });
    return rebalanceFact("RebalanceProposed", {
      plan,
      holdings: holdingsOf(state),
      riskTolerance: state.riskTolerance,
    });
  },
};

/** What of a state trades depend on. */
export function holdingsOf(state: PortfolioState): Holdings {
  const quantities = Object.values(state.positions).map(({ ticker, quantity }) => [ticker, quantity] as const);
  return { cash: state.cash, quantities: Object.fromEntries(quantities.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
