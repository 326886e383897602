import type { Evidence } from "../../choice-set/evidence.ts";
import type { Fill } from "../../choice-set/fills.ts";
import { type SaleChoice, type SaleDay, tie } from "../../choice-set/sale-days.ts";
import type { Alteration, PositionChange } from "./alteration.ts";
import type { AccountPrices } from "./account-prices.ts";

/** Units of an asset sold in the replay that the investor kept: what is left after each day on which some went back. */
type SoldInstead = readonly { readonly day: string; readonly units: number }[];

interface Kept {
  readonly asset: string;
  readonly units: number;
  readonly price: number;
}

interface Sales {
  readonly choice: SaleChoice;
  readonly money: number;
  readonly units: number;
}

/**
 * Sale days with the same money raised from other positions: `"losers"` sells losers in place of the winners sold, as far
 * as there are any; `"blind"` sells every position by its share of the account. What was sold instead goes back as the
 * investor sells it, or at the horizon: the winners kept are then sold for it at the day's prices.
 */
export function swapSales(
  { saleDays, fills }: Pick<Evidence, "saleDays" | "fills">,
  prices: AccountPrices,
  options: { readonly instead: "losers" | "blind"; readonly horizonDays: number; readonly together: boolean },
): readonly Alteration[] {
  const byTrade = new Map(fills.map((fill) => [fill.trade.id, fill]));
  const closings = new Map<string, Fill[]>();
  for (const fill of fills) {
    if (fill.trade.side !== "sell" || !(fill.closedQuantity > 0)) continue;
    const key = keyOf(fill.trade.asset, options.together ? "" : fill.trade.account);
    const list = closings.get(key);
    if (list === undefined) closings.set(key, [fill]);
    else list.push(fill);
  }
  const open = new Map<string, SoldInstead[]>();
  return saleDays.flatMap((saleDay): Alteration[] => {
    const plan = planOf(saleDay, byTrade, open, options.instead);
    if (plan === undefined) return [];
    const changes: PositionChange[] = plan.kept.map((kept) => ({ ...kept, day: saleDay.day }));
    const total = plan.kept.reduce((sum, { units, price }) => sum + units * price, 0);
    for (const { choice, money } of plan.sold) {
      const { asset, price } = choice;
      const units = money / price;
      changes.push({ asset, day: saleDay.day, units: -units, price });
      const left: { readonly day: string; readonly units: number }[] = [{ day: saleDay.day, units }];
      let rest = units;
      const giveBack = (day: string, part: number, at: number): void => {
        changes.push({ asset, day, units: part, price: at });
        for (const kept of plan.kept) {
          const own = -kept.units * (money / total) * (part / units);
          changes.push({ asset: kept.asset, day, units: own, price: prices.close(kept.asset, day) });
        }
        rest = part < rest * (1 - 1e-9) ? rest - part : 0;
        left.push({ day, units: rest });
      };
      const limit = prices.dayAfter(saleDay.day, options.horizonDays);
      for (const fill of closings.get(keyOf(asset, saleDay.account)) ?? []) {
        const { day } = fill.trade;
        if (day <= saleDay.day || (limit !== undefined && day >= limit)) continue;
        giveBack(day, rest * Math.min(1, fill.closedQuantity / fill.quantityBefore), fill.trade.price);
        if (rest === 0) break;
      }
      if (limit !== undefined && rest > 0) giveBack(limit, rest, prices.close(asset, limit));
      const key = keyOf(asset, saleDay.account);
      const others = (open.get(key) ?? []).filter((swap) => swap.at(-1)!.day > saleDay.day || swap.at(-1)!.units > 0);
      open.set(key, [...others, left]);
    }
    return [{ day: saleDay.day, trades: plan.trades, changes, costsSaved: [] }];
  });
}

function keyOf(asset: string, account: string): string {
  return JSON.stringify([asset, account]);
}

interface Plan {
  readonly kept: readonly Kept[];
  readonly sold: readonly { readonly choice: SaleChoice; readonly money: number }[];
  readonly trades: readonly string[];
}

function planOf(
  { day, account, choices }: SaleDay,
  byTrade: ReadonlyMap<string, Fill>,
  open: ReadonlyMap<string, readonly SoldInstead[]>,
  instead: "losers" | "blind",
): Plan | undefined {
  const long = choices.filter(({ direction }) => direction === "long");
  const sales = long.filter(({ sold }) => sold).map((choice) => salesOf(choice, byTrade));
  const available = (choice: SaleChoice): number => {
    const swaps = open.get(keyOf(choice.asset, account)) ?? [];
    const gone = swaps.reduce((sum, swap) => sum + (swap.filter((step) => step.day <= day).at(-1)?.units ?? 0), 0);
    return Math.max(0, choice.quantity - gone) * choice.price;
  };
  let less: Sales[];
  let more: { readonly choice: SaleChoice; readonly money: number }[];
  if (instead === "losers") {
    less = sales.filter(({ choice }) => choice.return > tie);
    more = long
      .filter(({ sold, return: rate }) => !sold && rate < -tie)
      .map((choice) => ({ choice, money: available(choice) }));
  } else {
    // every position gives the same share of its value, so what was sold beyond it is kept
    const raised = sales.reduce((sum, { money }) => sum + money, 0);
    const worth = long.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
    const share = Math.min(1, raised / worth);
    less = sales.flatMap(({ choice, money, units }) => {
      const beyond = 1 - (share * choice.quantity * choice.price) / money;
      return beyond > tie ? [{ choice, money: money * beyond, units: units * beyond }] : [];
    });
    more = long.flatMap((choice) => {
      const own = sales.find((sale) => sale.choice === choice)?.money ?? 0;
      const wanted = share * choice.quantity * choice.price - own;
      return wanted > tie * raised ? [{ choice, money: Math.min(wanted, Math.max(0, available(choice) - own)) }] : [];
    });
  }
  const from = less.reduce((sum, { money }) => sum + money, 0);
  const to = more.reduce((sum, { money }) => sum + money, 0);
  const moved = Math.min(from, to);
  if (!(moved > 0)) return undefined;
  return {
    kept: less.map(({ choice, money, units }) => ({
      asset: choice.asset,
      units: (units * moved) / from,
      price: money / units,
    })),
    sold: more.filter(({ money }) => money > 0).map(({ choice, money }) => ({ choice, money: (money * moved) / to })),
    trades: less.flatMap(({ choice }) => choice.trades),
  };
}

function salesOf(choice: SaleChoice, byTrade: ReadonlyMap<string, Fill>): Sales {
  let money = 0;
  let units = 0;
  for (const id of choice.trades) {
    const { trade, closedQuantity } = byTrade.get(id)!;
    units += closedQuantity;
    money += closedQuantity * trade.price;
  }
  return { choice, money, units };
}
