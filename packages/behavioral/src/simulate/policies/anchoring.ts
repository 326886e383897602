import { log } from "@plimsoll/numeric";
import type { SimulatedAccount } from "../simulated-account.ts";
import type { Policy } from "./policy.ts";

const yearLength = 252;

function atYearHigh(asset: number, { market }: SimulatedAccount): boolean {
  const price = market.price(asset);
  const reach = Math.min(yearLength, market.today);
  for (let lag = 1; lag <= reach; lag++) if (market.price(asset, lag) > price / 0.98) return false;
  return true;
}

/** Sells near the high of 52 weeks and sets limits at round prices. */
export const anchoring: Policy = {
  meaning: "odds of selling within 2 % of the 52-week high against elsewhere; 1 is random",
  defaultStrength: 4,
  unbiased: 1,
  biases: ["anchoring"],
  plant: (strength, { stream }) => {
    const utility = log(strength);
    return {
      saleUtility: ({ asset }, account) => (atYearHigh(asset, account) ? utility : 0),
      limitPrice: (price) =>
        stream.uniform() < 1 - 1 / strength && price > 1 ? Math.ceil(price) : Math.ceil(price * 100) / 100,
    };
  },
};
