import type { PortfolioRepository } from "../../ports/portfolio-repository.ts";
import { type RebalanceEvent, rebalanceStreamPrefix } from "../saga/events.ts";
import { type RebalanceResult, resultOf } from "../saga/result.ts";
import { evolveRebalance, type RebalanceState } from "../saga/state.ts";

/**
 * Query: the rebalances of a portfolio in the order of their ids; those with status `"waiting"` have not ended: they wait
 * for orders or were interrupted, and `resumeRebalance` goes on with them.
 */
export async function listRebalances(
  ports: { readonly repository: PortfolioRepository },
  request: { readonly portfolioId: string },
): Promise<readonly RebalanceResult[]> {
  const results: RebalanceResult[] = [];
  for await (const { stream } of ports.repository.list(rebalanceStreamPrefix(request.portfolioId))) {
    const { state } = await ports.repository.load<RebalanceState | null, RebalanceEvent>(stream, evolveRebalance, null);
    results.push(resultOf(state!));
  }
  return results;
}
