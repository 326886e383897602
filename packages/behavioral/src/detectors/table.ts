import { type BiasKey, biasKeys } from "./bias-key.ts";
import type { Detector } from "./detector.ts";
import { anchoring } from "./anchoring.ts";
import { attention } from "./attention.ts";
import { breakEven } from "./break-even.ts";
import { confirmation } from "./confirmation.ts";
import { disposition } from "./disposition.ts";
import { gamblersFallacy } from "./gamblers-fallacy.ts";
import { herding } from "./herding.ts";
import { homeBias } from "./home-bias.ts";
import { houseMoney } from "./house-money.ts";
import { lossAversion } from "./loss-aversion.ts";
import { lotteryPreference } from "./lottery-preference.ts";
import { narrowFraming } from "./narrow-framing.ts";
import { overconfidence } from "./overconfidence.ts";
import { panicSelling } from "./panic-selling.ts";
import { recency } from "./recency.ts";
import { regretAversion } from "./regret-aversion.ts";
import { revengeTrading } from "./revenge-trading.ts";
import { statusQuo } from "./status-quo.ts";
import { underDiversification } from "./under-diversification.ts";

/** The detectors by bias: the one place that lists them. */
export const detectors: Readonly<Record<BiasKey, Detector>> = {
  disposition,
  lossAversion,
  overconfidence,
  recency,
  herding,
  confirmation,
  anchoring,
  regretAversion,
  attention,
  panicSelling,
  revengeTrading,
  houseMoney,
  breakEven,
  underDiversification,
  homeBias,
  lotteryPreference,
  statusQuo,
  narrowFraming,
  gamblersFallacy,
};

/** The detectors in the report's order. */
export const detectorList: readonly Detector[] = biasKeys.map((key) => detectors[key]);
