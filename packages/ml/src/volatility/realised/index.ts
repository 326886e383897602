export { type DayMeasures, realisedByDay } from "./by-day.ts";
export { type DetectedJump, detectJumps, type JumpTest, jumpTest } from "./jump-test.ts";
export { type NoiseRobustVariance, realisedKernel, twoScaleVariance } from "./noise-robust.ts";
export { realisedMeasures, type RealisedMeasures } from "./realised-measures.ts";
export { HarModel, type HarForecast, type HarOptions } from "./har.ts";
export { type HarCoefficient, type HarData, type HarForm, HarSchema } from "./har-data.ts";
