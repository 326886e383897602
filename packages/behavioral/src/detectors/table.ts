import { type BiasKey, biasKeys } from "./bias-key.ts";
import type { Detector } from "./detector.ts";
import { anchoring } from "./anchoring.ts";
import { attention } from "./attention.ts";
import { breakEven } from "./break-even.ts";
import { confirmation } from "./confirmation.ts";
import { disposition } from "./disposition.ts";
import { gamblersFallacy } from "./gamblers-fallacy.ts";
import { herding } from "./herding.ts";
import { houseMoney } from "./house-money.ts";
import { lossAversion } from "./loss-aversion.ts";
import { lotteryPreference } from "./lottery-preference.ts";
import { narrowFraming } from "./narrow-framing.ts";
import { recency } from "./recency.ts";
import { regretAversion } from "./regret-aversion.ts";
import { revengeTrading } from "./revenge-trading.ts";

/** The detectors by bias: the one place that lists them. */
export const detectors: { readonly [Key in BiasKey]?: Detector } = {
  disposition,
  lossAversion,
  recency,
  herding,
  confirmation,
  anchoring,
  regretAversion,
  attention,
  revengeTrading,
  houseMoney,
  breakEven,
  lotteryPreference,
  narrowFraming,
  gamblersFallacy,
};

/** The detectors in the report's order. */
export const detectorList: readonly Detector[] = biasKeys.flatMap((key) => detectors[key] ?? []);
