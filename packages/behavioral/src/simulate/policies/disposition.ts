import { log } from "@plimsoll/numeric";
import type { Policy } from "./policy.ts";

/** Sells a gain rather than a loss. */
export const disposition: Policy = {
  meaning: "odds of selling a gain against those of a loss; 1 is random",
  defaultStrength: 2.5,
  unbiased: 1,
  biases: ["disposition"],
  plant: (strength) => {
    const utility = log(strength);
    return { saleUtility: (position, account) => (account.gainOf(position) > 0 ? utility : 0) };
  },
};
