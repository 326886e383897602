import type { Policy } from "./policy.ts";

/** Trades at random, but lets the risky share of wealth drift. */
export const inert: Policy = {
  meaning: "share of a passive change of the risky share that is left standing; 0 rebalances in full, 1 is inert",
  defaultStrength: 0.5,
  unbiased: 0,
  biases: ["statusQuo"],
  inputs: ["riskyShares"],
  plant: () => ({}),
};
