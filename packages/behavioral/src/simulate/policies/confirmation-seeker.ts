import type { Policy } from "./policy.ts";

/** Trades at random, but reads what agrees with the positions. */
export const confirmationSeeker: Policy = {
  meaning: "odds of reading good news of what is held against another item; 1 is random",
  defaultStrength: 3,
  unbiased: 1,
  biases: ["confirmation"],
  inputs: ["readingLog"],
  plant: () => ({}),
};
