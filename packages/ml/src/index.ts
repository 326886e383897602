export type { ObservationInput } from "./observations.ts";
export * from "./regimes/index.ts";
export * from "./features/index.ts";
export * from "./validation/index.ts";
export * from "./segmentation/index.ts";
export * from "./preprocessing/index.ts";
export * from "./labels/index.ts";
export * from "./events/index.ts";
export * from "./volatility/index.ts";
