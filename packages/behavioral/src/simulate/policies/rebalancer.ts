import type { Policy } from "./policy.ts";

/** Sells big positions rather than small ones: a logit on the weight relative to the average position. */
export const rebalancer: Policy = {
  meaning: "logit coefficient of the relative weight; 0 is random",
  defaultStrength: 1.5,
  unbiased: 0,
  biases: [],
  plant: (strength) => ({
    saleUtility: (position, account) =>
      (strength * account.valueOf(position) * account.positions.length) / account.value(),
  }),
};
