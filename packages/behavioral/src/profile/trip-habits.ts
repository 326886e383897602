import type { Evidence } from "../choice-set/evidence.ts";
import type { InvestorProfile } from "./investor-profile.ts";
import { medianEstimate } from "./median-estimate.ts";
import type { ProfileEstimate } from "./profile-estimate.ts";

type Habits = Pick<InvestorProfile, "holdingPeriodOfGains" | "holdingPeriodOfLosses" | "winRate" | "purchaseSize">;

const dayLength = 86_400_000;
const z90 = 1.2815515655446004;

/** How long, how often right and how large: medians and shares of round trips. */
export function tripHabits({ roundTrips, fills }: Evidence): Habits {
  const days = (gain: boolean): number[] =>
    roundTrips
      .filter(({ profit }) => (gain ? profit > 0 : profit < 0))
      .map(({ openInstant, closeInstant }) => (closeInstant - openInstant) / dayLength);
  const sizes = fills.flatMap(({ trade, openedQuantity }) =>
    trade.side === "buy" && openedQuantity > 0 ? [openedQuantity * trade.price] : [],
  );
  const method = "median over closed round trips, first in first out; open positions are not in it";
  return {
    holdingPeriodOfGains: medianEstimate(days(true), "days", method),
    holdingPeriodOfLosses: medianEstimate(days(false), "days", method),
    winRate: winRate(
      roundTrips.filter(({ profit }) => profit > 0).length,
      roundTrips.filter(({ profit }) => profit < 0).length,
    ),
    purchaseSize: medianEstimate(sizes, "money", "median over purchases"),
  };
}

/** Wilson's (1927) interval of a share; `null` under five trips. */
function winRate(gains: number, losses: number): ProfileEstimate | null {
  const count = gains + losses;
  if (count < 5) return null;
  const share = gains / count;
  const z2 = z90 * z90;
  const centre = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (z90 * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count))) / (1 + z2 / count);
  return {
    value: share,
    interval: [centre - half, centre + half],
    unit: "fraction of round trips",
    method: "share of round trips with a profit, ties left out, costs not deducted; interval of Wilson (1927)",
  };
}
