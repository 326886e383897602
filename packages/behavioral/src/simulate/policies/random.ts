import type { Policy } from "./policy.ts";

/** Sells and buys at random. */
export const random: Policy = {
  meaning: "none",
  defaultStrength: 0,
  unbiased: 0,
  biases: [],
  plant: () => ({}),
};
