import { type BiasKey, biasKeys } from "./bias-key.ts";
import type { Detector } from "./detector.ts";
import { breakEven } from "./break-even.ts";
import { disposition } from "./disposition.ts";
import { houseMoney } from "./house-money.ts";
import { revengeTrading } from "./revenge-trading.ts";

/** The detectors by bias: the one place that lists them. */
export const detectors: { readonly [Key in BiasKey]?: Detector } = {
  disposition,
  revengeTrading,
  houseMoney,
  breakEven,
};

/** The detectors in the report's order. */
export const detectorList: readonly Detector[] = biasKeys.flatMap((key) => detectors[key] ?? []);
