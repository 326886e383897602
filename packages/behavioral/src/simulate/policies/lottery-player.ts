import { ranks } from "./past-return-ranks.ts";
import type { Policy } from "./policy.ts";

/** Buys cheap, volatile assets with a chance of a jump (Kumar 2009). */
export const lotteryPlayer: Policy = {
  meaning: "logit coefficient of the mean of three ranks (low price, volatility, chance of a jump); 0 is random",
  defaultStrength: 6,
  unbiased: 0,
  biases: ["lotteryPreference"],
  lotteries: true,
  plant: (strength) => {
    let index = new Float64Array();
    return {
      prepare: ({ market }) => {
        const cheap = ranks(market.assets.map((_, asset) => -market.price(asset)));
        const wild = ranks([...market.ownScale]);
        const skewed = ranks([...market.jumpChance]);
        index = Float64Array.from(cheap, (rank, asset) => (rank + wild[asset]! + skewed[asset]!) / 3);
      },
      purchaseUtility: (asset) => strength * index[asset]!,
    };
  },
};
