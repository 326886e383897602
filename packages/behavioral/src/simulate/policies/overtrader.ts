import type { Policy } from "./policy.ts";

/** Trades without need, at random, and pays for it. */
export const overtrader: Policy = {
  meaning: "factor of the turnover; 1 is the pace asked for",
  defaultStrength: 5,
  unbiased: 1,
  biases: ["overconfidence"],
  plant: (strength) => ({ pace: 1 / strength }),
};
