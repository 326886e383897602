import type { Fill } from "../choice-set/fills.ts";
import { dayNumber } from "../input/local-time.ts";
import type { PriceHistory } from "../input/price-history.ts";
import { withinRegression } from "./within-regression.ts";

/** How the size of purchases changes after losses, in logs. */
export interface RealizationEffect {
  /** While the positions together stand at a loss. */
  readonly paperLoss: number;
  readonly paperLossStandardError: number;
  /** After sales that together lost money in the 30 days before. */
  readonly realizedLoss: number;
  readonly realizedLossStandardError: number;
  /** Days with purchases. */
  readonly purchaseDays: number;
}

const window = 30;
const fewest = 20;

/**
 * The realization effect (Imas 2016): risk taken after paper losses against that after realised ones. The log of the money
 * put into purchases, over the value of the positions at the start of the day, on whether these stand at a loss and whether
 * the sales of the 30 days before lost money; errors robust to unequal variances. `null` with fewer than 20 such days.
 */
export function realizationEffect(fills: readonly Fill[], prices: PriceHistory): RealizationEffect | null {
  const held = new Map<string, { quantity: number; cost: number }>();
  const realized: { readonly day: number; readonly profit: number }[] = [];
  const responses: number[] = [];
  const covariates: number[] = [];
  let oldest = 0;
  let recent = 0;
  for (let first = 0; first < fills.length;) {
    const { day } = fills[first]!.trade;
    const today = dayNumber(day);
    while (oldest < realized.length && realized[oldest]!.day < today - window) recent -= realized[oldest++]!.profit;
    let [value, paper] = [0, 0];
    for (const [key, { quantity, cost }] of held) {
      const price = prices.beforeDay(key.slice(key.indexOf("\n") + 1), today);
      const known = Number.isNaN(price) ? cost : price;
      value += Math.abs(quantity) * known;
      paper += quantity * (known - cost);
    }
    const before = oldest === realized.length ? 0 : recent;
    let money = 0;
    let end = first;
    for (; end < fills.length && fills[end]!.trade.day === day; end++) {
      const { trade, account, quantityBefore, averageCostBefore, closedQuantity, openedQuantity, realizedProfit } =
        fills[end]!;
      const side = trade.side === "buy" ? 1 : -1;
      money += openedQuantity * trade.price;
      if (closedQuantity > 0) {
        realized.push({ day: today, profit: realizedProfit });
        recent += realizedProfit;
      }
      const key = `${account}\n${trade.asset}`;
      const after = quantityBefore + side * (closedQuantity + openedQuantity);
      if (Math.abs(after) <= 1e-9 * Math.abs(quantityBefore)) held.delete(key);
      else {
        const kept = Math.abs(after) - openedQuantity;
        const cost = (kept > 0 ? kept * averageCostBefore : 0) + openedQuantity * trade.price;
        held.set(key, { quantity: after, cost: openedQuantity === 0 ? averageCostBefore : cost / Math.abs(after) });
      }
    }
    if (money > 0 && value > 0) {
      responses.push(Math.log(money / value));
      covariates.push(1, paper < 0 ? 1 : 0, before < 0 ? 1 : 0);
    }
    first = end;
  }
  if (responses.length < fewest) return null;
  // each day is a group of its own against a constant: pairs of a day and a zero do what a group mean would undo
  const fit = withinRegression(
    responses.map((response, index) => ({
      response: Float64Array.of(response, -response),
      covariates: Float64Array.from([0, 1, 2, 0, 1, 2], (column, place) =>
        place < 3 ? covariates[3 * index + column]! : -covariates[3 * index + column]!,
      ),
    })),
    3,
  );
  if (fit === null) return null;
  return {
    paperLoss: fit.coefficients[1]!,
    paperLossStandardError: fit.standardErrors[1]!,
    realizedLoss: fit.coefficients[2]!,
    realizedLossStandardError: fit.standardErrors[2]!,
    purchaseDays: responses.length,
  };
}
