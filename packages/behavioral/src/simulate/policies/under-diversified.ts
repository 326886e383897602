import type { Policy } from "./policy.ts";

/** Holds fewer positions, at random. */
export const underDiversified: Policy = {
  meaning: "factor by which the positions are fewer than asked for; 1 is as asked",
  defaultStrength: 3,
  unbiased: 1,
  biases: ["underDiversification"],
  plant: (strength, { positions }) => ({ positions: Math.max(1, Math.round(positions / strength)) }),
};
