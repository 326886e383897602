import type { Evidence } from "../../choice-set/evidence.ts";
import type { RoundTrip } from "../../choice-set/round-trips.ts";
import type { Alteration, PositionChange } from "./alteration.ts";

type Books = Pick<Evidence, "fills" | "roundTrips">;

/** Opening trades not made: neither are the sales of what they bought, first in first out. */
export function leaveOutOpenings({ fills, roundTrips }: Books, ids: ReadonlySet<string>): readonly Alteration[] {
  const byTrade = new Map(fills.map((fill) => [fill.trade.id, fill]));
  const trips = new Map<string, RoundTrip[]>();
  for (const trip of roundTrips) {
    if (!ids.has(trip.openTrade)) continue;
    const list = trips.get(trip.openTrade);
    if (list === undefined) trips.set(trip.openTrade, [trip]);
    else list.push(trip);
  }
  return fills.flatMap(({ trade, openedQuantity, closedQuantity }): Alteration[] => {
    if (!ids.has(trade.id) || !(openedQuantity > 0)) return [];
    const sign = trade.side === "buy" ? 1 : -1;
    const share = openedQuantity / (openedQuantity + closedQuantity);
    const changes: PositionChange[] = [
      { asset: trade.asset, day: trade.day, units: -sign * openedQuantity, price: trade.price },
    ];
    const costsSaved = [{ day: trade.day, money: trade.cost * share }];
    for (const trip of trips.get(trade.id) ?? []) {
      changes.push({ asset: trip.asset, day: trip.closeDay, units: sign * trip.quantity, price: trip.closePrice });
      const closing = byTrade.get(trip.closeTrade)!;
      const part = trip.quantity / (closing.closedQuantity + closing.openedQuantity);
      costsSaved.push({ day: trip.closeDay, money: closing.trade.cost * part });
    }
    return [{ day: trade.day, trades: [trade.id], changes, costsSaved }];
  });
}

/** Sales not made: the units stay until the investor buys the asset again, who then buys as many fewer, or to the end. */
export function leaveOutSales({ fills }: Books, ids: ReadonlySet<string>, together: boolean): readonly Alteration[] {
  // units of the investor's later purchases that the replay has not yet done without
  const spare = new Map(fills.map((fill) => [fill.trade.id, fill.openedQuantity]));
  return fills.flatMap(({ trade, closedQuantity, openedQuantity }, index): Alteration[] => {
    if (!ids.has(trade.id) || trade.side !== "sell" || !(closedQuantity > 0)) return [];
    const changes: PositionChange[] = [
      { asset: trade.asset, day: trade.day, units: closedQuantity, price: trade.price },
    ];
    const share = closedQuantity / (closedQuantity + openedQuantity);
    const costsSaved = [{ day: trade.day, money: trade.cost * share }];
    let kept = closedQuantity;
    for (const later of fills.slice(index + 1)) {
      const { side, asset, account, id, day, price, cost } = later.trade;
      if (side !== "buy" || asset !== trade.asset || !(together || account === trade.account)) continue;
      const fewer = Math.min(kept, spare.get(id)!);
      if (!(fewer > 0)) continue;
      spare.set(id, spare.get(id)! - fewer);
      kept -= fewer;
      changes.push({ asset, day, units: -fewer, price });
      costsSaved.push({ day, money: (cost * fewer) / (later.openedQuantity + later.closedQuantity) });
      if (!(kept > 1e-9 * closedQuantity)) break;
    }
    return [{ day: trade.day, trades: [trade.id], changes, costsSaved }];
  });
}

/** Ids of trades that open a position right after a loss was realised on the same day in the same account. */
export function reentriesAfterLoss({ fills }: Books, together: boolean): ReadonlySet<string> {
  const lost = new Map<string, { readonly day: string; readonly loss: boolean }>();
  const ids = new Set<string>();
  for (const { trade, closedQuantity, openedQuantity, realizedProfit } of fills) {
    const account = together ? "" : trade.account;
    const last = lost.get(account);
    if (openedQuantity > 0 && closedQuantity === 0 && last?.day === trade.day && last.loss) ids.add(trade.id);
    if (closedQuantity > 0) lost.set(account, { day: trade.day, loss: realizedProfit < 0 });
  }
  return ids;
}
