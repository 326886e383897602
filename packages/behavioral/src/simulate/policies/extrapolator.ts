import { pastReturnRanks } from "./past-return-ranks.ts";
import type { Policy } from "./policy.ts";

/** Buys recent winners. */
export const extrapolator: Policy = {
  meaning:
    "logit coefficient of the past return's rank (0 to 1) when buying; 0 is random, 1.2 puts the mean rank at .6",
  defaultStrength: 1.2,
  unbiased: 0,
  biases: ["recency"],
  plant: (strength) => {
    let ranks = new Float64Array();
    return {
      prepare: (account) => {
        ranks = Float64Array.from(pastReturnRanks(account));
      },
      purchaseUtility: (asset) => strength * ranks[asset]!,
    };
  },
};
