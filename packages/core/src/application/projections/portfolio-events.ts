import type { StoredEvent } from "../../portfolio/events.ts";
import { portfolioEventSchemas, parsePortfolioEvent } from "../../portfolio/event-schemas.ts";
import { type PortfolioEvent, portfolioStream } from "../../portfolio/portfolio-events.ts";
import type { PortfolioUpcasters } from "../../portfolio/upcast.ts";
import type { Projection } from "./projection.ts";

/** The types of all portfolio events. */
export const portfolioEventTypes: readonly string[] = Object.keys(portfolioEventSchemas);

/** A projection of the events of one portfolio, each checked and brought up to date. */
export function portfolioProjection<State>(
  name: string,
  portfolioId: string,
  initial: State,
  apply: (state: State, event: PortfolioEvent) => State,
  upcasters: PortfolioUpcasters | undefined,
): Projection<State> {
  const stream = portfolioStream(portfolioId);
  return {
    name: `${name}/${portfolioId}`,
    schemaVersion: 1,
    initial,
    streamPrefix: stream,
    types: portfolioEventTypes,
    apply: (state: State, event: StoredEvent) =>
      // a prefix also fits portfolios with a longer id
      event.stream === stream ? apply(state, parsePortfolioEvent(event, upcasters)) : state,
  };
}
