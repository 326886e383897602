import type { Policy } from "./policy.ts";

/** Realises losses in December. */
export const taxSeller: Policy = {
  meaning: "logit coefficient of a loss in December; 0 is random",
  defaultStrength: 2,
  unbiased: 0,
  biases: [],
  plant: (strength) => ({
    saleUtility: (position, account) =>
      account.day().slice(5, 7) === "12" && account.gainOf(position) < 0 ? strength : 0,
  }),
};
