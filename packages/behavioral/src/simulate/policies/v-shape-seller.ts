import type { Policy } from "./policy.ts";

/** Sells what moved far, up or down alike (Ben-David & Hirshleifer 2012 without a jump at zero). */
export const vShapeSeller: Policy = {
  meaning: "logit coefficient of the absolute return; 0 is random",
  defaultStrength: 5,
  unbiased: 0,
  biases: [],
  plant: (strength) => ({ saleUtility: (position, account) => strength * Math.abs(account.gainOf(position)) }),
};
