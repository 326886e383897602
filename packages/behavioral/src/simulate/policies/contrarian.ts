import { pastReturnRanks } from "./past-return-ranks.ts";
import type { Policy } from "./policy.ts";

/** Buys recent losers, which must be due for a rise: the gambler's fallacy. */
export const contrarian: Policy = {
  meaning: "logit coefficient of the past return's rank, reversed, when buying; 0 is random",
  defaultStrength: 1.2,
  unbiased: 0,
  biases: ["gamblersFallacy"],
  plant: (strength) => {
    let ranks = new Float64Array();
    return {
      prepare: (account) => {
        ranks = Float64Array.from(pastReturnRanks(account));
      },
      purchaseUtility: (asset) => -strength * ranks[asset]!,
    };
  },
};
