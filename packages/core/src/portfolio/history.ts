import { Trade } from "../values/trade.ts";
import type { EventEnvelope } from "./events.ts";
import type { LotClosure } from "./lots.ts";
import type { PortfolioEvent } from "./portfolio-events.ts";

type EventOf<Type extends PortfolioEvent["type"]> = Extract<PortfolioEvent, EventEnvelope<Type>>;

const isTrade = (event: PortfolioEvent): event is EventOf<"PositionBought" | "PositionSold"> =>
  event.type === "PositionBought" || event.type === "PositionSold";

const closes = (event: PortfolioEvent): event is EventOf<"PositionBought" | "PositionSold" | "PositionSplit"> =>
  isTrade(event) || event.type === "PositionSplit";

/** The purchases and sales among `events`, in their order; the id of a trade is that of its event. */
export function tradesOf(events: readonly PortfolioEvent[]): readonly Trade[] {
  return events.filter(isTrade).map(({ id, type, time, data }) =>
    Trade.of({
      id,
      ticker: data.ticker,
      side: type === "PositionBought" ? "buy" : "sell",
      quantity: data.quantity,
      price: data.price,
      fee: data.fee,
      time,
    }),
  );
}

/** What `events` realised, lot by lot with holding periods, in their order: sales, covered shorts, cash in lieu. */
export function realisedGainsOf(events: readonly PortfolioEvent[]): readonly LotClosure[] {
  return events.filter(closes).flatMap((event) => event.data.closed);
}
