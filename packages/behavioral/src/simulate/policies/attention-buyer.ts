import { log } from "@plimsoll/numeric";
import type { Policy } from "./policy.ts";

/** Buys what is in the news. */
export const attentionBuyer: Policy = {
  meaning: "odds of buying an asset in the news against another; 1 is random",
  defaultStrength: 10,
  unbiased: 1,
  biases: ["attention"],
  inputs: ["volumes", "news"],
  plant: (strength, { volumes }) => {
    const utility = log(strength);
    return { purchaseUtility: (asset) => (volumes!.inNews(asset) ? utility : 0) };
  },
};
