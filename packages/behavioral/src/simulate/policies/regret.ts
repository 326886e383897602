import { log } from "@plimsoll/numeric";
import type { Policy } from "./policy.ts";

/** Buys back what was sold for a gain and has fallen since (Strahilevitz, Odean & Barber 2011). */
export const regret: Policy = {
  meaning: "odds of buying back after a gain against after a loss, and after a fall against after a rise; 1 is random",
  defaultStrength: 3,
  unbiased: 1,
  biases: ["regretAversion"],
  plant: (strength) => {
    const utility = log(strength);
    return {
      purchaseUtility: (asset, { former, market }) => {
        const sold = former.get(asset);
        if (sold === undefined) return 0;
        return (sold.gain ? utility : 0) + (market.price(asset) < sold.price ? utility : 0);
      },
    };
  },
};
