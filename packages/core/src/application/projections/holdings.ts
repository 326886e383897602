import { evolve } from "../../portfolio/evolve.ts";
import type { PortfolioState } from "../../portfolio/state.ts";
import type { PortfolioUpcasters } from "../../portfolio/upcast.ts";
import { portfolioProjection } from "./portfolio-events.ts";
import type { Projection } from "./projection.ts";

/**
 * What a portfolio holds: its state after its last event, lots included; `null` before it is opened. `Portfolio.parse`
 * reads it, for positions with value and allocation.
 */
export function holdingsProjection(
  portfolioId: string,
  options: { readonly upcasters?: PortfolioUpcasters | undefined } = {},
): Projection<PortfolioState | null> {
  return portfolioProjection<PortfolioState | null>("holdings", portfolioId, null, evolve, options.upcasters);
}
