export { archLm } from "./arch-lm.ts";
export type { CriticalValues, Deterministic } from "./dickey-fuller-law.ts";
export { ljungBox, type LjungBoxOptions } from "./ljung-box.ts";
export { signBias, type SignBiasEffect, type SignBiasTest } from "./sign-bias.ts";
export type { ChiSquareTest } from "./test-result.ts";
export {
  augmentedDickeyFuller,
  type DickeyFullerOptions,
  type DickeyFullerTest,
  kpss,
  phillipsPerron,
  type UnitRootTest,
} from "./unit-root.ts";
