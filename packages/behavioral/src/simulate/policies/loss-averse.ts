import type { Policy } from "./policy.ts";

/** Trades at random, but refuses gambles in which a loss weighs more than a gain. */
export const lossAverse: Policy = {
  meaning: "lambda, the weight of a loss against a gain; 1 is even",
  defaultStrength: 2.25,
  unbiased: 1,
  biases: ["lossAversion"],
  inputs: ["gambles"],
  plant: () => ({}),
};
