export { type DayMeasures, realisedByDay } from "./by-day.ts";
export { type DetectedJump, detectJumps, type JumpTest, jumpTest } from "./jump-test.ts";
export { type NoiseRobustVariance, realisedKernel, twoScaleVariance } from "./noise-robust.ts";
export { realisedMeasures, type RealisedMeasures } from "./realised-measures.ts";
