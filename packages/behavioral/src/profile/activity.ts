import type { Evidence } from "../choice-set/evidence.ts";
import { dayNumber } from "../input/local-time.ts";
import { blockBootstrap } from "./block-bootstrap.ts";
import type { InvestorProfile } from "./investor-profile.ts";

type Activity = Pick<InvestorProfile, "turnover" | "tradingCost" | "overtradingCost" | "overtradingCostRate">;

const window = 30;
const year = 365.25;
const fewestWindows = 3;

interface Windows {
  readonly count: number;
  /** Half of purchases plus sales. */
  readonly traded: Float64Array;
  readonly costs: Float64Array;
  /** Costs of the part of the trades in which purchases and sales offset each other. */
  readonly replacing: Float64Array;
  /** Mean value of the positions over the window's days. */
  readonly value: Float64Array;
}

/** How much is traded and what that costs, from whole windows of 30 days since the first trade. */
export function activity({ account }: Evidence, seed: number): Activity {
  const windows = windowsOf(account);
  const { count, traded, costs, replacing, value } = windows;
  const none: Activity = { turnover: null, tradingCost: null, overtradingCost: null, overtradingCostRate: null };
  if (count < fewestWindows) return none;
  const perYear = year / window;
  const found = blockBootstrap(
    [traded, costs, replacing, value].map((own) => own.subarray(0, count)),
    `activity ${seed}`,
    ([trade, cost, replaced, worth]) => [
      (perYear * trade!) / worth!,
      (perYear * cost!) / count,
      (perYear * replaced!) / count,
      (perYear * replaced!) / worth!,
    ],
  );
  const estimate = (index: number, unit: string, method: string): Activity["turnover"] =>
    Number.isFinite(found[index]!.value)
      ? {
          ...found[index]!,
          unit,
          method: `${method}, from windows of 30 days; interval by stationary bootstrap`,
        }
      : null;
  const replacement = "costs in proportion to the part in which a window's purchases and sales offset each other";
  // whether nothing was paid or nothing written down, the record does not say
  const paid = costs.some((cost) => cost > 0);
  return {
    turnover: estimate(
      0,
      "times a year",
      "half of purchases plus sales over the mean value of the positions (Barber & Odean 2000)",
    ),
    tradingCost: paid ? estimate(1, "money a year", "recorded costs") : null,
    overtradingCost: paid ? estimate(2, "money a year", replacement) : null,
    overtradingCostRate: paid ? estimate(3, "fraction a year", `${replacement}, over the mean value`) : null,
  };
}

function windowsOf({ days, bought, sold, costs, values }: Evidence["account"]): Windows {
  const first = days.length === 0 ? 0 : dayNumber(days[0]!);
  const count = days.length === 0 ? 0 : Math.floor((dayNumber(days.at(-1)!) - first + 1) / window);
  const purchases = new Float64Array(count);
  const sales = new Float64Array(count);
  const paid = new Float64Array(count);
  const worth = new Float64Array(count);
  const seen = new Float64Array(count);
  days.forEach((day, row) => {
    const at = Math.floor((dayNumber(day) - first) / window);
    if (at >= count) return;
    purchases[at]! += bought[row]!;
    sales[at]! += sold[row]!;
    paid[at]! += costs[row]!;
    worth[at]! += Math.abs(values[row]!);
    seen[at]! += 1;
  });
  // a window without a day of its own keeps the value of the one before
  const value = worth.map((sum, at) => (seen[at]! > 0 ? sum / seen[at]! : NaN));
  value.forEach((mean, at) => {
    if (Number.isNaN(mean)) value[at] = value[at - 1]!;
  });
  return {
    count,
    traded: purchases.map((money, at) => 0.5 * (money + sales[at]!)),
    costs: paid,
    replacing: paid.map((cost, at) => {
      const all = purchases[at]! + sales[at]!;
      return all > 0 ? (cost * 2 * Math.min(purchases[at]!, sales[at]!)) / all : 0;
    }),
    value,
  };
}
