import type { DecisionBasis } from "../../portfolio/portfolio-events.ts";
import type { ExportedPortfolio } from "./owner-export.ts";

/** Every basis that an exported event names. */
export function basesIn(portfolios: readonly ExportedPortfolio[]): readonly DecisionBasis[] {
  const events = portfolios.flatMap(({ events, rebalances }) => [
    ...events,
    ...rebalances.flatMap((rebalance) => rebalance.events),
  ]);
  return events.flatMap(({ type, data }) => {
    if (type === "PortfolioRebalanced") return (data as { readonly basis: DecisionBasis | null }).basis ?? [];
    if (type !== "RebalanceStarted") return [];
    return (data as { readonly instruction: { readonly basis?: DecisionBasis } }).instruction.basis ?? [];
  });
}
