import { ranks } from "./past-return-ranks.ts";
import type { Policy } from "./policy.ts";

/** Half a year without its last month. */
const length = 105;
const skipped = 21;

/** Buys what rose over half a year and sells what fell: a strategy that looks like extrapolation. */
export const momentum: Policy = {
  meaning: "logit coefficient of the half-year return's rank, buying, and reversed, selling; 0 is random",
  defaultStrength: 3,
  unbiased: 0,
  biases: [],
  plant: (strength) => {
    let standing = new Float64Array();
    return {
      prepare: (account) => {
        const { market } = account;
        standing = Float64Array.from(ranks(market.assets.map((_, asset) => market.pastReturn(asset, length, skipped))));
      },
      purchaseUtility: (asset) => strength * standing[asset]!,
      saleUtility: ({ asset }) => -strength * standing[asset]!,
    };
  },
};
